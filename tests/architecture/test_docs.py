"""The documents are true to the code: what they name is there, what they quote reads so, and nothing else is cited."""

import os
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

import pytest
import rules
from django.core.management import get_commands, load_command_class
from django.urls import Resolver404, resolve

from tests.architecture.house import PACKAGES, ROOT, our_apps, sources

DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs" / "adr").glob("*.md")),
]
EACH = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
MODULE = re.compile(rf"(?:{'|'.join(PACKAGES)}|tests)(?:\.\w+)+")
PATH = re.compile(r"[\w.…-]+(?:/[\w.…-]+)+/?|[\w-]+\.(?:py|md|html|css|js|toml|po|txt|csv|conf|yml|lock)")
NAME = re.compile(r"\w+(?:\.\w+)*")
COMMAND = re.compile(r"(?:\.venv/bin/python )?manage\.py ([a-z_]+)(.*)")
SCRIPT = re.compile(r"(script/[a-z]+|\.ci/run)((?: .*)?)$")
FLAG = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
# In a path these stand for any name: NAME, CODE, and the dots of a text that is cut.
ANY = re.compile(r"[A-Z]{2,}|…")
# Made by set-up or by running, so not in the repository.
MADE = ("build", "var", "node_modules", ".venv", "__pycache__", "test-results", "backups")
# Names in documents that are not the project's, and whose they are.
OTHERS = {
    "acks_late": "Celery",
    "SERIALIZABLE": "PostgreSQL",
    "ccmp": "a feature of fonts",
    "ToUnicode": "a part of PDF files",
    "uni0E1B0E310E49": "the name of a glyph",
    "pg_dump": "PostgreSQL",
    "pg_restore": "PostgreSQL",
    "makemessages": "Django",
    "compilemessages": "Django",
    "white-space": "CSS",
    "restic": "a program for backups",
    "borg": "a program for backups",
}


def prose(document: Path) -> str:
    return FENCE.sub("", document.read_text(encoding="utf-8"))


def fenced(document: Path, *languages: str) -> Iterator[str]:
    for language, text in FENCE.findall(document.read_text(encoding="utf-8")):
        if language in languages:
            yield text


def spans(document: Path) -> list[str]:
    return SPAN.findall(prose(document))


@cache
def tracked() -> frozenset[str]:
    """Every file of the project and every folder of them, without what set-up and running make."""
    found = set()
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in MADE and (not name.startswith(".") or name == ".ci")]
        here = Path(folder).relative_to(ROOT)
        found |= {str(here / name) for name in (*folders, *files)}
    return frozenset(found)


@cache
def words_of_the_code() -> frozenset[str]:
    kinds = {".py", ".html", ".css", ".js", ".toml", ".yml", ".conf", ".txt", ".csv", ""}
    files = [
        ROOT / name
        for name in tracked()
        if (ROOT / name).is_file()
        and Path(name).suffix in kinds
        and "docs" not in Path(name).parts[:1]
        and (ROOT / name) != Path(__file__)
    ]
    files += [ROOT / "docs" / "nginx.conf", ROOT / ".env.example"]
    return frozenset(
        word for file in files for word in re.findall(r"[\w-]+", file.read_text(encoding="utf-8", errors="ignore"))
    ) | {part for name in tracked() for part in re.findall(r"[\w-]+", name)}


@cache
def texts_of_the_code() -> frozenset[str]:
    return frozenset(text for path in sources() for text in re.findall(r'"([\w.]+)"', path.read_text(encoding="utf-8")))


def is_a_word(name: str) -> bool:
    """What begins with an underscore is the end of a word, what ends with capitals is the beginning of one."""
    if name.startswith("_"):
        return any(word.endswith(name) for word in words_of_the_code())
    begun = re.fullmatch(r"([a-z]+)[A-Z]{2,}", name)
    return any(word.startswith(begun[1]) for word in words_of_the_code()) if begun else name in words_of_the_code()


def is_there(path: str) -> bool:
    """A path of the repository, or the end of one, as people shorten them."""
    pattern = ANY.sub("*", path.rstrip("/"))
    if "*" not in pattern:
        return pattern in tracked() or any(name.endswith(f"/{pattern}") for name in tracked())
    return any(PurePosixPath(name).match(pattern) for name in tracked())


def exists(dotted: str) -> bool:
    """A module, something in one, a permission, or a text such as a verb of the log."""
    if rules.perm_exists(dotted) or dotted in texts_of_the_code():
        return True
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        module = ".".join(parts[:length])
        try:
            if find_spec(module) is None:
                continue
        except ModuleNotFoundError:
            continue
        if length == len(parts):
            return True
        found: object = import_module(module)
        for name in parts[length:]:
            found = getattr(found, name, None)
        return found is not None
    return False


def flags_of(command: str) -> set[str]:
    app = get_commands()[command]
    made = load_command_class(app, command) if isinstance(app, str) else app
    return {flag for action in made.create_parser("manage.py", command)._actions for flag in action.option_strings}


@EACH
def test_a_link_leads_somewhere(document):
    leading = [target.partition("#")[0] for target in LINK.findall(prose(document)) if "://" not in target]

    assert [target for target in leading if target and not (document.parent / target).exists()] == []


@EACH
def test_a_path_that_is_named_is_there(document):
    named = [span for span in spans(document) if PATH.fullmatch(span) and not span.startswith((*MADE, "BKKPLAN_DATA"))]

    assert [path for path in named if not is_there(path)] == []


@EACH
def test_a_module_that_is_named_is_there(document):
    assert [name for name in spans(document) if MODULE.fullmatch(name) and not exists(name)] == []


@EACH
def test_a_name_stands_in_the_code(document):
    """Weaker than a path: a function, a setting or a class by its bare name may stand anywhere."""
    named = {span.strip("@").removesuffix("()") for span in spans(document)}
    missing = [
        name
        for name in sorted(named)
        if NAME.fullmatch(name) and re.search("[a-zA-Z]{2}", name) and name not in OTHERS
        if not PATH.fullmatch(name) and not all(map(is_a_word, name.split(".")))
    ]

    assert missing == []


@EACH
def test_an_address_of_the_portal_is_answered(document):
    missing = []
    for span in spans(document):
        if re.fullmatch(r"/(work|data|admin)/[\w./-]*", span):
            try:
                resolve(span)
            except Resolver404:
                missing.append(span)

    assert missing == []


@EACH
def test_a_command_can_be_typed(document):
    lines = [*spans(document), *(line.strip() for text in fenced(document, "sh") for line in text.splitlines())]
    wrong = []
    for line in (line.partition(" #")[0] for line in lines):
        if found := COMMAND.search(line):
            command, rest = found.groups()
            if command not in get_commands():
                wrong.append(line)
            else:
                wrong += [f"{command} {flag}" for flag in FLAG.findall(rest) if flag not in flags_of(command)]
        elif found := SCRIPT.match(line):
            script, rest = found.groups()
            text = (ROOT / script).read_text(encoding="utf-8") if (ROOT / script).exists() else ""
            if not text:
                wrong.append(line)
            wrong += [f"{script} {flag}" for flag in FLAG.findall(rest) if flag not in text]
        elif found := re.match(r"(?:\.venv/bin/)?python -m (tests[\w.]*|bkkplan[\w.]*)", line):
            wrong += [] if exists(found[1]) else [line]

    assert wrong == []


@EACH
def test_what_is_quoted_is_what_the_code_says(document):
    changed = []
    for text in fenced(document, "python"):
        first, _, quoted = text.partition("\n")
        source = (ROOT / first.removeprefix("# ")).read_text(encoding="utf-8")
        at = 0
        for part in quoted.strip("\n").split("\n…\n"):
            found = source.find(part.strip("\n"), at)
            if found < 0:
                changed.append(f"{first}: {part.strip().splitlines()[0]}")
            at = max(found, at)

    assert changed == []


def test_every_app_and_room_is_on_the_map():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    folders = {config.name.replace(".", "/") for config in our_apps() if "tests" not in config.name}
    [rooms] = re.findall(r'id = "rooms".*?\nlayers = \[(.*?)\]', (ROOT / "pyproject.toml").read_text(), re.DOTALL)

    assert sorted(folder for folder in folders if f"`{folder}/`" not in text and f"`{folder}`" not in text) == []
    assert sorted(room for room in re.findall(r"\((\w+)\)", rooms) if f"`{room}`" not in text) == []


def cited() -> Iterator[tuple[str, str]]:
    for name in sorted(tracked()):
        path = ROOT / name
        if path.is_dir() or path.suffix in {".md", ".lock", ".png", ".svg", ".po"} or name == "package-lock.json":
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        if path != Path(__file__):
            yield name, text


def test_nothing_cites_a_document_that_is_not_here():
    missing = [
        f"{name}: {document}"
        for name, text in cited()
        for document in re.findall(r"[\w/-]*\w\.md\b", text)
        if not is_there(document)
    ]

    assert missing == []


def test_nothing_cites_a_rule_by_the_number_of_another_place():
    numbered = re.compile(r"\b(?:DESIGN|STYLE|DOMAIN|LOOK)(?:\.md)?(?: rule)? \d|\b(?:DESIGN|STYLE|DOMAIN)\.md\b")

    assert [f"{name}: {found[0]}" for name, text in cited() if (found := numbered.search(text))] == []
