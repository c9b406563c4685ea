"""A kind of page is written once, in the room of pages; what would bring copies back is found here."""

import ast
import re

from bkkplan.ground.core.pages.acts import ActButton, ActPage, BulkActPage
from bkkplan.ground.core.refusals import Refusal
from tests.architecture.house import ROOT, dotted, place, rooms, sources, tree
from tests.isolation.urls import routes

ROOM = {"bkkplan/ground/accounts/views/rows.py"}


def kinds(base):
    routes()  # which brings every view, and with it every action and its errors
    yield from below(base)


def below(base):
    for kind in base.__subclasses__():
        yield kind
        yield from below(kind)


def views():
    return [path for path in rooms("views") if place(path) not in ROOM]


def caught(node):
    named = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return {dotted(name).rpartition(".")[2] for name in named if name is not None}


def test_no_view_answers_a_refusal_itself():
    refusals = {"Refusal", "StaleError", *(kind.__name__ for kind in kinds(Refusal))}
    found = {
        place(path)
        for path in views()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and caught(node) & refusals
    }

    assert found == set()


def test_no_view_reads_a_number_that_was_posted_itself():
    found = {
        place(path)
        for path in views()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and dotted(node.func) == "int" and "POST" in ast.unparse(node)
    }

    assert found == set()


def test_every_act_page_is_shaped_by_one_template():
    # One act on many rows: a table of them stands in the form, as wide as the page.
    draw_their_rows = {kind.template_name for kind in kinds(BulkActPage)}
    alone = {"pages/act.html", "accounts/enter.html"}  # the second stands in front of the log-in, without the frame
    for name in {kind.template_name for kind in kinds(ActPage)} - alone:
        text = (ROOT / "templates" / name).read_text(encoding="utf-8")
        extended = re.search(r'{% extends "([^"]+)" %}', text)[1]
        if extended == "budget/choosing.html":  # the shape of the pages that choose rows for a plan
            text = (ROOT / "templates" / extended).read_text(encoding="utf-8")
            extended = re.search(r'{% extends "([^"]+)" %}', text)[1]
        assert extended in {"pages/act.html", "forums/act.html"}, name
        if name in draw_their_rows:
            assert {"pages/_changed.html", "pages/_seen.html"} <= set(re.findall(r'include "([^"]+)"', text)), name
        else:
            assert "<form" not in text.replace('<form class="no-print"', ""), name


def test_two_texts_are_set_beside_each_other_in_one_place():
    made = {
        place(path)
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] == "Conflict"
    }
    drawn = {
        str(path.relative_to(ROOT / "templates"))
        for path in (ROOT / "templates").rglob("*.html")
        if re.search(r'{% component(?:block)? "conflict"', path.read_text(encoding="utf-8"))
    }

    assert made == {"bkkplan/ground/core/pages/conflicts.py"}
    assert drawn == {"pages/_conflict.html", "gallery/gallery.html"}


def test_every_act_says_what_comes_next():
    """A button at once leaves its person on the page where the next step is; an act on a page of its own says it."""
    views = {name: getattr(route.callback, "view_class", object) for name, route in routes().items()}
    acts = {name: view for name, view in views.items() if issubclass(view, ActPage) and not issubclass(view, ActButton)}
    leads_nowhere = {name for name, view in acts.items() if view.next_links is ActPage.next_links}

    assert len(acts) > 50
    assert leads_nowhere == {"enter"}  # the log-in by a link: one's work is what comes next


# Whose doors ask neither `within_reach` nor a permission, and why.
OWN_DOORS = {
    "communities/models/community.py": "the register is public",
}


def test_a_door_asks_how_far_a_person_reaches_or_leads_through_another_door():
    asking = {"within_reach", "has_perm", "visible_to", "offices_visible_to"}
    own = {
        place(path)
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and node.name == "visible_to"
        if not asking & {dotted(part.func).rpartition(".")[2] for part in ast.walk(node) if isinstance(part, ast.Call)}
    }

    assert own == set(OWN_DOORS)


# Who goes through the roles of a person one by one; all others ask ``core.people`` about them.
READS_ROLES = {
    "bkkplan/faces/desk/queries/__init__.py": "says each by its name",
    "bkkplan/ground/accounts/middleware.py": "says whether there is one",
    "bkkplan/ground/accounts/models/__init__.py": "brings them",
    "bkkplan/ground/accounts/permissions.py": "asks what a role may",
    "bkkplan/ground/audit/record.py": "writes each into the log",
    "bkkplan/ground/core/people.py": "answers for all others",
    "bkkplan/ground/routes/actions/passages.py": "asks whether somebody signs in another's place",
    "bkkplan/ground/years/queries/my_work.py": "says for whom a step is",
}


def test_the_roles_of_a_person_are_read_in_one_place():
    reading = {
        place(path)
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "held_assignments"
    }

    assert reading == set(READS_ROLES)


def test_what_a_person_reaches_is_asked_in_one_place():
    found = [
        place(path, node)
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Compare) and ast.unparse(node).endswith("district_id is None")
    ]

    assert {address.split(":")[0] for address in found} <= {
        "bkkplan/ground/core/people.py",
        "bkkplan/ground/accounts/permissions.py",  # of a permission's roles only
        "bkkplan/figures/kpi/actions/targets.py",  # of the target that is set: the city's own has no district
    }
