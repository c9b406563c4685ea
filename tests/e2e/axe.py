"""Barriers that axe-core finds in a page as it stands, and whatever else may be wrong with it."""

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


def faults_of(person) -> list[str]:
    """What is wrong with the page before a person, at a desk and on a phone."""
    page = person.page
    found = faults_now(person)
    page.set_viewport_size({"width": 360, "height": 740})
    if page.evaluate("document.documentElement.scrollWidth") > 360:
        found.append("wider than a phone")
    found += [f"at 360 px: {fault}" for fault in faults_now(person)]
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def faults_now(person) -> list[str]:
    """What the page said until now, and what axe finds; not what axe itself makes the page say by its measuring."""
    said = list(person.complaints)
    found = find_faults(person.page)
    person.page.wait_for_timeout(100)  # what axe made the page say comes late
    person.complaints.clear()
    return said + found
