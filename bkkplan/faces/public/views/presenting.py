"""Words that several public pages share."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.core.components import Badge, StateItem, Tone
from bkkplan.ground.core.wording import localname
from budget.enums import Ending, ItemProgress, Stage
from budget.queries.ways import ProposalStatus
from forums.models import Forum
from forums.queries.sessions import days_in_words
from forums.views.presenting import tone_of

ANYONE: Any = AnonymousUser()  # whose page it is: staff read no more here than a visitor

TONES: dict[Stage | Ending, Tone] = {
    Stage.PROPOSED: "wait",
    Stage.DONE: "done",
    Ending.FORWARDED: "info",
    Ending.COMMUNITY: "info",
    Ending.GIVEN_UP: "info",
    Ending.NOT_WANTED: "info",
    Ending.NOT_POSSIBLE: "bad",
    Ending.TAKEN_OUT: "bad",
    Ending.CANCELLED: "bad",
}

PROGRESS_TONES: dict[ItemProgress, Tone] = {
    ItemProgress.NOT_STARTED: "wait",
    ItemProgress.UNDER_WAY: "now",
    ItemProgress.DONE: "done",
    ItemProgress.CANCELLED: "bad",
}


def badge_of(status: ProposalStatus) -> Badge:
    tone = "wait" if status.is_waiting else TONES.get(status.ending or status.stage, "now")
    return Badge(text=status.word, tone=tone)


def district_name(district: Any) -> str:
    return _("เขต%(name)s") % {"name": localname(district)}


def subdistrict_name(subdistrict: Any) -> str:
    return _("แขวง%(name)s") % {"name": localname(subdistrict)}


def forum_name(forum: Forum) -> str:
    """Forums are numbered in their district: without it, two of them are called alike."""
    return f"{forum} {district_name(forum.district)}"


def forum_item(forum: Forum) -> StateItem:
    where = [str(forum.community or ""), days_in_words(forum), forum.place]
    return StateItem(
        text=forum_name(forum),
        word=forum.get_state_display(),
        tone=tone_of(forum),
        note=" · ".join(part for part in where if part),
        href=reverse("public:hearing", args=[forum.pk]),
    )
