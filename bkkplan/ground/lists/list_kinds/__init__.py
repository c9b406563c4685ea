"""What comes in as lists on this floor: people with their roles. `accounts`, whose rows they are, stands below."""

from bkkplan.ground.lists.list_kinds.people import PeopleList
from bkkplan.ground.lists.registry import register

__all__ = ["PeopleList"]

register(PeopleList())
