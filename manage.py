#!/usr/bin/env python
"""Run a management command; the embedded servers are started first where no address is given."""

import os
import sys

# These ask no database; building an image or reading help must not start one.
WITHOUT_SERVERS = {
    "",
    "help",
    "version",
    "check",
    "build_fonts",
    "collectstatic",
    "findstatic",
    "makemessages",
    "messages",
    "compile_templates",
    "compilemessages",
    "diffsettings",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bkkplan.settings.dev")
    if needs_servers(sys.argv[1:]):
        from bkkplan.trial import embedded

        try:
            embedded.provide()
        except embedded.EmbeddedError as error:
            sys.exit(str(error))

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


def needs_servers(words: list[str]) -> bool:
    """Production names its servers itself, or refuses to start."""
    if not {"-h", "--help", "--version"}.isdisjoint(words) or any(word.startswith("--settings") for word in words):
        return False
    command = next((word for word in words if not word.startswith("-")), "")
    return command not in WITHOUT_SERVERS and os.environ["DJANGO_SETTINGS_MODULE"] != "bkkplan.settings.production"


if __name__ == "__main__":
    main()
