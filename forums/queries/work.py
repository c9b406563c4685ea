"""What is due or late at forums, for each one's own work."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.enums import DISTRICT_ROLES, Role
from bkkplan.ground.core.people import Person, hands_of
from forums.enums import ForumState
from forums.models import Forum
from forums.queries.hearings import HearingRule

UNFINISHED = [ForumState.PLANNED, ForumState.ANNOUNCED, ForumState.OPEN, ForumState.HELD, ForumState.RECORDED]


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do at a forum: what, by when, where."""

    forum: int
    district: int
    text: str
    act: str
    due_on: date
    days_late: int  # below zero: days left
    url: str
    is_waiting_for_others: bool = False

    @property
    def is_late(self) -> bool:
        return self.days_late > 0


def due_for(user: Person, *, on: date, rule: HearingRule | None = None) -> list[Due]:
    """The most pressing first. Only people who work in a district have something to do at forums."""
    rule = rule or HearingRule.in_force()
    places = {a.district_id for a in user.held_assignments if a.role in DISTRICT_ROLES}
    directs = {a.district_id for a in user.held_assignments if a.role == Role.DISTRICT_DIRECTOR}
    if not places:
        return []
    forums = Forum.objects.filter(Q(state__in=UNFINISHED), district__in=places).select_related("district")
    found = [
        _due(forum, on=on, rule=rule, directs=forum.district_id in directs, hands=hands_of(user)) for forum in forums
    ]
    return sorted(found, key=lambda due: (due.is_waiting_for_others, due.due_on, due.forum))


def _due(forum: Forum, *, on: date, rule: HearingRule, directs: bool, hands: frozenset[int]) -> Due:
    name, page, waits = str(forum), forum.get_absolute_url(), False
    match forum.state:
        case ForumState.PLANNED:
            act, due_on = _("ประกาศ"), rule.announce_by(forum.scheduled_on)
        case ForumState.ANNOUNCED | ForumState.OPEN:
            act, due_on = _("จัดเวทีและบันทึกผล"), forum.scheduled_on
        case ForumState.HELD:
            act, due_on = _("บันทึกและเผยแพร่ผล"), rule.publish_by(forum.held_on or on)
            page = f"{page}record/"
        case _:
            act, due_on = _("เผยแพร่ผล"), rule.publish_by(forum.held_on or on)
            page = f"{page}publish/"
            is_own = bool(hands & {forum.recorded_by_id, forum.recorded_through_id})
            waits = forum.district.publishing_needs_director and (is_own or not directs)
    return Due(
        forum=forum.pk,
        district=forum.district_id,
        text=f"{act} · {name} · {forum.district}",
        act=act,
        due_on=due_on,
        days_late=(on - due_on).days,
        url=page,
        is_waiting_for_others=waits,
    )
