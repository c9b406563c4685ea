"""The way of a proposal as the steps of its page: from the forum to the finished project."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.faces.public.views.money_of_proposals import share_paid
from bkkplan.faces.public.views.presenting import forum_name
from bkkplan.ground.core.components import Step, StepState, Text
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.wording import baht, percent, thai_date_short
from budget.enums import TAKEN_IN, CheckOutcome, Ending, ItemProgress, Stage
from budget.models import ConsistencyCheck, granted_of
from budget.queries.checks.checks import Answer
from budget.queries.lots.lots import OwnGoods
from budget.queries.trace import Trace
from budget.queries.ways import AnyWay, DirectWay, Way
from forums.queries import UptakeStep

# Stands in place of the step of the community's plan, where the district took the proposal in without one.
DIRECTLY = gettext_lazy("เขตนำเข้าแผนปฏิบัติราชการโดยตรง")


def steps_of(found: Trace, way: AnyWay | None, *, on: date) -> list[Step]:
    """The six steps of one way; what has not happened is told as such, and a way that ended ends there."""
    proposal, forum = found.proposal, found.proposal.forum
    votes = f" · {_('%(n)s คะแนน') % {'n': f'{proposal.votes:,}'}}" if proposal.votes else ""
    steps = [
        Step(
            label=Stage.PROPOSED.label,
            state="done",
            when=thai_date_short(found.held_on),
            note=f"{forum_name(forum)}{votes}",
            href=reverse("public:hearing", args=[forum.pk]),
        ),
        *(_directly(way) if isinstance(way, DirectWay) else (_planned(way, found.ended_uptakes), _checked(way))),
        _included(way),
        _funded(way),
        _done(way, on=on),
    ]
    ending = way.ending if way else found.status.ending
    return steps[: ending.at.value] if ending else steps


def given_up(step: UptakeStep) -> str:
    """The wording that the committee wrote for the public. Its internal reason is not part of it."""
    sentence = _("%(community)s เคยนำเข้าแผน แล้วถอนออกเมื่อ %(day)s") % {
        "community": step.community_name,
        "day": thai_date_short(step.ended_on),
    }
    return f"{sentence}: {step.public_reason}" if step.public_reason else sentence


def _waits(label: Text, note: str = "") -> Step:
    return Step(label=label, state="wait", note=note)


def _planned(way: Way | None, ended: Sequence[UptakeStep]) -> Step:
    label = Stage.PLANNED.label
    if way is None and ended:
        last = ended[-1]
        return Step(label=label, state="info", when=thai_date_short(last.ended_on), note=given_up(last))
    if way is None:
        return Step(label=label, state="now", note=_("ยังไม่มีชุมชนใดนำเข้าแผน"))
    plan, adoption = way.project.revision.plan, way.adoption
    note = _("แผนพัฒนา%(community)s ปี %(year)s · ลำดับที่ %(rank)s") % {
        "community": plan.community,
        "year": plan.fiscal_year,
        "rank": way.project.rank,
    }
    href = ""
    if adoption is not None:
        meeting = getattr(adoption, "meeting", None)
        forum = meeting.forum if meeting and meeting.forum.is_announced else None
        adopted = _("ชุมชนรับรอง %(day)s · %(where)s") % {
            "day": thai_date_short(adoption.adopted_on),
            "where": forum or adoption.get_method_display(),
        }
        note, href = f"{note} · {adopted}", reverse("public:hearing", args=[forum.pk]) if forum else ""
    if way.project.revision.is_confirmed:  # its page tells of the adoption, too
        href = reverse("public:plan", args=[plan.year, plan.community.code])
    return Step(label=label, state="done", when=thai_date_short(way.uptake.on), note=note, href=href)


def _directly(way: DirectWay) -> tuple[Step, Step]:
    """The steps that stand in the place of a community's plan and of its check."""
    day = thai_date_short(way.direct.included_on)
    asked = " · ".join(filter(None, [in_words(way.answers), way.direct.reason]))
    return (
        Step(label=DIRECTLY, state="done", when=day, note=_("ไม่ได้ผ่านแผนพัฒนาชุมชน จึงไม่นับเป็นโครงการของชุมชน")),
        Step(label=Stage.CHECKED.label, state="done", when=day, note=asked),
    )


def _checked(way: Way | None) -> Step:
    label = Stage.CHECKED.label
    if way is None:
        return _waits(label)
    if way.check is None:
        waiting = _("รอสำนักงานเขตตรวจและรับรองแผน")
        if way.withdrawn_on is None:
            return Step(label=label, state="now", note=waiting)
        return Step(label=label, state="now", note=f"{withdrawn(way.withdrawn_on)} · {waiting}")
    check = way.check
    outcome = CheckOutcome(check.outcome)
    sentences = {
        CheckOutcome.INCLUDE: "",
        CheckOutcome.FORWARD: _("ส่งต่อให้ %(unit)s") % {"unit": check.forwarded_to},
        CheckOutcome.COMMUNITY: _("ชุมชนดำเนินการเอง"),
        CheckOutcome.NOT_POSSIBLE: _("ดำเนินการไม่ได้"),
        CheckOutcome.PARTLY: _("นำเข้าแผนบางส่วน %(part)s จาก %(whole)s บาท")
        % {"part": baht(granted_of(way.project, check)), "whole": baht(way.project.amount)},
        CheckOutcome.WAITING: str(CheckOutcome.WAITING.label),
    }
    states: dict[CheckOutcome, StepState] = dict.fromkeys(TAKEN_IN, "done")
    states[CheckOutcome.NOT_POSSIBLE] = "bad"
    later = f"{withdrawn(way.withdrawn_on)} {_what_came_before(way, way.withdrawn_on)}" if way.withdrawn_on else ""
    parts = (sentences[outcome], check.outcome_reason, in_words(way.answers), looked_again(check), later)
    return Step(
        label=label,
        state="info" if later else states.get(outcome, "info"),
        when=thai_date_short(check.checked_on),
        note=" · ".join(part for part in parts if part),
    )


def looked_again(check: ConsistencyCheck) -> str:
    """What stood before the community asked for another look, and since when that is over."""
    look = getattr(check.project, "second_look", None)
    if look is None or look.decided_on is None:
        return ""
    values = {"day": thai_date_short(look.decided_on), "before": look.earlier_outcome}
    return _("พิจารณาใหม่ตามที่ชุมชนขอเมื่อ %(day)s เดิม%(before)s") % values


def withdrawn(day: date) -> str:
    return _("สำนักงานเขตถอนการรับรองแผนพัฒนาชุมชนเมื่อ %(day)s") % {"day": thai_date_short(day)}


def _what_came_before(way: Way, day: date) -> str:
    """Which steps the proposal had behind it when the confirmation was withdrawn: they stay."""
    item, money = way.inclusion.item if way.inclusion else None, way.money
    if item is not None and item.done_on and item.done_on <= day:
        return _("หลังโครงการแล้วเสร็จ")
    if money is not None and money.disbursed_on and money.disbursed_on <= day:
        return _("หลังเบิกจ่ายงบประมาณแล้ว")
    if money is not None and money.funded_on and money.funded_on <= day:
        return _("หลังจัดสรรงบประมาณแล้ว")
    return _("หลังบรรจุในแผนปฏิบัติราชการแล้ว") if way.inclusion and way.inclusion.included_on <= day else ""


def in_words(answers: Sequence[Answer]) -> str:
    """Of the three questions, how many were answered with yes, what those fit, and why the others were not."""
    nodes = [answer.node for answer in answers if answer.node]
    noes = [f"{answer.question}: {answer.reason}" for answer in answers if not answer.is_yes]
    if not noes:
        return " · ".join([_("สอดคล้องทั้ง 3 ข้อ"), *nodes])
    return " · ".join([_("สอดคล้อง %(yes)s ใน 3 ข้อ") % {"yes": len(answers) - len(noes)}, *nodes, *noes])


def _included(way: AnyWay | None) -> Step:
    label = Stage.INCLUDED.label
    if way is None or (isinstance(way, Way) and way.check is None and way.inclusion is None and way.taken_out is None):
        return _waits(label)
    if way.inclusion is None and way.taken_out is not None:
        return Step(
            label=label,
            state="bad",
            when=thai_date_short(way.taken_out.on),
            note=_("ตัดออกจากแผนปฏิบัติราชการ ปี %(year)s · %(reason)s")
            % {"year": way.taken_out.plan_year, "reason": way.taken_out.reason},
        )
    if way.inclusion is None:
        return Step(label=label, state="now", note=_("รอบรรจุในแผนปฏิบัติราชการที่อนุมัติแล้ว"))
    item = way.inclusion.item
    return Step(
        label=label,
        state="done",
        when=thai_date_short(way.inclusion.included_on),
        note=_("แผนปฏิบัติราชการ ปี %(year)s · %(title)s") % {"year": item.plan.fiscal_year, "title": item.title},
        href=reverse("public:item", args=[item.uuid]),
    )


def _funded(way: AnyWay | None) -> Step:
    label = Stage.FUNDED.label
    asked = way.asked if isinstance(way, Way) else None
    if asked is not None and way is not None and way.money is None:
        return Step(
            label=label,
            state="info" if asked.is_fallen else "now",
            when=thai_date_short(asked.on),
            note=asked.in_words,
        )
    if way is None or way.inclusion is None:
        return _waits(label)
    if way.money is None:
        if way.inclusion.item.planned_amount is None:
            return Step(label=label, state="info", note=_("ดำเนินการโดยไม่ใช้งบประมาณ"))
        if way.inclusion.item.progress == ItemProgress.CANCELLED:
            return _waits(label, _("ไม่ได้ใช้งบประมาณ"))  # never given, or given back
        if way.inclusion.item.progress == ItemProgress.DONE:
            return _waits(label, _("ไม่ได้จัดสรรงบประมาณ"))
        return Step(label=label, state="now", note=_("รอจัดสรรงบประมาณ"))
    money = way.money
    bought = [bought_in_words(goods) for goods in _goods_of(way)]
    note = _("%(amount)s บาท · เบิกจ่ายแล้ว %(spent)s (%(share)s %%)") % {
        "amount": baht(money.part.transferred, "whole"),
        "spent": baht(money.part.disbursed, "whole"),
        "share": percent(share_paid(money)),
    }
    if money.is_shared:
        whole = _("ส่วนของข้อเสนอนี้ จากทั้งรายการ %(whole)s บาท") % {"whole": baht(money.whole.transferred, "whole")}
        note = f"{note} · {whole}"
    note = " · ".join([note, *bought])
    return Step(label=label, state="done", when=thai_date_short(money.funded_on), note=note)


def _done(way: AnyWay | None, *, on: date) -> Step:
    label = Stage.DONE.label
    if way is None or way.inclusion is None:
        return _waits(label)
    item = way.inclusion.item
    received = " · ".join(received_in_words(goods) for goods in _goods_of(way))
    page = _page_of_goods(way)
    if item.progress == ItemProgress.DONE:
        note = " · ".join(part for part in (item.result, received) if part)
        return Step(label=label, state="done", when=thai_date_short(item.done_on), note=note, href=page)
    if item.progress == ItemProgress.CANCELLED:
        when = thai_date_short(item.cancelled_on)
        return Step(label=Ending.CANCELLED.label, state="bad", when=when, note=item.result)
    due = FiscalYear(item.plan.fiscal_year).end_of(item.ends_in) if item.ends_in else None
    state: StepState = "now" if item.progress == ItemProgress.UNDER_WAY else "wait"
    if due and due < on:
        state = "late"
    when = _("กำหนด %(day)s") % {"day": thai_date_short(due)} if due else ""
    note = " · ".join(part for part in (item.get_progress_display(), received) if part)
    return Step(label=label, state=state, when=when, note=note, href=page)


def _page_of_goods(way: AnyWay) -> str:
    """Where the plan's page shows what the project got; empty where it got nothing, or the plan is not public."""
    if not isinstance(way, Way) or not way.goods or not way.project.revision.is_confirmed:
        return ""
    plan = way.project.revision.plan
    page = reverse("public:plan", args=[plan.year, plan.community.code])
    return f"{page}#goods-{way.project.lineage}"


def _goods_of(way: AnyWay) -> Sequence[OwnGoods]:
    """What a project gets out of purchases for several communities; nothing where no community's plan has it."""
    return way.goods if isinstance(way, Way) else ()


def bought_in_words(goods: OwnGoods) -> str:
    """The project's own part of what a purchase for several communities costs, and what of it is paid."""
    values = {"lot": goods.lot, "amount": baht(goods.money.bound), "paid": baht(goods.money.paid)}
    return _("ซื้อรวมใน “%(lot)s” ส่วนของโครงการนี้ %(amount)s บาท เบิกจ่ายแล้ว %(paid)s บาท") % values


def received_in_words(goods: OwnGoods) -> str:
    """The project's own pieces: how many were ordered and came, and when the community took them over."""
    return " · ".join([*(row.in_words for row in goods.rows), *_when_received(goods)])


def _when_received(goods: OwnGoods) -> Iterator[str]:
    if goods.received_on:
        yield _("ตรวจรับ %(day)s") % {"day": thai_date_short(goods.received_on)}
    if goods.handed_over_on:
        yield _("ชุมชนรับมอบ %(day)s") % {"day": thai_date_short(goods.handed_over_on)}
