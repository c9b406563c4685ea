"""Who may do what with communities, their committees and their plans. The actions say when."""

from collections.abc import Callable, Iterable
from operator import attrgetter

import rules
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.enums import STAFF_ROLES, Duty, Role
from bkkplan.ground.accounts.permissions import Holding, holds, on_duty, sources_of_holdings
from bkkplan.ground.core.people import Person, hands_of, tell_why
from bkkplan.ground.core.questions.asking import asked_once
from communities.models import OfficeWriter, Plan, PlanAssistant
from communities.models.committee import (
    communities_helped,
    communities_written,
    helps_not_ended,
    seats_held,
    seats_not_ended,
)

ONLY_HELPS = gettext_lazy("ท่านเป็นผู้ช่วยบันทึกข้อมูล เขียนแผนได้แต่ส่งไม่ได้ ผู้ส่งคือกรรมการชุมชน หน้าแผนบอกชื่อไว้")


def sits_on_committee(community: str = "community_id", *, but_helps: object = "") -> rules.Predicate:
    """True for a person with a seat today on the committee of the object's community.

    ``community`` is the path from the object to the community's id. Without an object any seat will do. ``but_helps``
    tells an assistant of the committee why they may not.
    """
    place: Callable[[object], int] = attrgetter(community)

    def predicate(user: Person, obj: object = None) -> bool:
        seats = seats_held(user)
        if obj is None or place(obj) in seats:
            return bool(seats)
        if but_helps and place(obj) in communities_helped(user):
            tell_why(str(but_helps))
        return False

    return rules.Predicate(predicate, name="sits_on_committee")


def helps_to_write(community: str = "community_id") -> rules.Predicate:
    """True for an assistant of the committee of the object's community, who writes its plan and decides nothing."""
    place: Callable[[object], int] = attrgetter(community)

    def predicate(user: Person, obj: object = None) -> bool:
        helped = communities_helped(user)
        return bool(helped) if obj is None else place(obj) in helped

    return rules.Predicate(predicate, name="helps_to_write")


@rules.predicate
def is_confirmed(user: Person, plan: Plan | None = None) -> bool:
    return plan is not None and plan.revisions.confirmed().exists()


def acts_for_the_committee(user: Person, community: int) -> bool:
    """Whether what the person writes in the plan of a community (its id) is written in the committee's place.

    An assistant of the committee writes on its side, as its members do.
    """
    return community not in communities_written(user)


@rules.predicate
def is_entered_from_paper(user: Person, plan: Plan | None = None) -> bool:
    if plan is None or plan.from_paper_at is not None:
        return True
    tell_why(_("คณะกรรมการชุมชนเขียนแผนนี้เอง สิ่งที่ท่านพิมพ์ไว้ยังอยู่ในเครื่องนี้ ถ้าต้องบันทึกแทน ให้กด “บันทึกแทนคณะกรรมการ” ในหน้าแผน"))
    return False


@rules.predicate
def did_not_enter_it(user: Person, plan: Plan | None = None) -> bool:
    """Four eyes: False for whoever wrote in the plan, or submitted it, in the committee's place.

    So it is for whoever was an assistant of the committee since the plan was begun.
    """
    if plan is None:
        return True
    is_writer, is_assistant = _had_a_hand_in(plan.pk, hands_of(user))
    if is_writer:
        tell_why(_("ท่านบันทึกแผนนี้แทนคณะกรรมการชุมชน จึงตรวจหรือรับรองเองไม่ได้ ให้เจ้าหน้าที่คนอื่นของเขตตรวจ"))
    elif is_assistant:
        tell_why(_("ท่านเคยเป็นผู้ช่วยบันทึกข้อมูลของแผนนี้ จึงตรวจหรือรับรองเองไม่ได้ ให้เจ้าหน้าที่คนอื่นของเขตตรวจ"))
    return not (is_writer or is_assistant)


@asked_once
def _had_a_hand_in(plan: int, hands: frozenset[int]) -> tuple[bool, bool]:
    """Whether one of these people wrote in the plan for the office; and whether one was the committee's assistant."""
    wrote = OfficeWriter.objects.filter(Q(by__in=hands) | Q(through__in=hands), revision__plan=OuterRef("pk"))
    helped = PlanAssistant.objects.of_the_outer_plan().filter(user__in=hands)
    plans = Plan.objects.annotate(begun_on=TruncDate("created_at"))
    is_writer, is_assistant = plans.values_list(Exists(wrote), Exists(helped)).get(pk=plan)
    return is_writer, is_assistant


@rules.predicate
def is_logged_in(user: Person) -> bool:
    return user.is_authenticated


keeps_the_register = holds(Role.SOCIAL_DEVELOPMENT, Role.ADMINISTRATOR)

# Object: a Plan.
checks_its_plans = on_duty(Duty.PLANS, district="community.district_id")
# Its members, and the assistants whom they named.
writes_for_the_committee = sits_on_committee() | helps_to_write()
knows_its_work = holds(*STAFF_ROLES, district="community.district_id", year="fiscal_year")
rules.add_perm("communities.view_plan", knows_its_work | writes_for_the_committee | is_confirmed)
# The office writes and submits what the committee brings on paper, and then another person of the office checks it.
enters_it = checks_its_plans & is_entered_from_paper
rules.add_perm("communities.write_plan", writes_for_the_committee | enters_it)
rules.add_perm("communities.submit_plan", sits_on_committee(but_helps=ONLY_HELPS) | enters_it)
rules.add_perm("communities.enter_plan", checks_its_plans)
rules.add_perm("communities.take_over_plan", sits_on_committee())
rules.add_perm("communities.return_plan", checks_its_plans & did_not_enter_it)
rules.add_perm("communities.confirm_plan", checks_its_plans & did_not_enter_it)
rules.add_perm("communities.comment_on_plan", writes_for_the_committee | checks_its_plans)
rules.add_perm("communities.record_adoption", checks_its_plans)
# The scanned record of a meeting, and the same once its use in daily work is over.
rules.add_perm("communities.open_record", knows_its_work | sits_on_committee())
opens_kept_records = holds(
    Role.DISTRICT_DIRECTOR, Role.ADMINISTRATOR, Role.AUDITOR, district="community.district_id", year="fiscal_year"
)
rules.add_perm("communities.open_kept_record", opens_kept_records)

# Object: a Community.
rules.add_perm("communities.begin_plan", sits_on_committee("pk") | helps_to_write("pk") | on_duty(Duty.PLANS))
rules.add_perm("communities.view_committee", holds(*STAFF_ROLES) | sits_on_committee("pk"))
rules.add_perm("communities.manage_committee", holds(Role.SOCIAL_DEVELOPMENT) | on_duty(Duty.COMMITTEES))
rules.add_perm("communities.invite_member", on_duty(Duty.COMMITTEES))
rules.add_perm("communities.name_assistant", sits_on_committee("pk"))
# Ending it, and a new link for an assistant who never came in: the office also does it, as for the members.
rules.add_perm("communities.look_after_assistant", sits_on_committee("pk") | on_duty(Duty.COMMITTEES))


def seats_of(person: Person) -> Iterable[Holding]:
    """The person's seats, later ones included, each with the permission that giving it needs."""
    for seat in seats_not_ended(person).select_related("committee__community"):
        yield "communities.invite_member", seat.committee.community


def helps_of(person: Person) -> Iterable[Holding]:
    """For which committees the person writes, each with the permission that a link into such an account needs."""
    for help_ in helps_not_ended(person).select_related("committee__community"):
        yield "communities.look_after_assistant", help_.committee.community


sources_of_holdings.extend((seats_of, helps_of))

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
