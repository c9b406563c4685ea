"""The process in which one document is cleaned: content in at standard input, out at standard output."""

import json
import resource
import sys

from bkkplan.ground.core.files.cleaning import OVERRUN, REFUSED
from bkkplan.ground.core.files.cleaning.refusals import RefusedError

MOST_MEMORY = 1536 * 1024 * 1024


def main(kind: str, seconds: int) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if kind == "PDF":
        from bkkplan.ground.core.files.cleaning.pdf import clean
    else:
        from bkkplan.ground.core.files.cleaning.office import clean
    try:
        cleaned = clean(sys.stdin.buffer.read())
    except RefusedError as error:
        sys.stdout.write(json.dumps({"sentence": error.sentence}))
        return REFUSED
    except MemoryError:
        return OVERRUN
    sys.stdout.buffer.write(cleaned)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
