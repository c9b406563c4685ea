from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Self

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bkkplan.ground.accounts.models import Section
from bkkplan.ground.core.fiscal import place_in_year
from budget.enums import Part
from budget.models.action_plan import ActionPlanItem, ItemChange, who_is_in_charge
from budget.models.check import granted_of
from budget.models.naming import MoneyCategory
from budget.models.trees import StrategyNode
from communities.enums import ProjectKind
from communities.models import PlanProject
from forums.models import Proposal

# The words that are rows of their own, and, by the word and the row's id, the rows that changes name.
ROWS: Mapping[str, QuerySet[Any]] = {
    "section": Section.objects.select_related("merged_into"),
    "strategy": StrategyNode.objects.select_related("tree"),
    "category": MoneyCategory.objects.all(),
}
Named = Mapping[str, Mapping[int, Model]]


def named_in(changes: Iterable[ItemChange]) -> Named:
    """The sections, strategies and categories that these changes name: by field, then by id. For `ItemWords.of`."""
    changes = list(changes)
    ids = {name: {change.after[name] for change in changes if change.after.get(name)} for name in ROWS}
    return {name: rows.in_bulk(ids[name]) if ids[name] else {} for name, rows in ROWS.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemWords:
    """What officers type in one line of an action plan, each value under the name of the item's field.

    The one list of these fields. Progress, money, community projects and the line's place are no part of it.
    """

    title: str
    part: str = Part.STRATEGIC
    objective: str = ""
    target: str = ""
    indicator: str = ""
    planned_amount: Decimal | None = None
    money_source: str = ""
    category: MoneyCategory | None = None
    starts_in: int | None = None
    ends_in: int | None = None
    section: Section | None = None
    responsible: str = ""
    strategy: StrategyNode | None = None
    note: str = ""
    external_code: str = ""

    @classmethod
    def of(
        cls,
        item: ActionPlanItem,
        change: ItemChange | None = None,
        *,
        named: Named | None = None,
    ) -> Self:
        """The item's words as they are stored; with ``change``, as the amendment would have them.

        ``named`` are the rows that changes name: whoever reads many items hands them in, so that a change asks the
        database nothing. Raises DoesNotExist, or KeyError with ``named``, for a row that is not there.
        """
        values = {name: getattr(item, name) for name in WORDS}
        for name, stored in (change.after if change else {}).items():
            value = item._meta.get_field(name).to_python(stored)  # type: ignore[union-attr]
            if name in ROWS and value is not None:
                value = ROWS[name].get(pk=value) if named is None else named[name][value]
            values[name] = value
        return cls(**values)

    @classmethod
    def of_projects(
        cls, projects: Sequence[PlanProject], *, title: str = "", shares: Mapping[int, Decimal | None] | None = None
    ) -> Self:
        """The words of an item that carries these community projects, out of their ten items and their checks.

        ``title`` replaces the title of the first. ``shares`` are the amounts that go in, by the project's id; without
        them, all that their checks let in. The months reach from the first of a project to the last of another.
        """
        first = projects[0]
        if not title:
            title = first.title
            if more := len(projects) - 1:
                title += ngettext(" และอีก %(count)s โครงการ", " และอีก %(count)s โครงการ", more) % {"count": more}
        communities = sorted({str(p.revision.plan.community) for p in projects})
        given = {p.pk: granted_of(p, p.check_result) for p in projects} if shares is None else shares
        starts_in, ends_in = _months_of(projects)
        note = [_("จากแผนพัฒนา%(communities)s") % {"communities": ", ".join(communities)}]
        if places := _joined((p.place for p in projects), by=", "):
            note.append(_("สถานที่: %(places)s") % {"places": places})
        return cls(
            title=title[:300],
            objective=_joined(p.objectives for p in projects),
            target=_joined(p.target for p in projects),
            planned_amount=sum((given[p.pk] or Decimal(0) for p in projects), Decimal(0)) or None,
            starts_in=starts_in,
            ends_in=ends_in,
            responsible=_joined((_with(p) for p in projects), by=", ")[:200],
            strategy=next((p.check_result.strategy for p in projects if p.check_result.strategy_id), None),
            note="\n".join(note),
        )

    @classmethod
    def of_proposal(cls, proposal: Proposal, *, amount: Decimal | None, strategy: StrategyNode | None) -> Self:
        """The words of an item that answers a proposal."""
        return cls(
            title=proposal.title,
            objective=proposal.detail,
            target=proposal.place,
            planned_amount=amount,
            strategy=strategy,
            note=_("จากข้อเสนอใน%(forum)s") % {"forum": proposal.forum},
        )

    @property
    def in_charge(self) -> str:
        return who_is_in_charge(self.section, self.responsible)

    def values(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in WORDS}

    def write_to(self, item: ActionPlanItem) -> None:
        """Set the item's fields to these words. Nothing is saved."""
        for name, value in self.values().items():
            setattr(item, name, value)


WORDS = tuple(field.name for field in fields(ItemWords))


def _joined(texts: Iterable[str], *, by: str = "\n") -> str:
    """The texts that say something, each once, a line for each."""
    return by.join(dict.fromkeys(text for text in texts if text))


def _with(project: PlanProject) -> str:
    """Who does it beside the district: the community, where the project says that they do it together."""
    return str(project.revision.plan.community) if project.kind == ProjectKind.JOINT else ""


def _months_of(projects: Iterable[PlanProject]) -> tuple[int | None, int | None]:
    """The first and the last month of all these projects; of one without them, those of its work plan."""
    months = []
    for project in projects:
        asked = [month for month in (project.starts_in, project.ends_in) if month]
        months += asked or [month for step in project.work_plan for month in step.get("months", ())]
    in_order = sorted(months, key=place_in_year)
    return (in_order[0], in_order[-1]) if in_order else (None, None)
