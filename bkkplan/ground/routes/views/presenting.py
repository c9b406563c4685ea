"""A paper's way as the pages of its subject show it; `templates/routes/_passage.html` draws it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.components import Step
from bkkplan.ground.core.wording import thai_date_short
from bkkplan.ground.routes.enums import PassageState
from bkkplan.ground.routes.models import Passage, Stop
from bkkplan.ground.routes.queries.passages import fillers_of, last_passage, names_of, why_not_here


@dataclass(frozen=True, slots=True)
class PassageShown:
    """The newest round of a paper. ``why_not`` says why this person does not act now; the addresses are empty then."""

    steps: list[Step]
    state: str
    reason: str = ""
    sent_back: str = ""
    why_not: str = ""
    pass_url: str = ""
    send_back_url: str = ""
    is_at_last_stop: bool = False

    @property
    def is_under_way(self) -> bool:
        return self.state == PassageState.UNDER_WAY


def passage_shown(kind: str, paper: int, *, user: User, on: date) -> PassageShown | None:
    """The last way of a paper up its route. None if it never went up one, or if the person may not see it."""
    passage = last_passage(kind, paper)
    if passage is None or not Passage.objects.visible_to(user).filter(pk=passage.pk).exists():
        return None
    stop = passage.waits_at
    steps = list(_steps(passage, on=on))
    if stop is None:
        title = ""
        if passage.state == PassageState.SENT_BACK and passage.ended_on:
            title = _("%(who)s ส่งกลับเมื่อ %(day)s") % {
                "who": passage.ended_by,
                "day": thai_date_short(passage.ended_on),
            }
        return PassageShown(steps, passage.state, reason=passage.reason, sent_back=title)
    is_last = stop == passage.ladder[-1]
    if not user.has_perm("routes.act_at_stop", passage):
        return PassageShown(steps, passage.state, is_at_last_stop=is_last)
    why_not = why_not_here(passage, stop, by=user, on=on)
    return PassageShown(
        steps,
        passage.state,
        why_not=why_not,
        pass_url="" if why_not or is_last else reverse("routes:pass", args=[passage.pk]),
        send_back_url="" if why_not else reverse("routes:send-back", args=[passage.pk]),
        is_at_last_stop=is_last,
    )


def _steps(passage: Passage, *, on: date) -> Iterator[Step]:
    yield Step(
        label=_("เสนอเรื่อง"),
        state="done",
        when=thai_date_short(passage.handed_in_on),
        note=str(passage.handed_in_by),
    )
    waits_at = passage.waits_at
    has_ended = False
    for stop in passage.ladder:
        if stop.passed_on:
            yield Step(label=str(stop), state="done", when=thai_date_short(stop.passed_on), note=_signed(stop))
        elif stop == waits_at:
            people = fillers_of(passage, on=on)[stop.as_role]
            yield Step(
                label=str(stop),
                state="now" if people else "late",
                note=names_of(people) if people else _("ไม่มีผู้ดำรงตำแหน่ง"),
            )
        elif not has_ended and passage.state == PassageState.SENT_BACK and passage.ended_on:
            has_ended = True
            yield Step(
                label=_("ส่งกลับ"), state="bad", when=thai_date_short(passage.ended_on), note=str(passage.ended_by)
            )
        elif not has_ended:
            yield Step(label=str(stop), state="wait")


def _signed(stop: Stop) -> str:
    return _("%(name)s แทน") % {"name": stop.passed_by} if stop.is_in_place else str(stop.passed_by)
