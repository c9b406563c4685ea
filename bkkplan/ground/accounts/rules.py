"""Who may, as sentences. Higher floors build theirs out of ``holds``."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

import rules

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.core.people import Person


def holds(*roles: Role, district: str = "district_id") -> rules.Predicate:
    """True for a person who holds one of the roles today, in the city or in the object's district.

    ``district`` is the path from the object to the id of its district (``"community.district_id"``).
    Without an object a role in any place will do: that answers "may this person ever …?" for menus.
    """
    place: Callable[[Any], int | None] = attrgetter(district)

    def predicate(user: Person, obj: Any = None) -> bool:
        if not user.is_authenticated:
            return False
        mine = [a for a in user.held_assignments if a.role in roles]
        if obj is None or any(a.district_id is None for a in mine):
            return bool(mine)
        return bool(mine) and place(obj) in {a.district_id for a in mine}

    return rules.Predicate(predicate, name=f"holds({', '.join(roles)})")


is_administrator = holds(Role.ADMINISTRATOR)

rules.add_perm("accounts.manage_people", is_administrator)
rules.add_perm("accounts.view_audit", is_administrator)
# What is held about anyone, forgetting a person, and lists of destruction; one's own data are everyone's to see.
rules.add_perm("accounts.look_after_personal_data", is_administrator)
# An administrator invites staff; a director the officers of the district (obj: a District).
rules.add_perm("accounts.invite_officer", is_administrator | holds(Role.DISTRICT_DIRECTOR, district="pk"))
