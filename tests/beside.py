"""Material that may lie beside the clone and is not ours to copy: tests that use it are skipped where it is absent."""

import os
from pathlib import Path

FOLDER = Path(os.environ.get("BKKPLAN_SHARED") or Path(__file__).resolve().parents[2] / "shared")

SOURCE_PLAN = FOLDER / "plan.txt"
REGISTER = FOLDER / "data" / "communities.csv"
