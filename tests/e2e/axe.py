"""Barriers that axe-core finds in a page as it stands."""

from pathlib import Path

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


def find_faults(page):
    # Evaluated through the debugger: the page's own policy lets no foreign script in, and must not.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{fault['id']}: {node['target'][0]} {node['failureSummary']}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]
