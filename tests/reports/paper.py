"""Small documents for tests, through the one renderer."""

import os
from collections.abc import Iterable
from html import escape
from pathlib import Path

from django.conf import settings

from bkkplan.reports.renderers.pdf import render_pdf

HERE = Path(__file__).parent


def words() -> list[str]:
    lines = (HERE / "thai_words.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def source_plan() -> Path | None:
    """The city's plan, which is not ours to copy: BKKPLAN_SOURCE_PLAN, or beside the clone."""
    named = os.environ.get("BKKPLAN_SOURCE_PLAN", "")
    candidates = [Path(named)] if named else [Path(settings.BASE_DIR).parent / "shared" / "plan.txt"]
    return next((path for path in candidates if path.is_file()), None)


def paragraphs(lines: Iterable[str], css: str = "") -> str:
    body = "\n".join(f"<p>{escape(line)}</p>" for line in lines)
    return f'<!doctype html><html lang="th"><head><style>{css}</style></head><body class="proof">{body}</body></html>'


def set_lines(lines: Iterable[str], css: str = "") -> bytes:
    return render_pdf(paragraphs(lines, css), title="ทดสอบ")
