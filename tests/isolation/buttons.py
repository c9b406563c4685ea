"""Buttons stand in one order: the main act is the first of a form, and the last of a bar that is set to the right."""

from html.parser import HTMLParser

MAIN = {"btn-primary", "btn-danger"}
FIRST, LAST = {"form-foot"}, {"page-actions", "ask-go"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Groups(HTMLParser):
    """The groups of buttons of a page, each as the classes of its buttons in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.groups: list[tuple[str, list[set[str]]]] = []
        self.open: list[int | None] = []  # for each open element, the group that it begins

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = set((dict(attrs).get("class") or "").split())
        inside = [begun for begun in self.open if begun is not None]
        if "btn" in classes and inside:
            self.groups[inside[-1]][1].append(classes)
        if tag in VOID:
            return
        kind = next(iter(classes & (FIRST | LAST)), None)
        if kind:
            self.groups.append((kind, []))
        self.open.append(len(self.groups) - 1 if kind else None)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.open:
            self.open.pop()


def out_of_order(page: str) -> list[tuple[str, list[set[str]]]]:
    found = Groups()
    found.feed(page)
    return [(kind, group) for kind, group in found.groups if _is_wrong(kind, group)]


def _is_wrong(kind: str, group: list[set[str]]) -> bool:
    mains = [place for place, classes in enumerate(group) if classes & MAIN]
    if not mains:
        return False
    rest = len(group) - len(mains)
    return mains != (list(range(len(mains))) if kind in FIRST else list(range(rest, len(group))))
