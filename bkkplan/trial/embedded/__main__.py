"""The program that a use starts: `python -m bkkplan.trial.embedded SERVICES durable|fleeting`."""

import sys
from pathlib import Path

from bkkplan.trial.embedded.keeper import keep
from bkkplan.trial.embedded.places import EmbeddedError

if __name__ == "__main__":
    try:
        keep(Path(sys.argv[1]), durable=sys.argv[2] == "durable")
    except EmbeddedError as error:
        sys.exit(str(error))
