"""What is written to the server's logs: what happened, never who was looked for.

A query string holds the words and names that people search for, an address may hold a one-time token, and PostgreSQL
repeats a refused row in its error. None of these reaches a log, whichever logger wrote the line.
"""

import logging
import re
from typing import Any

from gunicorn.glogging import Logger

HIDDEN = "…"
# After a path: what follows the question mark, to the end of the word.
QUERY = re.compile(r"(?<=[\w/%.~-])\?[^\s\"'<>]+")
TOKENS = re.compile(r"(/enter/|/password/reset/key/)[^/\s\"']+")
# PostgreSQL: "Key (email)=(…) already exists", "Failing row contains (…)", and the statement that it quotes.
VALUES = re.compile(r"(=\(|contains \().*?(?=\) |\)\.|\)$)", re.MULTILINE)


def without_names(text: str) -> str:
    return VALUES.sub(rf"\1{HIDDEN}", TOKENS.sub(rf"\1{HIDDEN}", QUERY.sub(f"?{HIDDEN}", text)))


class QuietFormatter(logging.Formatter):
    """Removes these parts from every line, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return without_names(super().format(record))


class GunicornLogger(Logger):
    """For gunicorn's `--logger-class`: addresses without their query, no user name, no referer."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for log, form in ((self.error_log, self.error_fmt), (self.access_log, self.access_fmt)):
            for handler in log.handlers:
                handler.setFormatter(QuietFormatter(form, self.datefmt))

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        atoms = super().atoms(resp, req, environ, request_time)
        path = without_names(environ.get("PATH_INFO", ""))
        line = f"{environ.get('REQUEST_METHOD')} {path} {environ.get('SERVER_PROTOCOL')}"
        safe = {"r": line, "U": path, "q": "", "f": "-", "u": "-"}
        return {key: value for key, value in atoms.items() if not key.startswith("{")} | safe
