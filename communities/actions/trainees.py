"""The people of a training: whom a district names, who came by name, and how many others."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import changes, record
from bkkplan.ground.core.models import StaleError
from bkkplan.ground.core.refusals import Kind
from communities.actions.training_notices import tell_members
from communities.actions.trainings import TooManyError, TrainingError, demand_during, locked_session
from communities.enums import TrainingState
from communities.models import CommitteeMember, CourseInvitation, Trainee
from communities.models.training import COUNTED
from communities.queries.trainings import seats_to_train


class NotInOfficeError(TrainingError):
    sentence = gettext_lazy("บางคนที่เลือกไม่ได้เป็นกรรมการชุมชนของเขตนี้ในวันแรกของการอบรม เปิดหน้านี้ใหม่แล้วเลือกอีกครั้ง")


class NotInvitedError(TrainingError):
    kind = Kind.WRONG_INPUT
    sentence = gettext_lazy("เขตนี้ไม่ได้รับเชิญในรุ่นนี้")


@transaction.atomic
def name_trainees(
    *, invitation_id: int, added: Collection[int], left_out: Collection[int], by: User, at: datetime
) -> CourseInvitation:
    """Put members of a district's committees, by their seats' ids, on its list for a session, and take others off.

    Raises TooManyError for more people than the district has places. What somebody else put on the list stays.
    """
    invitation = _take(invitation_id, by=by, during=[TrainingState.PLANNED, TrainingState.ANNOUNCED])
    members = _members(invitation, added)
    listed = {trainee.member_id: trainee for trainee in invitation.trainees.filter(is_invited=True)}
    new = [member for member in members if member.pk not in listed]
    gone = [listed[member] for member in left_out if member in listed]
    if (named := len(listed) + len(new) - len(gone)) > invitation.places:
        sentence = _("เลือกไว้ %(named)s คน เกินที่เชิญ %(places)s คนอยู่ %(over)s คน")
        values = {"named": named, "places": invitation.places, "over": named - invitation.places}
        raise TooManyError(sentence % values)
    if not new and not gone:
        return invitation
    for member in new:
        Trainee.objects.update_or_create(invitation=invitation, member=member, defaults={"is_invited": True})
    Trainee.objects.filter(pk__in=[trainee.pk for trainee in gone]).update(is_invited=False)
    record("communities.trainees_named", invitation, by=by, at=at, people=named, district=invitation.district.code)
    if invitation.session.state == TrainingState.ANNOUNCED:
        accounts = [member.user for member in new if member.user is not None and member.user.is_active]
        tell_members(invitation.session, accounts, by=by, at=at)
    return invitation


@transaction.atomic
def record_attendance(
    *,
    invitation_id: int,
    came: Collection[int],
    counts: Mapping[str, int | None],
    seen: int,
    by: User,
    at: datetime,
) -> CourseInvitation:
    """Save who of a district's list came, by the trainees' ids, and how many others: the fields of COUNTED.

    More people than seats are kept: they came. Raises StaleError if the row is no longer at version ``seen``.
    """
    invitation = _take(invitation_id, by=by, during=[TrainingState.HELD])
    was = attendance_of(invitation)
    on_list = {trainee.pk: trainee for trainee in invitation.trainees.all()}
    attended = sorted(on_list[pk].member_id for pk in came if pk in on_list)
    numbers = {name: counts.get(name) or 0 for name in COUNTED}
    after = {"came": attended, **numbers}
    if was == after and invitation.recorded_at is not None:
        return invitation
    if seen != invitation.version:
        raise StaleError(mine=CourseInvitation(pk=invitation.pk, version=seen, **numbers), theirs=invitation)
    for name, value in numbers.items():
        setattr(invitation, name, value)
    for trainee in on_list.values():
        trainee.has_attended = trainee.pk in came
    Trainee.objects.bulk_update(on_list.values(), ["has_attended"])
    _sign(invitation, was, after, by=by, at=at, fields=COUNTED)
    return invitation


@transaction.atomic
def record_names(*, session_id: int, members: Collection[int], by: User, at: datetime) -> int:
    """Record that these members came, by their seats' ids, whether they were named before or not; return how many.

    Raises NotInvitedError for members of a district that is not invited. All are kept, or none.
    """
    session = locked_session(session_id)
    demand_during(session, [TrainingState.HELD])
    by_district: dict[int, set[int]] = {}
    seats = CommitteeMember.objects.filter(pk__in=members)
    for pk, district in seats.values_list("pk", "committee__community__district"):
        by_district.setdefault(district, set()).add(pk)
    invitations = {row.district_id: row for row in session.invitations.select_related("district")}
    if by_district.keys() - invitations.keys():
        raise NotInvitedError
    for district, people in sorted(by_district.items()):
        invitation = invitations[district]
        invitation.session = session
        if not by.has_perm("communities.bring_trainees", invitation):
            raise PermissionDenied
        was = attendance_of(invitation)
        for member in _members(invitation, people):
            Trainee.objects.update_or_create(invitation=invitation, member=member, defaults={"has_attended": True})
        if (after := attendance_of(invitation)) != was or invitation.recorded_at is None:
            _sign(invitation, was, after, by=by, at=at)
    return sum(map(len, by_district.values()))


def attendance_of(invitation: CourseInvitation) -> dict[str, object]:
    """Who came, by the seats' ids, and how many others."""
    came = invitation.trainees.filter(has_attended=True).order_by("member").values_list("member", flat=True)
    return {"came": list(came), **{name: getattr(invitation, name) for name in COUNTED}}


def _take(invitation_id: int, *, by: User, during: Collection[str]) -> CourseInvitation:
    """The invitation with its session locked, after the right and the moment are checked."""
    session = locked_session(CourseInvitation.objects.values_list("session", flat=True).get(pk=invitation_id))
    invitation = session.invitations.select_related("district").get(pk=invitation_id)
    invitation.session = session
    if not by.has_perm("communities.bring_trainees", invitation):
        raise PermissionDenied
    demand_during(session, during)
    return invitation


def _members(invitation: CourseInvitation, members: Collection[int]) -> list[CommitteeMember]:
    seats = seats_to_train(invitation.district_id, on=invitation.session.first_on).filter(pk__in=members)
    found = list(seats.select_related("user"))
    if len(found) != len(set(members)):
        raise NotInOfficeError
    return found


def _sign(
    invitation: CourseInvitation,
    was: Mapping[str, object],
    after: Mapping[str, object],
    *,
    by: User,
    at: datetime,
    fields: Iterable[str] = (),
) -> None:
    invitation.recorded_at, invitation.recorded_by = at, by
    invitation.save_over(invitation.version, update_fields=[*fields, "recorded_at", "recorded_by"])
    changed, district = changes(was, after), invitation.district.code
    record("communities.attendance_recorded", invitation, by=by, at=at, **changed, district=district)
