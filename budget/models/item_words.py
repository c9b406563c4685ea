from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budget.enums import Part
from budget.models.action_plan import ActionPlanItem, ItemChange
from budget.models.naming import MoneyCategory
from budget.models.trees import StrategyNode
from communities.models import PlanProject


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
        nodes: Mapping[int, StrategyNode] | None = None,
        categories: Mapping[int, MoneyCategory] | None = None,
    ) -> Self:
        """The item's words as they are stored; with ``change``, as the amendment would have them.

        ``nodes`` are the nodes that changes name, and ``categories`` all categories, by id: whoever reads many items
        hands them in, so that a change of them asks the database nothing. Raises StrategyNode.DoesNotExist, or KeyError
        with ``nodes``, for an unknown node; a category in the same way.
        """
        values = {name: getattr(item, name) for name in WORDS}
        for name, stored in (change.after if change else {}).items():
            value = item._meta.get_field(name).to_python(stored)  # type: ignore[union-attr]
            if name == "strategy" and value is not None:
                value = StrategyNode.objects.get(pk=value) if nodes is None else nodes[value]
            if name == "category" and value is not None:
                value = MoneyCategory.objects.get(pk=value) if categories is None else categories[value]
            values[name] = value
        return cls(**values)

    @classmethod
    def of_projects(cls, projects: Sequence[PlanProject], *, title: str = "") -> Self:
        """The words of an item that carries these community projects; ``title`` replaces the title of the first."""
        first, is_alone = projects[0], len(projects) == 1
        if not title:
            title = first.title
            if more := len(projects) - 1:
                title += ngettext(" และอีก %(count)s โครงการ", " และอีก %(count)s โครงการ", more) % {"count": more}
        communities = sorted({str(p.revision.plan.community) for p in projects})
        return cls(
            title=title[:300],
            objective=_joined(p.objectives for p in projects),
            target=_joined(p.target for p in projects),
            planned_amount=sum((p.amount for p in projects), Decimal(0)) or None,
            starts_in=first.starts_in if is_alone else None,
            ends_in=first.ends_in if is_alone else None,
            strategy=next((p.check_result.strategy for p in projects if p.check_result.strategy_id), None),
            note=_("จากแผนพัฒนา%(communities)s") % {"communities": ", ".join(communities)},
        )

    def values(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in WORDS}

    def write_to(self, item: ActionPlanItem) -> None:
        """Set the item's fields to these words. Nothing is saved."""
        for name, value in self.values().items():
            setattr(item, name, value)


WORDS = tuple(field.name for field in fields(ItemWords))


def _joined(texts: Iterable[str]) -> str:
    """The texts that say something, each once, a line for each."""
    return "\n".join(dict.fromkeys(text for text in texts if text))
