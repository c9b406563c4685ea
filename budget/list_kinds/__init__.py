"""What comes in as lists here: the movements of a district's money, and the items of its action plan."""

from bkkplan.ground.lists.registry import register
from budget.list_kinds.items import ItemList
from budget.list_kinds.money import MovementList

__all__ = ["ItemList", "MovementList"]

register(ItemList())
register(MovementList())
