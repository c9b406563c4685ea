"""Barriers that axe-core finds in a page as it stands, and whatever else may be wrong with it."""

from pathlib import Path

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


def find_faults(page):
    if not page.evaluate("() => 'axe' in window"):
        # Through the debugger: the page's own policy lets no foreign script in, and must not.
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{fault['id']}: {node['target'][0]} {node['failureSummary']}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def faults_of(person) -> list[str]:
    """What is wrong with the page before a person, at a desk and on a phone."""
    page = person.page
    page.set_viewport_size({"width": 360, "height": 740})
    found = ["wider than a phone"] if page.evaluate("document.documentElement.scrollWidth") > 360 else []
    found += person.complaints  # of the page itself, at both widths: axe has not measured yet
    found += [f"at 360 px: {fault}" for fault in find_faults(page)]
    page.set_viewport_size({"width": 1280, "height": 900})
    found += find_faults(page)
    page.wait_for_timeout(100)  # what axe made the page say by its measuring comes late, and is not the page's own
    person.complaints.clear()
    return found
