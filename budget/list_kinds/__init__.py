"""What comes in as lists here: a district's money, its finance section's register, and items of its action plan."""

from bkkplan.ground.lists.registry import register
from budget.list_kinds.finance_register import FinanceRegisterList
from budget.list_kinds.items import ItemList
from budget.list_kinds.money import MovementList

__all__ = ["FinanceRegisterList", "ItemList", "MovementList"]

register(ItemList())
register(MovementList())
register(FinanceRegisterList())
