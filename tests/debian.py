"""Run a command on Debian's own PostgreSQL and redis-server, with temporary data and ports of the kernel's.

python -m tests.debian pytest -m services
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bkkplan.trial import embedded
from bkkplan.trial.embedded.keeper import pair


@contextlib.contextmanager
def servers() -> Iterator[embedded.Addresses]:
    postgres = max(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: float(path.parts[4])).parent
    broker = shutil.which("redis-server")
    with tempfile.TemporaryDirectory(prefix="bkkplan-debian-") as folder:
        Path(folder).chmod(0o711)  # root's servers run as nobody and must pass
        with pair(Path(folder), postgres, Path(broker), durable=False) as (addresses, _):
            yield addresses


if __name__ == "__main__":
    with servers() as addresses:
        os.environ |= {"DATABASE_URL": addresses.database, "REDIS_URL": addresses.broker}
        sys.exit(subprocess.run(sys.argv[1:], check=False).returncode)
