"""Barriers that axe-core finds in a page as it stands, and whatever else may be wrong with it.

A page is made of shapes: an element with its classes and attributes under its forebears. axe-core examines each shape
once at each width in a run, on the first page that shows it, whichever process comes to that page; what concerns a
page as a whole it examines on every page.
"""

import fcntl
from pathlib import Path

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"

OF_THE_WHOLE_PAGE = [
    "aria-hidden-body", "bypass", "document-title", "duplicate-id-aria", "heading-order", "html-has-lang",
    "html-lang-valid", "html-xml-lang-mismatch", "landmark-main-is-top-level", "landmark-no-duplicate-banner",
    "landmark-no-duplicate-contentinfo", "landmark-no-duplicate-main", "landmark-one-main", "landmark-unique",
    "meta-refresh", "meta-viewport", "meta-viewport-large", "page-has-heading-one", "region", "skip-link",
]  # fmt: skip

# A number for each shape of the page, whose elements are kept until they are examined. Only what is drawn counts.
SHAPES = """() => {
    const number = (seed, text) => {
        let a = 0xdeadbeef ^ seed, b = 0x41c6ce57 ^ seed
        for (let at = 0; at < text.length; at++) {
            const code = text.charCodeAt(at)
            a = Math.imul(a ^ code, 2654435761)
            b = Math.imul(b ^ code, 1597334677)
        }
        a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
        b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
        return 4294967296 * (2097151 & b) + (a >>> 0)
    }
    const paths = new Map()
    window.drawnShapes = new Map()
    for (const element of document.body.querySelectorAll("*")) {
        const own = [element.localName, ...[...element.classList].sort()].join(".")
        const path = number(paths.get(element.parentElement) ?? 0, own)
        paths.set(element, path)
        if (element.getClientRects().length === 0) continue
        const says = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())
        const shape = number(path, element.getAttributeNames().sort().join(" ") + (says ? " says" : ""))
        if (!drawnShapes.has(shape)) drawnShapes.set(shape, [])
        drawnShapes.get(shape).push(element)
    }
    return [...drawnShapes.keys()]
}"""
EXAMINE = """async ([rules, fresh]) => {
    // axe would write the style sheets into the page for one trial rule, which the page's policy forbids.
    const options = {resultTypes: ["violations"], preload: false}
    const parts = fresh.flatMap(shape => drawnShapes.get(shape)).filter(element => element.isConnected)
    const found = [await axe.run(document, {...options, runOnly: {type: "rule", values: rules}})]
    if (parts.length) found.push(await axe.run({include: parts}, options))
    return found.flatMap(({violations}) => violations.flatMap(fault => fault.nodes.map(
        node => `${fault.id}: ${node.target[0]} ${node.failureSummary}`)))
}"""


class Seen:
    """The shapes that this run has examined at one width, in a file which all its processes share."""

    def __init__(self, file: Path) -> None:
        self._file, self._known, self._read = file, set[int](), 0

    def take_new(self, shapes: list[int]) -> list[int]:
        """Those of the shapes that nobody has examined; from now on they count as examined."""
        with self._file.open("a+", encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(self._read)
            self._known.update(map(int, file.read().split()))
            fresh = [shape for shape in shapes if shape not in self._known]
            file.write("".join(f"{shape}\n" for shape in fresh))
            self._known.update(fresh)
            self._read = file.tell()
        return fresh


_seen: dict[int, Seen] = {}


def remember_in(folder: Path) -> None:
    _seen.update({width: Seen(folder / f"shapes-at-{width}") for width in (360, 1280)})


def bring_to_all_pages_of(context):
    """Every page that opens in this browser context has axe-core from its beginning.

    To bring it to a page that stands takes twice as long.
    """
    context.add_init_script(path=AXE)


def find_faults(page):
    if not page.evaluate("() => 'axe' in window"):
        # Through the debugger: the page's own policy lets no foreign script in, and must not.
        page.evaluate(AXE.read_text(encoding="utf-8"))
    fresh = _seen[page.viewport_size["width"]].take_new(page.evaluate(SHAPES))
    return page.evaluate(EXAMINE, [OF_THE_WHOLE_PAGE, fresh])


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
