"""Facts that were checked elsewhere and that the code must meet."""

import json
from pathlib import Path
from typing import Any


def load(name: str) -> Any:
    return json.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))


THAI = load("thai.json")
