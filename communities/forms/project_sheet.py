"""The ten items of a project with its lines and months as one sheet: read, checked and saved together."""

import re
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any
from uuid import UUID

from bkkplan.ground.core.forms.portal import PortalForm
from bkkplan.ground.core.pages.autosave import texts_of
from communities.actions.writing import ProjectMoneyLine, ProjectWords
from communities.enums import ProjectItem
from communities.forms.writing import LINE, MOST_ROWS, ActivityForm, LineForm, ProjectForm
from communities.models import BudgetLine, PlanArea, PlanProblem, PlanProject, PlanTemplate


class ProjectSheet:
    """A project as one page: its form, its money lines and its work plan, which are saved together.

    The names of the fields are those of the three forms; a line keeps its number while the page is open. With
    ``only_required`` it has the areas and the items that must be written before the plan is submitted; what else the
    project says stays as it is.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        project: PlanProject | None,
        areas: Iterable[PlanArea],
        problems: Iterable[PlanProblem],
        template: PlanTemplate,
        blanks: int = 2,
        only_required: bool = False,
    ) -> None:
        asks = template.requires if only_required else template.asks
        self.items = frozenset(item for item in ProjectItem if asks(item))
        self.is_whole = not only_required
        self.places: dict[str, Any] = {
            "areas": list(areas),
            "problems": list(problems),
            "items": self.items,
            "is_whole": self.is_whole,
        }
        self.project, self.template = project, template
        if data is None:
            lines = _lines_of(project)
            plan = list(project.work_plan) if project else []
            self.form = ProjectForm(initial=_initial(project), auto_id=f"{self.before}id_%s", **self.places)
            self.lines = [LineForm.of(line, prefix=f"line-{n}") for n, line in _numbered(lines, blanks)]
            self.activities = [ActivityForm.of(row, prefix=f"act-{n}") for n, row in _numbered(plan, blanks)]
        else:
            self.form = ProjectForm(data, auto_id=f"{self.before}id_%s", **self.places)
            self.lines = [LineForm(data, prefix=f"line-{n}") for n in _numbers(data, "line")]
            self.activities = [ActivityForm(data, prefix=f"act-{n}") for n in _numbers(data, "act")]

    @property
    def before(self) -> str:
        """What stands before the ids of the elements, so that several projects stand on one page."""
        return "" if self.is_whole or not self.project else f"project-{self.project.uuid}-"

    @property
    def parts(self) -> list[PortalForm]:
        return [self.form, *self.lines, *self.activities]

    def is_valid(self) -> bool:
        return not self.errors  # every part is asked, so that all errors are shown at once

    @property
    def errors(self) -> dict[str, str]:
        return {
            part.add_prefix(name): " ".join(map(str, found))
            for part in self.parts
            for name, found in part.errors.items()
        }

    @property
    def words(self) -> ProjectWords:
        data = {name: value for name, value in self.form.cleaned_data.items() if not name.startswith("area_")}
        if self.is_whole:
            data["problem"] = UUID(data["problem"]) if data["problem"] else None
        work_plan: Sequence[dict[str, Any]] = [part.planned for part in self.activities if part.planned]
        if ProjectItem.WORK_PLAN not in self.items:
            work_plan = self.project.work_plan if self.project else ()
        lines = [part.line for part in self.lines if part.line]
        if ProjectItem.MONEY not in self.items:
            lines = [
                ProjectMoneyLine(**{name: getattr(line, name) for name in LINE}) for line in _lines_of(self.project)
            ]
        return ProjectWords(
            **self._kept | data,
            areas=[area.code for area in self.form.areas if self.form.cleaned_data[f"area_{area.code}"]],
            lines=lines,
            work_plan=work_plan,
        )

    @property
    def _kept(self) -> dict[str, Any]:
        """What the project says in fields that the form does not have."""
        if not self.project:
            return {}
        kept = {name: getattr(self.project, name) for name in ProjectForm.base_fields if name not in self.form.fields}
        if "problem" in kept:
            kept["problem"] = self.project.problem.uuid if self.project.problem else None
        return kept

    @property
    def numbers_required(self) -> str:
        """The places on the form of the items that must be written before the plan is submitted: “1, 2, 3, 7”."""
        places = (place for place, item in enumerate(ProjectItem, 1) if self.template.requires(item))
        return ", ".join(map(str, places))

    @property
    def asked(self) -> dict[str, bool]:
        """By the code of an item: whether the sheet has it."""
        return {item.value: item in self.items for item in ProjectItem}

    @property
    def texts(self) -> dict[str, str]:
        """The texts of all fields by their names.

        Without data they are the saved ones; with valid data, as they were understood.
        """
        texts: dict[str, str] = {}
        for part in self.parts:
            shown = part
            if part.is_bound:
                given: dict[str, Any] = {"initial": part.cleaned_data, "prefix": part.prefix}
                shown = type(part)(**given, **self.places) if part is self.form else type(part)(**given)
            texts |= {part.add_prefix(name): text for name, text in texts_of(shown).items()}
        return texts


def _lines_of(project: PlanProject | None) -> list[BudgetLine]:
    return sorted(project.budget_lines.all(), key=attrgetter("position")) if project else []


def _initial(project: PlanProject | None) -> dict[str, Any]:
    if project is None:
        return {}
    names = [name for name in ProjectForm.base_fields if name != "problem"]
    return {
        **{name: getattr(project, name) for name in names},
        "problem": str(project.problem.uuid) if project.problem else "",
        **{f"area_{area.code}": True for area in project.areas.all()},
    }


def _numbered(rows: list[Any], blanks: int) -> Iterable[tuple[int, Any]]:
    return enumerate([*rows, *[None] * blanks])


def _numbers(data: Mapping[str, Any], word: str) -> list[int]:
    """The numbers of the rows that a page sent, in its order."""
    found = {int(match[1]) for name in data if (match := re.match(rf"{word}-([0-9]{{1,3}})-", name))}
    return sorted(found)[:MOST_ROWS]
