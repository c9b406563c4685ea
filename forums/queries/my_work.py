"""What waits at forums for a person, and what is late."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.enums import Duty, Role
from bkkplan.ground.accounts.permissions import districts_on_duty
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import Person, hands_of, own_districts
from bkkplan.ground.core.questions.together import asks_first, later
from bkkplan.ground.core.questions.written_once import written_once
from bkkplan.ground.routes.queries.passages import papers_under_way
from forums.enums import RESULTS_PAPER, ForumState
from forums.hearing_rule import HearingRule, HearingRules
from forums.models import Forum
from forums.queries.replies import Unanswered, unanswered_in

ANSWER_AHEAD = timedelta(days=14)  # before its day an answer is asked for
UNFINISHED = [ForumState.PLANNED, ForumState.ANNOUNCED, ForumState.OPEN, ForumState.HELD, ForumState.RECORDED]


@dataclass(frozen=True, slots=True)
class ForumTodo:
    """One thing to do at a forum. ``act`` is the thing alone, ``text`` also names the forum."""

    forum: int
    district: int
    text: str
    act: str
    due_on: date
    days_late: int  # negative: days left
    url: str
    is_waiting_for_others: bool = False
    left_from: FiscalYear | None = None  # an earlier fiscal year that left it
    decides: bool = False  # see `bkkplan.ground.core.pages.todo.Todo`

    @property
    def is_late(self) -> bool:
        return self.days_late > 0


def todos_for(user: Person, *, on: date) -> list[ForumTodo]:
    """What waits at forums for this person, the earliest due day first; empty without a role in a district."""
    return list(ask_todos(user, on=on))


@written_once
def _unfinished(*, places: Collection[int], under_way: Collection[int]) -> QuerySet[Forum]:
    forums = Forum.objects.filter(Q(state__in=UNFINISHED), district__in=places).select_related("district")
    return forums.exclude(pk__in=under_way)


@asks_first
def ask_todos(user: Person, *, on: date) -> Iterator[ForumTodo | None]:
    """What `todos_for` gives, asked together with what other subjects ask."""
    places, directs = districts_on_duty(user, Duty.FORUMS), own_districts(user, Role.DISTRICT_DIRECTOR)
    if not places:
        return
    under_way = papers_under_way(RESULTS_PAPER, places)  # these are in the queue of routes
    rules = HearingRules.read()
    unfinished = later(_unfinished(places=places, under_way=under_way))
    unanswered = unanswered_in(places, on=on, ahead=ANSWER_AHEAD)
    yield None
    found = [
        _todo(
            forum, on=on, rule=rules.of(forum.fiscal_year), directs=forum.district_id in directs, hands=hands_of(user)
        )
        for forum in unfinished
    ]
    found += _answers(list(unanswered), on=on)
    yield from sorted(found, key=lambda todo: (todo.is_waiting_for_others, todo.due_on, todo.forum))


def _answers(waiting: list[Unanswered], *, on: date) -> list[ForumTodo]:
    """One line for each forum whose proposals wait for an official answer that is due soon, or late."""
    forums = Forum.objects.select_related("district").in_bulk([one.forum for one in waiting]) if waiting else {}
    found = []
    for one in waiting:
        forum = forums[one.forum]
        year = FiscalYear(forum.fiscal_year)
        act = _("ตอบข้อเสนอที่ไม่มีชุมชนใดรับ %(n)s ข้อ") % {"n": one.count}
        page = reverse("forums:working-up", args=[year, forum.district.code])
        found.append(
            ForumTodo(
                forum=forum.pk,
                district=forum.district_id,
                text=f"{act} · {forum} · {forum.district}",
                act=act,
                due_on=one.due_on,
                days_late=(on - one.due_on).days,
                url=f"{page}?state=unanswered",
                left_from=year if year.has_ended(on) else None,
            )
        )
    return found


def _todo(forum: Forum, *, on: date, rule: HearingRule, directs: bool, hands: frozenset[int]) -> ForumTodo:
    name, page, waits = str(forum), forum.get_absolute_url(), False
    match forum.state:
        case ForumState.PLANNED:
            act, due_on = _("ประกาศ"), rule.announce_by(forum.scheduled_on)
        case ForumState.ANNOUNCED | ForumState.OPEN:
            act, due_on = _("จัดเวทีและบันทึกผล"), forum.last_on
        case ForumState.HELD:
            act, due_on = _("บันทึกและเผยแพร่ผล"), rule.publish_by(forum.held_on or on)
            page = f"{page}record/"
        case _:
            act, due_on = _("เผยแพร่ผล"), rule.publish_by(forum.held_on or on)
            page = f"{page}publish/"
            is_own = bool(hands & {forum.recorded_by_id, forum.recorded_through_id})
            waits = forum.district.publishing_needs_director and (is_own or not directs)
    year = FiscalYear(forum.fiscal_year)
    return ForumTodo(
        forum=forum.pk,
        district=forum.district_id,
        text=f"{act} · {name} · {forum.district}",
        act=act,
        due_on=due_on,
        days_late=(on - due_on).days,
        url=page,
        is_waiting_for_others=waits,
        decides=forum.state == ForumState.RECORDED and not waits,
        left_from=year if year.has_ended(on) else None,
    )
