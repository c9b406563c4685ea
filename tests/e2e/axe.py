"""Barriers that axe-core finds in a page as it stands, and whatever else may be wrong with it.

A page is made of shapes: an element with its classes and attributes under its forebears. axe-core examines each shape
once at each width, on the first page that shows it; what concerns a page as a whole it examines on every page.
"""

from collections import defaultdict
from pathlib import Path

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"

OF_THE_WHOLE_PAGE = [
    "aria-hidden-body", "bypass", "document-title", "duplicate-id-aria", "heading-order", "html-has-lang",
    "html-lang-valid", "html-xml-lang-mismatch", "landmark-main-is-top-level", "landmark-no-duplicate-banner",
    "landmark-no-duplicate-contentinfo", "landmark-no-duplicate-main", "landmark-one-main", "landmark-unique",
    "meta-refresh", "meta-viewport", "meta-viewport-large", "page-has-heading-one", "region", "skip-link",
]  # fmt: skip

# All shapes of the page; elements of the shapes that are given are marked. Only what is drawn counts.
SHAPES = """fresh => {
    const marked = new Set(fresh), shapes = new Set(), paths = new Map()
    const own = element => [element.localName, ...[...element.classList].sort()].join(".")
    for (const element of document.body.querySelectorAll("*")) {
        const path = (paths.get(element.parentElement) || "") + " > " + own(element)
        paths.set(element, path)
        if (element.getClientRects().length === 0) continue
        const says = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())
        const shape = path + " [" + element.getAttributeNames().sort().join(" ") + "]" + (says ? " says" : "")
        shapes.add(shape)
        if (marked.has(shape)) element.setAttribute("data-new-shape", "")
    }
    return [...shapes]
}"""
EXAMINE = """async rules => {
    // axe would write the style sheets into the page for one trial rule, which the page's policy forbids.
    const options = {resultTypes: ["violations"], preload: false}
    const fresh = document.querySelectorAll("[data-new-shape]")
    const whole = await axe.run(document, {...options, runOnly: {type: "rule", values: rules}})
    const parts = fresh.length ? await axe.run(fresh, options) : {violations: []}
    for (const element of fresh) element.removeAttribute("data-new-shape")
    return [...whole.violations, ...parts.violations]
}"""

_seen: dict[int, set[str]] = defaultdict(set)  # by the width of the window


def find_faults(page):
    if not page.evaluate("() => 'axe' in window"):
        # Through the debugger: the page's own policy lets no foreign script in, and must not.
        page.evaluate(AXE.read_text(encoding="utf-8"))
    seen = _seen[page.viewport_size["width"]]
    fresh = set(page.evaluate(SHAPES, [])) - seen
    page.evaluate(SHAPES, list(fresh))
    seen |= fresh
    return [
        f"{fault['id']}: {node['target'][0]} {node['failureSummary']}"
        for fault in page.evaluate(EXAMINE, OF_THE_WHOLE_PAGE)
        for node in fault["nodes"]
    ]


def faults_of(person) -> list[str]:
    """What is wrong with the page before a person, at a desk and on a phone."""
    page = person.page
    found = fits_a_phone(person)
    found += [f"at 360 px: {fault}" for fault in find_faults(page)]
    page.set_viewport_size({"width": 1280, "height": 900})
    found += find_faults(page)
    return found


def fits_a_phone(person) -> list[str]:
    """Leaves the window as narrow as a phone. What the page complains of at either width is told, too."""
    page = person.page
    page.set_viewport_size({"width": 360, "height": 740})
    found = ["wider than a phone"] if page.evaluate("document.documentElement.scrollWidth") > 360 else []
    found += person.complaints  # of the page itself, at both widths: axe has not measured yet
    return found
