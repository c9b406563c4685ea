"""The rules of the house that a reader of the source can check."""

import ast
import re
import tomllib

import pytest

from bkkplan.trial.messages import PLACES
from tests.architecture.house import PACKAGES, ROOT, dotted, place, rooms, sources, tree
from tests.other_servers import BY_HAND, PATTERNS

DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "service", "services"}
INNER_ROOMS = ("actions", "queries", "permissions", "models", "builders", "definitions", "registry", "renderers")
CLOCKS = {
    "date.today", "datetime.date.today", "datetime.now", "datetime.today", "datetime.utcnow", "datetime.datetime.now",
    "timezone.now", "timezone.localdate", "timezone.localtime", "time.time",
}  # fmt: skip
# Who may read the working day below the edge, and why.
READS_THE_CLOCK = {
    "bkkplan/ground/accounts/models/__init__.py": "the roles held today, read once per request for every rule",
    "communities/models/committee.py": "a seat on a committee is a right of today, as a role is",
}
# Thai that is not a sentence of the interface, and why.
THAI_AS_IT_IS = {
    "bkkplan/faces/desk/views/gallery.py": "the gallery shows the Thai of a page",
    "bkkplan/faces/opendata/views/catalogue.py": "words that the national catalogue wants in Thai",
    "bkkplan/faces/public/views/proposals.py": "what is searched for stands in Thai",
    "bkkplan/ground/accounts/enums.py": "sections of an office, as it calls them",
    "bkkplan/ground/accounts/actions/personal.py": "a pseudonym, as it is kept",
    "bkkplan/trial/actions/__init__.py": "what people of the sample city wrote",
    "bkkplan/trial/actions/letters.py": "what people of the sample city wrote",
    "bkkplan/trial/actions/plans.py": "the resolution of a meeting in the sample city",
    "bkkplan/trial/actions/requests.py": "papers and reasons of the sample city",
    "bkkplan/figures/kpi/forms.py": "names and headings in pasted tables",
    "bkkplan/ground/core/forms/typed_cells.py": "how sums are called in lists that come in",
    "budget/actions/reference.py": "a note on money, kept in Thai",
    "budget/forms/requests.py": "names of bodies, as a paper has them",
    "communities/forms/changes.py": "the word before a name",
    "communities/models/community.py": "names as the register writes them",
    "communities/models/plan.py": "the name of a plan, as the log keeps it",
    "communities/models/template.py": "titles of sections, kept in both languages",
    "forums/actions/steps.py": "what a search looks in",
    "budget/actions/money/entry_tables.py": "the note of entries that take back a table, which stands in the ledger",
    "budget/actions/books/register.py": "the note of entries made from the register, which stands in the ledger",
    "forums/views/record.py": "headings of pasted tables, and the word before a name",
}


def _is_translated(call: ast.Call) -> bool:
    return dotted(call.func).split(".")[-1] in PLACES


def thai_as_it_is(path):
    """Thai texts that no reader of English is spared; what stands in a docstring or is translated is passed over."""
    inside = {
        id(part)
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Call) and _is_translated(node))
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for part in ast.walk(node)
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and id(node) not in inside and re.search("[ก-๙]", str(node.value)):
            yield node


def test_what_people_read_can_be_read_in_english():
    found = {
        path: list(thai_as_it_is(path)) for path in rooms("actions", "views", "forms", "models", "enums", "permissions")
    }

    assert [
        f"{place(path, node)} {node.value}"
        for path, nodes in found.items()
        for node in nodes
        if place(path) not in THAI_AS_IT_IS
    ] == []
    assert set(THAI_AS_IT_IS) <= {place(path) for path, nodes in found.items() if nodes}


def test_no_module_is_a_drawer():
    drawers = [place(path) for path in sources() if path.stem in DRAWERS or path.parent.name in DRAWERS]

    assert drawers == []


def test_no_class_is_called_for_its_pattern():
    patterns = ("Service", "Manager", "Handler", "Helper", "Util", "Utils")
    named = [
        f"{place(path, node)} {node.name}"
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and node.name.endswith(patterns) and node.name != "PortalFormHelper"
    ]

    assert named == []


def test_the_clock_is_read_at_the_edge():
    calls = [
        f"{place(path, node)} {dotted(node.func)}"
        for path in rooms(*INNER_ROOMS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and dotted(node.func) in CLOCKS
    ]

    assert calls == []


def test_the_working_day_is_handed_down():
    reading = {
        place(path)
        for path in rooms(*INNER_ROOMS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module == "bkkplan.ground.core.clock"
    }

    assert reading <= set(READS_THE_CLOCK)


def test_a_lock_on_a_row_lets_rows_be_added_that_only_refer_to_it():
    strong = [
        place(path, node)
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and dotted(node.func).endswith("select_for_update")
        and not any(k.arg == "no_key" and isinstance(k.value, ast.Constant) and k.value.value for k in node.keywords)
    ]

    assert strong == []


def test_whoever_rounds_says_how():
    """Decimal rounds half to even where nobody says otherwise; our figures round half up."""
    silent = [
        place(path, node)
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "quantize"
        and len(node.args) + len(node.keywords) < 2
    ]

    assert silent == []


def test_no_business_rule_hangs_on_a_signal():
    signals = [
        place(path, node)
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith(("django.db.models.signals", "django.dispatch", "django.core.signals"))
    ]

    assert signals == []


def _is_task(decorator: ast.expr) -> bool:
    return dotted(decorator.func if isinstance(decorator, ast.Call) else decorator).split(".")[-1] in {
        "shared_task",
        "task",
    }


def tasks():
    for path in sources():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef):
                for decorator in node.decorator_list:
                    if _is_task(decorator):
                        yield path, node, decorator


def test_every_task_says_its_name():
    nameless = [
        place(path, node)
        for path, node, decorator in tasks()
        if not (isinstance(decorator, ast.Call) and any(keyword.arg == "name" for keyword in decorator.keywords))
    ]

    assert nameless == []


def test_every_task_takes_plain_keywords_and_yesterdays_messages():
    strict = [
        place(path, node) for path, node, _ in tasks() if node.args.args or node.args.vararg or node.args.kwarg is None
    ]

    assert strict == []


def test_tasks_live_in_their_room():
    assert {path.name for path, _, _ in tasks()} <= {"tasks.py"}


@pytest.mark.parametrize("path", list(rooms("actions")), ids=place)
def test_an_action_takes_keywords_only(path):
    positional = [
        f"{place(path, node)} {node.name}"
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and any(dotted(decorator).endswith("atomic") for decorator in node.decorator_list)
        and node.args.args
    ]

    assert positional == []


def test_forms_do_not_save():
    saving = [
        place(path, node)
        for path in rooms("forms", "views")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and dotted(node.func) in {"form.save", "self.form.save", "formset.save"}
    ]

    assert saving == []


def test_exceptions_end_in_error():
    wrong = [
        f"{place(path, node)} {node.name}"
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
        and any(dotted(base).endswith(("Exception", "Error")) for base in node.bases)
        and node.name != "Refusal"  # from which those of actions derive
        and not node.name.endswith("Error")
    ]

    assert wrong == []


def test_a_public_page_is_a_marked_exception():
    marked = {
        place(path)
        for path in sources()
        if re.search("login_not_required|PublicView", path.read_text(encoding="utf-8"))
        and not place(path).startswith(("bkkplan/faces/public/", "bkkplan/faces/opendata/", "bkkplan/ground/accounts/"))
    }

    assert marked == {"bkkplan/ground/core/pages/my_work.py"}, "where PublicView stands"


def test_every_exception_to_a_rule_says_why():
    silent = [
        f"{place(path)}:{number}"
        for folder in (*PACKAGES, "tests")
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(r"#\s*noqa\b", line) and not re.search(r"#\s*noqa: [A-Z0-9, ]+\(?[^\s].*\w+ \w+", line)
    ]

    assert silent == []


def test_the_tests_mirror_the_code():
    apps = {path.name for package in PACKAGES for path in (ROOT / package).parent.glob(package)}
    apps |= {path.parent.name for path in (ROOT / "bkkplan").rglob("apps.py")}
    beside = {
        "architecture",
        "e2e",
        "factories",
        "fixtures",
        "golden",
        "integration",
        "isolation",
        "js",
        "locks",
        "services",
        "setup",
        "script",
        "docs",
    }
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and not path.name.startswith("_")}

    assert folders - apps - beside == set()


def test_no_test_sleeps_for_a_while_and_takes_that_for_proof():
    """What has to happen is waited for (tests.waiting); that nothing happened is not proved by a while."""
    sleeping = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / "tests").glob("**/*.py"))
        if path not in {ROOT / "tests" / "waiting.py", ROOT / "tests" / "e2e" / "bench_paste.py"}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"sleep", "wait_for_timeout"}
    ]

    assert sleeping == []


# Of Django's own: what it writes differently for one version of PostgreSQL and another, and names of the server.
OF_A_SERVER = {"ArraySubquery", "Func", "JSONObject", "KeyTextTransform", "RandomUUID", "RawSQL", "Window"}


def asks_a_server_in_its_own_words(path):
    """Whether a module sends SQL that is written by hand, or uses what Django writes for one kind of server."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "cursor":
            return True
        is_of_django = isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.")
        if is_of_django and OF_A_SERVER & {alias.name for alias in node.names}:
            return True
    return False


def test_sql_of_our_own_is_tried_on_other_servers_too():
    written = {str(path.relative_to(ROOT)) for path in sources() if asks_a_server_in_its_own_words(path)}

    assert written == BY_HAND.keys()


@pytest.mark.parametrize("pattern", PATTERNS)
def test_what_is_tried_again_on_other_servers_is_there(pattern):
    path, _, test = pattern.partition("::")
    files = [*ROOT.glob(path)]

    assert files
    assert all(test.rstrip("_*") in file.read_text(encoding="utf-8") for file in files)


MOST_LINES, MOST_LINES_OF_VIEWS = 400, 300


def test_a_file_is_short_enough_to_be_about_one_subject():
    long = {
        place(path): lines
        for path in sources()
        if (lines := path.read_text(encoding="utf-8").count("\n")) > MOST_LINES
        or (lines > MOST_LINES_OF_VIEWS and ("views" in path.parts or path.stem == "views"))
    }

    assert long == {}


def test_a_package_that_gives_on_what_it_imports_holds_nothing_else():
    """So no name stands there twice, and the checks of unused imports and of borrowed names stay strict elsewhere."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]["overrides"]
    [gathering] = [each["module"] for each in settings if each.get("implicit_reexport")]
    others = {
        name: place(path, node)
        for name in gathering
        for path in [ROOT / name.replace(".", "/") / "__init__.py"]
        for node in tree(path).body[1:]
        if not isinstance(node, ast.ImportFrom)
    }

    assert others == {}
