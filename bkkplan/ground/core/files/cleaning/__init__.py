"""Documents made fit to be shown: they run nothing, and they name no author.

Reading another person's document can take all memory or crash the reader. So it is done in a process of its own, which
knows no secret and has limits of memory and time. Whatever happens there, the answer is a clean document or a sentence.
"""

import json
import logging
import subprocess
import sys
from pathlib import Path

from bkkplan.ground.core.files.cleaning.refusals import BROKEN, TOO_HEAVY, RefusedError

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[5]
REFUSED = 3
OVERRUN = 4
SECONDS = 60
AT_ONCE_SECONDS = 10
# What is cleaned while the person waits; larger ones are work for the worker.
AT_ONCE_BYTES = 2 * 1024 * 1024


def clean(content: bytes, *, kind: str, name: str, seconds: int = SECONDS) -> bytes:
    """The document without programs, attached files and authors.

    Raises RefusedError, which says what to save instead.

    ``kind`` is PDF, DOCX or XLSX.
    """
    command = [sys.executable, "-m", "bkkplan.ground.core.files.cleaning", kind, str(seconds)]
    environment = {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "MALLOC_ARENA_MAX": "2"}
    try:
        done = subprocess.run(  # noqa: S603  (our own module, without a shell)
            command, input=content, capture_output=True, timeout=seconds * 3, check=False, env=environment, cwd=ROOT
        )
    except subprocess.TimeoutExpired as error:
        raise RefusedError(TOO_HEAVY, name=name) from error
    if done.returncode == 0:
        return done.stdout
    if done.returncode == REFUSED:
        raise RefusedError(json.loads(done.stdout)["sentence"], name=name)
    if done.returncode == OVERRUN or done.returncode < 0:  # a signal: out of time, or out of memory in the library
        raise RefusedError(TOO_HEAVY, name=name)
    log.error("a %s could not be cleaned: %s", kind, done.stderr.decode(errors="replace")[-2000:])
    raise RefusedError(BROKEN, name=name)
