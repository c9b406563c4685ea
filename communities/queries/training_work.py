"""What waits for a person at trainings."""

from collections.abc import Collection, Iterator
from datetime import date
from itertools import chain

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.enums import Duty, Role
from bkkplan.ground.accounts.permissions import districts_on_duty
from bkkplan.ground.core.pages.todo import Todo
from bkkplan.ground.core.people import Person, holds_role
from bkkplan.ground.core.questions.together import asks_first, later
from bkkplan.ground.core.questions.written_once import written_once
from communities.enums import CourseFileKind, TrainingState
from communities.models import CourseFile, CourseInvitation, CourseSession, Trainee
from communities.models.committee import seats_held

OPEN = (TrainingState.PLANNED, TrainingState.ANNOUNCED, TrainingState.HELD)


def todos_at_trainings(user: Person, *, on: date) -> Iterator[Todo]:
    """What a person has to do about training sessions: holding them, sending trainees of a district, going there."""
    return chain.from_iterable(_asked(user, on))


def _asked(user: Person, on: date) -> list[Iterator[Todo]]:
    asked = []
    places = districts_on_duty(user, Duty.COMMITTEES)
    is_bureau = holds_role(user, Role.SOCIAL_DEVELOPMENT)
    if is_bureau or places:
        asked.append(_to_hold(places, on, is_bureau=is_bureau))
    if places:
        asked.append(_of_invited(places, on))
    if seats_held(user):
        asked.append(_of_members(user, on))
    return asked


@written_once
def _open_sessions(*, places: Collection[int], is_bureau: bool) -> QuerySet[CourseSession]:
    own = Q(course__district__in=places) | (Q(course__district=None) if is_bureau else Q(pk=None))
    return CourseSession.objects.filter(own, state__in=OPEN).select_related("course").in_order()


@asks_first
def _to_hold(places: Collection[int], on: date, *, is_bureau: bool) -> Iterator[Todo | None]:
    sessions = later(_open_sessions(places=places, is_bureau=is_bureau))
    yield None
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


@written_once
def _invited(*, places: Collection[int]) -> QuerySet[CourseInvitation]:
    """Each with the number of people who are ``named`` for it."""
    rows = CourseInvitation.objects.filter(
        district__in=places,
        session__state__in=[TrainingState.ANNOUNCED, TrainingState.HELD],
        session__course__district=None,
    )
    named = Count("trainees", filter=Q(trainees__is_invited=True))
    found = rows.annotate(named=named).select_related("session__course", "district")
    return found.order_by("session__first_on", "pk")


@asks_first
def _of_invited(places: set[int], on: date) -> Iterator[Todo | None]:
    """Of sessions that somebody else holds."""
    invitations = later(_invited(places=places))
    yield None
    for row in invitations:
        session = row.session
        if session.state == TrainingState.HELD:
            if row.recorded_at is None:
                here = reverse("communities:attendance", args=[session.pk])
                text = f"{_('บันทึกผู้เข้าอบรม')} · {session} · {row.district}"
                yield Todo.on(on, text=text, due_on=session.last_on, url=here)
        elif not session.has_begun(on) and (left := row.places - vars(row)["named"]) > 0:
            words = _("เลือกผู้เข้าอบรมอีก %(left)s คน") % {"left": left}
            here = reverse("communities:trainees", args=[session.pk, row.pk])
            yield Todo.on(on, text=f"{words} · {session} · {row.district}", due_on=session.first_on, url=here)


@asks_first
def _of_members(user: Person, on: date) -> Iterator[Todo | None]:
    named = Trainee.objects.filter(
        is_invited=True,
        member__user=user.pk,
        invitation__session__state=TrainingState.ANNOUNCED,
        invitation__session__last_on__gte=on,
    ).select_related("invitation__session__course")
    invited = later(named.order_by("invitation__session__first_on", "pk"))
    yield None
    for trainee in invited:
        session = trainee.invitation.session
        text = f"{_('เข้าอบรม')} · {session} · {session.place}"
        yield Todo.on(on, text=text, due_on=session.first_on, url=session.get_absolute_url())
