"""What waits for a person at trainings."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.enums import Duty, Role
from bkkplan.ground.accounts.permissions import districts_on_duty
from bkkplan.ground.core.people import Person
from bkkplan.ground.core.todo import Todo
from communities.enums import CourseFileKind, TrainingState
from communities.models import CourseFile, CourseInvitation, CourseSession, Trainee
from communities.models.committee import seats_held
from communities.queries.trainings import people_by_invitation

OPEN = (TrainingState.PLANNED, TrainingState.ANNOUNCED, TrainingState.HELD)


def todos_at_trainings(user: Person, *, on: date) -> Iterator[Todo]:
    """What a person has to do about training sessions: holding them, sending trainees of a district, going there."""
    places = districts_on_duty(user, Duty.COMMITTEES)
    is_bureau = any(held.role == Role.SOCIAL_DEVELOPMENT for held in user.held_assignments)
    if is_bureau or places:
        yield from _to_hold(
            Q(course__district__in=places) | (Q(course__district=None) if is_bureau else Q(pk=None)), on
        )
    if places:
        yield from _of_invited(places, on)
    if seats_held(user):
        yield from _of_members(user, on)


def _to_hold(own: Q, on: date) -> Iterator[Todo]:
    sessions = list(CourseSession.objects.filter(own, state__in=OPEN).select_related("course").in_order())
    held = [session.pk for session in sessions if session.state == TrainingState.HELD]
    unrecorded = CourseInvitation.objects.filter(session__in=held, recorded_at=None)
    waiting = set(unrecorded.values_list("session", flat=True)) if held else set()
    sheets = CourseFile.objects.kept().filter(session__in=held, kind=CourseFileKind.SHEET)
    signed = set(sheets.values_list("session", flat=True)) if held else set()
    for session in sessions:
        here, words, due_on = session.get_absolute_url(), "", session.last_on
        match session.state:
            case TrainingState.HELD if session.pk in waiting:
                words, here = _("บันทึกผู้เข้าอบรม"), reverse("communities:attendance", args=[session.pk])
            case TrainingState.HELD if session.pk not in signed:
                words, here = _("แนบใบลงชื่อผู้เข้าอบรม"), reverse("communities:training-upload", args=[session.pk])
            case TrainingState.HELD:
                words, here = _("สรุปผลการอบรม"), reverse("communities:training-close", args=[session.pk])
            case TrainingState.ANNOUNCED if session.has_begun(on):
                words, here = _("บันทึกว่าจัดอบรมแล้ว"), reverse("communities:training-held", args=[session.pk])
            case TrainingState.ANNOUNCED:
                words, due_on = _("จัดอบรม"), session.first_on
            case _:
                words, due_on = _("เชิญเขตและแจ้งการอบรม"), session.first_on
        yield Todo.on(on, text=f"{words} · {session}", due_on=due_on, url=here)


def _of_invited(places: set[int], on: date) -> Iterator[Todo]:
    """Of sessions that somebody else holds."""
    rows = CourseInvitation.objects.filter(
        district__in=places,
        session__state__in=[TrainingState.ANNOUNCED, TrainingState.HELD],
        session__course__district=None,
    )
    invitations = list(rows.select_related("session__course", "district").order_by("session__first_on", "pk"))
    named, _came = people_by_invitation([row.pk for row in invitations])
    for row in invitations:
        session = row.session
        if session.state == TrainingState.HELD:
            if row.recorded_at is None:
                here = reverse("communities:attendance", args=[session.pk])
                text = f"{_('บันทึกผู้เข้าอบรม')} · {session} · {row.district}"
                yield Todo.on(on, text=text, due_on=session.last_on, url=here)
        elif not session.has_begun(on) and (left := row.places - named.get(row.pk, 0)) > 0:
            words = _("เลือกผู้เข้าอบรมอีก %(left)s คน") % {"left": left}
            here = reverse("communities:trainees", args=[session.pk, row.pk])
            yield Todo.on(on, text=f"{words} · {session} · {row.district}", due_on=session.first_on, url=here)


def _of_members(user: Person, on: date) -> Iterator[Todo]:
    named = Trainee.objects.filter(
        is_invited=True,
        member__user=user.pk,
        invitation__session__state=TrainingState.ANNOUNCED,
        invitation__session__last_on__gte=on,
    ).select_related("invitation__session__course")
    for trainee in named.order_by("invitation__session__first_on", "pk"):
        session = trainee.invitation.session
        text = f"{_('เข้าอบรม')} · {session} · {session.place}"
        yield Todo.on(on, text=text, due_on=session.first_on, url=session.get_absolute_url())
