from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Self

from budget.enums import Part
from budget.models.action_plan import ActionPlanItem, ItemChange
from budget.models.strategy import StrategyNode


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
    starts_in: int | None = None
    ends_in: int | None = None
    responsible: str = ""
    strategy: StrategyNode | None = None
    note: str = ""

    @classmethod
    def of(
        cls, item: ActionPlanItem, change: ItemChange | None = None, *, nodes: Mapping[int, StrategyNode] | None = None
    ) -> Self:
        """The item's words as they are stored; with ``change``, as the amendment would have them.

        ``nodes`` are all strategy nodes by id: whoever reads many items hands them in, so that a change of strategy
        asks the database nothing. Raises StrategyNode.DoesNotExist, or KeyError with ``nodes``, for an unknown node.
        """
        values = {name: getattr(item, name) for name in WORDS}
        for name, stored in (change.after if change else {}).items():
            value = item._meta.get_field(name).to_python(stored)  # type: ignore[union-attr]
            if name == "strategy" and value is not None:
                value = StrategyNode.objects.get(pk=value) if nodes is None else nodes[value]
            values[name] = value
        return cls(**values)

    def values(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in WORDS}

    def write_to(self, item: ActionPlanItem) -> None:
        """Set the item's fields to these words. Nothing is saved."""
        for name, value in self.values().items():
            setattr(item, name, value)


WORDS = tuple(field.name for field in fields(ItemWords))
