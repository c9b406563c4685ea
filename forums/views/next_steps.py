"""What a person usually does after an act at a forum: the next step, the page that the public reads, the paper."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.routes.queries.passages import passage_under_way, roles_of, why_not_decided
from communities.views.base import page_of
from forums.enums import ENDED_STATES, RECORDING_STATES, RESULTS_PAPER, ForumState
from forums.models import Forum


def publishes_from_here(user: User, forum: Forum) -> bool:
    """May the person publish as the next step?

    Where the director publishes, or the district has a route for results, another person finishes first.
    """
    if not user.has_perm("forums.publish_forum", forum):
        return False
    if forum.state == ForumState.HELD:
        return not (forum.district.publishing_needs_director or roles_of(RESULTS_PAPER, forum.district))
    return not why_not_decided(passage_under_way(RESULTS_PAPER, forum.pk), by=user, on=today())


def steps_after(forum: Forum, *, user: User) -> list[Link]:
    """By the state in which the forum is now. Only what this person may open."""
    return [*_work(forum, user), *_reading(forum)]


def _work(forum: Forum, user: User) -> Iterator[Link]:
    if not user.has_perm("forums.change_forum", forum):
        return
    if forum.state == ForumState.PLANNED:
        yield Link(label=_("ประกาศเวที"), href=reverse("forums:announce", args=[forum.pk]))
    if forum.state == ForumState.ANNOUNCED:
        yield Link(label=_("บันทึกว่าจัดเวทีแล้ว"), href=reverse("forums:held", args=[forum.pk]))
    if forum.state in RECORDING_STATES:
        yield Link(label=_("บันทึกผล"), href=reverse("forums:record", args=[forum.pk]))
    if forum.state == ForumState.RECORDED and publishes_from_here(user, forum):
        yield Link(label=_("ตรวจและเผยแพร่"), href=reverse("forums:publish", args=[forum.pk]))
    if forum.state == ForumState.PUBLISHED:
        year = FiscalYear(forum.fiscal_year).next
        if page := page_of("budget:policy", year, forum.district.code):
            yield Link(label=_("นโยบายการพัฒนาเขต ปี %(year)s") % {"year": year}, href=page)
    if forum.state in ENDED_STATES:
        yield Link(label=_("ประกาศเวทีใหม่"), href=reverse("forums:plan"))


def _reading(forum: Forum) -> Iterator[Link]:
    if forum.announced_on and (page := page_of("public:hearing", forum.pk)):
        yield Link(label=_("หน้าสาธารณะของเวที"), href=page)
    if forum.state == ForumState.ANNOUNCED:
        yield Link(label=_("พิมพ์ประกาศ"), href=reverse("forums:print", args=[forum.pk]))
    elif forum.state in {*RECORDING_STATES, ForumState.RECORDED, ForumState.PUBLISHED}:
        yield Link(label=_("พิมพ์ผลเวที"), href=reverse("forums:print", args=[forum.pk]))
    yield Link(label=_("เวทีทั้งหมดของปี"), href=reverse("forums:list", args=[forum.fiscal_year]))
