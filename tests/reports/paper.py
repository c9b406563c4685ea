"""Small documents for tests, through the one renderer."""

from collections.abc import Iterable
from html import escape
from pathlib import Path

from bkkplan.figures.reports.renderers.pdf import render_pdf
from tests.beside import SOURCE_PLAN

HERE = Path(__file__).parent


def words() -> list[str]:
    lines = (HERE / "thai_words.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def source_plan() -> Path | None:
    """The city's plan, where it lies beside the clone."""
    return SOURCE_PLAN if SOURCE_PLAN.is_file() else None


def paragraphs(lines: Iterable[str], css: str = "") -> str:
    body = "\n".join(f"<p>{escape(line)}</p>" for line in lines)
    return f'<!doctype html><html lang="th"><head><style>{css}</style></head><body class="proof">{body}</body></html>'


def set_lines(lines: Iterable[str], css: str = "") -> bytes:
    return render_pdf(paragraphs(lines, css), title="ทดสอบ")
