"""Who may do what with communities, their committees and their plans. The actions say when."""

from collections.abc import Callable, Iterable
from operator import attrgetter

import rules

from bkkplan.ground.accounts.enums import STAFF_ROLES, Duty, Role
from bkkplan.ground.accounts.permissions import Holding, holds, on_duty, sources_of_holdings
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
checks_its_plans = on_duty(Duty.PLANS, district="community.district_id")
knows_its_work = holds(*STAFF_ROLES, district="community.district_id", year="fiscal_year")
rules.add_perm("communities.view_plan", knows_its_work | sits_on_committee() | is_confirmed)
rules.add_perm("communities.write_plan", sits_on_committee())
rules.add_perm("communities.submit_plan", sits_on_committee())
rules.add_perm("communities.return_plan", checks_its_plans)
rules.add_perm("communities.confirm_plan", checks_its_plans)
rules.add_perm("communities.record_adoption", checks_its_plans)

# Object: a Community.
rules.add_perm("communities.begin_plan", sits_on_committee("pk"))
rules.add_perm("communities.view_committee", holds(*STAFF_ROLES) | sits_on_committee("pk"))
rules.add_perm("communities.manage_committee", holds(Role.SOCIAL_DEVELOPMENT) | on_duty(Duty.COMMITTEES))
rules.add_perm("communities.invite_member", on_duty(Duty.COMMITTEES))


def seats_of(person: Person) -> Iterable[Holding]:
    """The person's seats, later ones included, each with the permission that giving it needs."""
    for seat in seats_not_ended(person).select_related("committee__community"):
        yield "communities.invite_member", seat.committee.community


sources_of_holdings.append(seats_of)

# The register as a whole.
rules.add_perm("communities.view_register", is_logged_in)
rules.add_perm("communities.manage_register", keeps_the_register)

# Trainings. A course without a district is the bureau's.
is_of_the_bureau = holds(Role.SOCIAL_DEVELOPMENT)


def of_the_bureau(district: str) -> rules.Predicate:
    """True where no district holds the object's course; ``district`` is the path from the object to that district."""
    place: Callable[[object], int | None] = attrgetter(district)
    return rules.Predicate(lambda user, obj=None: obj is None or place(obj) is None, name="of_the_bureau")


def holds_the_training(district: str) -> rules.Predicate:
    return (is_of_the_bureau & of_the_bureau(district)) | on_duty(Duty.COMMITTEES, district=district)


rules.add_perm("communities.view_trainings", holds(*STAFF_ROLES))
rules.add_perm("communities.add_course", is_of_the_bureau | on_duty(Duty.COMMITTEES))
rules.add_perm("communities.manage_course", holds_the_training("district_id"))
# Object: a CourseSession.
rules.add_perm("communities.manage_training", holds_the_training("course.district_id"))
# Object: a CourseInvitation, that is one district's people at a session.
rules.add_perm(
    "communities.bring_trainees",
    (is_of_the_bureau & of_the_bureau("session.course.district_id")) | on_duty(Duty.COMMITTEES),
)
# Object: a District.
rules.add_perm("communities.view_untrained", holds(*STAFF_ROLES, district="pk"))
