"""A forum's state as pages show it: badges, and the steps across the top of its record."""

from datetime import date

from django.utils.translation import gettext as _

from bkkplan.ground.core.components import Step, StepState, Tone
from bkkplan.ground.core.wording import localname, thai_date_short
from forums.enums import ForumState
from forums.models import Forum
from forums.queries import Timeliness
from forums.queries.sessions import days_in_words

TONES: dict[ForumState, Tone] = {
    ForumState.PLANNED: "wait",
    ForumState.ANNOUNCED: "info",
    ForumState.OPEN: "now",
    ForumState.HELD: "now",
    ForumState.RECORDED: "now",
    ForumState.PUBLISHED: "done",
    ForumState.WITHDRAWN: "bad",
    ForumState.CANCELLED: "bad",
}


def tone_of(forum: Forum) -> Tone:
    return TONES[ForumState(forum.state)]


def line_text(forum: Forum) -> str:
    """What is told in LINE of a forum: the call to come, that it is cancelled, or that its results are out; or "".

    It is short and names nobody; the public page has the rest.
    """
    words = {"district": localname(forum.district), "title": forum.title}
    if forum.state == ForumState.PUBLISHED:
        return _("ผลเวที “%(title)s” เขต%(district)s เผยแพร่แล้ว อ่านได้ที่") % words
    if forum.announced_on and forum.state == ForumState.CANCELLED:
        return _("เวที “%(title)s” เขต%(district)s ยกเลิกแล้ว อ่านได้ที่") % words
    if forum.announced_on and forum.held_on is None and forum.state in (ForumState.ANNOUNCED, ForumState.OPEN):
        words |= {"days": days_in_words(forum), "place": forum.place}
        return _("ขอเชิญร่วมเวที “%(title)s” เขต%(district)s วันที่ %(days)s ณ %(place)s") % words
    return ""


def late_text(figures: Timeliness) -> list[str]:
    texts = []
    if figures.is_announced_late:
        texts.append(_("ประกาศช้า"))
    if figures.is_published_late:
        texts.append(_("เผยแพร่ช้า"))
    return texts


def steps_of(forum: Forum, figures: Timeliness, *, on: date) -> list[Step]:
    """ประกาศ → จัดเวที → บันทึกผล → เผยแพร่: what came before, what is next, by when."""
    state = ForumState(forum.state)
    if state == ForumState.CANCELLED:
        note = forum.ending_reason
        when = thai_date_short(forum.cancelled_on)
        return [_announced(forum, figures, on=on), Step(label=_("ยกเลิก"), state="bad", when=when, note=note)]
    steps = [_announced(forum, figures, on=on), _held(forum, on=on), _recorded(forum), _published(forum, figures)]
    if state == ForumState.WITHDRAWN:
        when = thai_date_short(forum.withdrawn_on)
        steps.append(Step(label=_("ถอนการเผยแพร่"), state="bad", when=when, note=forum.ending_reason))
    return steps


def _announced(forum: Forum, figures: Timeliness, *, on: date) -> Step:
    label = _("ประกาศ")
    if forum.announced_on is None:
        by = _("ภายใน %(day)s") % {"day": thai_date_short(figures.announce_by)}
        if figures.is_announced_late:
            return Step(label=label, state="late", when=by, note=_days_late((on - figures.announce_by).days))
        return Step(label=label, state="now", when=by, note=_days_left((figures.announce_by - on).days))
    note = _("ก่อน %(days)s วัน") % {"days": figures.days_before}
    if figures.is_announced_late:
        note = _("%(note)s น้อยกว่ากำหนด") % {"note": note}
    state: StepState = "late" if figures.is_announced_late else "done"
    return Step(label=label, state=state, when=thai_date_short(forum.announced_on), note=note)


def _held(forum: Forum, *, on: date) -> Step:
    label = _("จัดเวที")
    if forum.held_on:
        return Step(label=label, state="done", when=days_in_words(forum))
    when = days_in_words(forum)
    match ForumState(forum.state):
        case ForumState.PLANNED:
            return Step(label=label, state="wait", when=when)
        case ForumState.OPEN:
            return Step(label=label, state="now", when=when, note=_("กำลังจัด"))
        case _:
            late = (on - forum.last_on).days
            if late > 0:
                return Step(
                    label=label, state="late", when=when, note=_("ผ่านมา %(days)s วัน ยังไม่ได้บันทึกว่าจัด") % {"days": late}
                )
            return Step(label=label, state="now", when=when, note=_days_left(max((forum.scheduled_on - on).days, 0)))


def _recorded(forum: Forum) -> Step:
    label = _("บันทึกผล")
    if forum.recorded_on:
        return Step(label=label, state="done", when=thai_date_short(forum.recorded_on))
    if forum.state in (ForumState.HELD, ForumState.OPEN):
        return Step(label=label, state="now", note=_("กำลังทำ"))
    return Step(label=label, state="wait")


def _published(forum: Forum, figures: Timeliness) -> Step:
    label = _("เผยแพร่")
    if forum.published_on:
        note = _("หลังจัด %(days)s วัน") % {"days": figures.days_after}
        state: StepState = "late" if figures.is_published_late else "done"
        return Step(label=label, state=state, when=thai_date_short(forum.published_on), note=note)
    if figures.publish_by is None or figures.days_left is None:
        return Step(label=label, state="wait")
    by = _("ภายใน %(day)s") % {"day": thai_date_short(figures.publish_by)}
    if figures.days_left < 0:
        return Step(label=label, state="late", when=by, note=_days_late(-figures.days_left))
    ahead: StepState = "now" if forum.state == ForumState.RECORDED else "wait"
    return Step(label=label, state=ahead, when=by, note=_days_left(figures.days_left))


def _days_left(days: int) -> str:
    return _("วันนี้") if days == 0 else _("เหลือ %(days)s วัน") % {"days": days}


def _days_late(days: int) -> str:
    return _("เลยมา %(days)s วัน") % {"days": days}
