"""Write the pages of docs/ that are told by the code: who may what, and what each KPI counts."""

from argparse import ArgumentParser
from typing import Any

import rules.permissions
from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import override

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.registry import Mark
from bkkplan.ground.accounts.enums import PLACES, Role
from bkkplan.ground.core.commands import PortalCommand

MADE = "<!-- written by `manage.py document`; a test compares it with the code -->\n\n"


class Command(PortalCommand):
    help = "Write docs/roles.md and docs/kpis.md from the code; with --check, fail where they differ."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 where a page is out of date")

    def handle(self, *_args: Any, check: bool, **_options: Any) -> None:
        stale = []
        with override("th"):
            pages = {"roles.md": roles(), "kpis.md": kpis()}
        for name, text in pages.items():
            path = settings.BASE_DIR / "docs" / name
            if check:
                if not path.exists() or path.read_text(encoding="utf-8") != text:
                    stale.append(name)
            else:
                path.write_text(text, encoding="utf-8")
        if stale:
            raise CommandError(f"out of date: {', '.join(stale)}; run manage.py document")


def roles() -> str:
    lines = ["# Who may do what", "", MADE.strip(), ""]
    lines += ["| role | Thai | held in |", "|---|---|---|"]
    lines += [f"| `{r.value}` | {r.label} | {' or '.join(place.value for place in PLACES[r])} |" for r in Role]
    lines += [
        "| (a current committee seat with an account) | กรรมการชุมชน | a community |",
        "",
        "A role counts in its own place only; a role of the city counts everywhere. Rights of several roles add up.",
        "",
        "| permission | who |",
        "|---|---|",
    ]
    for name, predicate in sorted(rules.permissions.permissions.items()):
        sentence = str(predicate.name).replace("|", "or").replace("&", "and").replace("~", "not ")
        lines.append(f"| `{name}` | {sentence} |")
    return "\n".join(lines) + "\n"


def kpis() -> str:
    lines = ["# What each KPI counts", "", MADE.strip(), ""]
    lines += [
        "A unit counts when something *happened* in the fiscal year and something *confirmed* it by the closing day",
        "(default 15 October). Only dated facts are read; one taken back by then does not count. See",
        "[the decision](adr/kpi-counts-the-year-of-the-act.md).",
        "",
        "Targets are a part of the year: of the city, a bureau, a group of districts or a district, for the year or a",
        "quarter. The plan's text is kept; a number in per cent, up to 100, is read out of it and compared. Words",
        "without a number, increases and upper limits are shown and never compared. A figure of a past day is compared",
        "with the target in force on that day (`bkkplan.figures.kpi.queries.targets_of`).",
        "",
        "The indicators of the city's plan are official. A supplementary one is shown apart from them, needs no target",
        "and is in no office's report.",
        "",
        "| code | version | of the plan | unit | title |",
        "|---|---|---|---|---|",
    ]
    for d in registry.all_definitions():
        of_plan = "no, supplementary" if d.is_supplementary else "yes"
        lines.append(f"| `{d.code}` | {d.version} | {of_plan} | {d.unit_name} | {d.title} |")
    lines += ["", f"Results of a unit: {', '.join(f'`{mark.value}`' for mark in Mark)}; only `counted` counts."]
    for definition in registry.all_definitions():
        about = (definition.about or "").strip()
        lines += ["", f"## {definition.code}", "", about]
    return "\n".join(lines) + "\n"
