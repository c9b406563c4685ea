"""Who may do what with communities, their committees and their plans. The actions say when."""

from collections.abc import Callable, Iterable
from operator import attrgetter

import rules

from bkkplan.ground.accounts.enums import DISTRICT_ROLES, STAFF_ROLES, Role
from bkkplan.ground.accounts.permissions import Holding, holds, sources_of_holdings
from bkkplan.ground.core.people import Person
from communities.models import Plan
from communities.models.committee import seats_held, seats_not_ended


def sits_on_committee(community: str = "community_id") -> rules.Predicate:
    """True for a person with a seat today on the committee of the object's community.

    ``community`` is the path from the object to the community's id. Without an object any seat will do.
    """
    place: Callable[[object], int] = attrgetter(community)

    def predicate(user: Person, obj: object = None) -> bool:
        seats = seats_held(user)
        return bool(seats) if obj is None else place(obj) in seats

    return rules.Predicate(predicate, name="sits_on_committee")


@rules.predicate
def is_confirmed(user: Person, plan: Plan | None = None) -> bool:
    return plan is not None and plan.revisions.confirmed().exists()


@rules.predicate
def is_logged_in(user: Person) -> bool:
    return user.is_authenticated


keeps_the_register = holds(Role.SOCIAL_DEVELOPMENT, Role.ADMINISTRATOR)

# Object: a Plan.
works_in_its_district = holds(*DISTRICT_ROLES, district="community.district_id")
knows_its_work = holds(*STAFF_ROLES, district="community.district_id")
rules.add_perm("communities.view_plan", knows_its_work | sits_on_committee() | is_confirmed)
rules.add_perm("communities.write_plan", sits_on_committee())
rules.add_perm("communities.submit_plan", sits_on_committee())
rules.add_perm("communities.return_plan", works_in_its_district)
rules.add_perm("communities.confirm_plan", works_in_its_district)
rules.add_perm("communities.record_adoption", works_in_its_district)

# Object: a Community.
rules.add_perm("communities.begin_plan", sits_on_committee("pk"))
rules.add_perm("communities.view_committee", holds(*STAFF_ROLES) | sits_on_committee("pk"))
rules.add_perm("communities.manage_committee", holds(Role.SOCIAL_DEVELOPMENT, *DISTRICT_ROLES))
rules.add_perm("communities.invite_member", holds(*DISTRICT_ROLES))


def seats_of(person: Person) -> Iterable[Holding]:
    """The person's seats, later ones included, each with the permission that giving it needs."""
    for seat in seats_not_ended(person).select_related("committee__community"):
        yield "communities.invite_member", seat.committee.community


sources_of_holdings.append(seats_of)

# The register as a whole.
rules.add_perm("communities.view_register", is_logged_in)
rules.add_perm("communities.manage_register", keeps_the_register)
