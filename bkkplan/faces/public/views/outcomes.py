"""What became of a proposal, in words for the person who made it; and which proposals stand for which."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.faces.public.views.presenting import forum_name
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.wording import thai_date_short
from budget.enums import CheckOutcome, Ending, Stage
from budget.models import ActionPlanItem
from budget.queries.trace import Trace
from budget.queries.ways import AnyWay, Way
from forums.enums import ForumState, ReplyKind, SuccessionKind
from forums.models import Proposal, Reply, Succession
from forums.queries.successions import joined_with


def outcome_of(found: Trace, reply: Reply | None = None) -> str:
    """Who does what with the proposal now, or how it ended and why: in a sentence without terms of the office.

    What the office said last, ``reply``, goes before a way that it ended itself.
    """
    if reply is not None:
        return _of_reply(reply)
    if found.ways:
        return _of_way(found.ways[0])
    if found.ended_uptakes:
        last = found.ended_uptakes[-1]
        return _("%(community)s เคยรับเรื่องนี้ไว้ แล้วถอนออกเมื่อ %(day)s ตอนนี้ยังไม่มีชุมชนใดรับไปทำต่อ") % {
            "community": last.community_name,
            "day": thai_date_short(last.ended_on),
        }
    return _("เขตบันทึกและเผยแพร่เรื่องนี้แล้ว ตอนนี้ยังไม่มีชุมชนใดรับไปทำต่อ")


def _of_way(way: AnyWay) -> str:
    if way.ending is not None:
        return _of_ending(way, way.ending)
    item = way.inclusion.item if way.inclusion else None
    if item is None and isinstance(way, Way):
        return _before_an_item(way)
    return _of_item(item, way.stage) if item else ""


def _before_an_item(way: Way) -> str:
    community = way.uptake.community_name
    year = way.project.revision.plan.fiscal_year
    if way.stage == Stage.PLANNED:
        return _("%(community)s รับเรื่องนี้ไว้ในแผนปี %(year)s แล้ว ตอนนี้รอสำนักงานเขตตรวจ") % {
            "community": community,
            "year": year,
        }
    if way.check and way.check.outcome == CheckOutcome.WAITING:
        return _("สำนักงานเขตเห็นว่าเรื่องนี้ทำได้ แต่ยังไม่มีงบประมาณ จึงขึ้นบัญชีรอไว้")
    return _("%(community)s รับเรื่องนี้ไว้ในแผนปี %(year)s และสำนักงานเขตเห็นว่าทำได้ ตอนนี้รอเข้าแผนของเขต") % {
        "community": community,
        "year": year,
    }


def _of_item(item: ActionPlanItem, stage: Stage) -> str:
    if stage == Stage.DONE:
        done = _("สำนักงานเขตทำเรื่องนี้เสร็จแล้วเมื่อ %(day)s") % {"day": thai_date_short(item.done_on)}
        return f"{done}: {item.result}" if item.result else done
    if stage == Stage.FUNDED:
        return _("เรื่องนี้ได้งบประมาณแล้ว สำนักงานเขตกำลังดำเนินการในแผนปี %(year)s") % {"year": item.plan.fiscal_year}
    if item.planned_amount is None:
        return _("เรื่องนี้อยู่ในแผนของเขตปี %(year)s แล้ว สำนักงานเขตจะทำโดยไม่ใช้งบประมาณ") % {"year": item.plan.fiscal_year}
    return _("เรื่องนี้อยู่ในแผนของเขตปี %(year)s แล้ว ตอนนี้รองบประมาณ") % {"year": item.plan.fiscal_year}


def _of_reply(reply: Reply) -> str:
    values = {"day": thai_date_short(reply.on), "agency": reply.agency, "number": reply.case_number}
    if reply.kind == ReplyKind.ANSWER:
        return f"{_('สำนักงานเขตตอบเมื่อ %(day)s') % values}: {reply.text}"
    sentence = _("เรื่องนี้เป็นงานของ%(agency)s สำนักงานเขตส่งต่อให้เมื่อ %(day)s") % values
    if reply.case_number:
        sentence = f"{sentence} {_('เลขที่เรื่อง %(number)s') % values}"
    sentence = f"{sentence}: {reply.text}" if reply.text else sentence
    if not reply.agency_answer:
        return f"{sentence} · {_('กำลังรอคำตอบของหน่วยงาน')}"
    answered = _("%(agency)sตอบเมื่อ %(day)s") % {"agency": reply.agency, "day": thai_date_short(reply.answered_on)}
    return f"{sentence} · {answered}: {reply.agency_answer}"


def _of_ending(way: AnyWay, ending: Ending) -> str:
    check = way.check if isinstance(way, Way) else None
    reason = check.outcome_reason if check else ""
    match ending:
        case Ending.FORWARDED:
            unit = check.forwarded_to if check else ""
            sentence = _("เรื่องนี้เป็นงานของ%(unit)s สำนักงานเขตส่งเรื่องต่อให้แล้ว") % {"unit": unit}
        case Ending.COMMUNITY:
            community = way.uptake.community_name if isinstance(way, Way) else ""
            sentence = _("%(community)s จะทำเรื่องนี้เอง") % {"community": community}
        case Ending.NOT_POSSIBLE:
            sentence = _("สำนักงานเขตพิจารณาแล้ว ทำเรื่องนี้ไม่ได้")
        case Ending.TAKEN_OUT:
            reason = way.taken_out.reason if way.taken_out else ""
            sentence = _("เรื่องนี้เคยอยู่ในแผนของเขต แล้วถูกตัดออก")
        case _:
            reason = way.inclusion.item.result if way.inclusion else ""
            sentence = _("สำนักงานเขตยกเลิกโครงการที่ทำเรื่องนี้")
    return f"{sentence}: {reason}" if reason else sentence


@dataclass(frozen=True, slots=True)
class Beside:
    """The public proposals into which one was merged or split, and those that were merged into it."""

    sentence: str  # empty where nothing stands for it
    standing: tuple[Link, ...]
    behind: tuple[Link, ...]
    whole: Link | None  # of a part: the proposal that was split

    @property
    def count(self) -> int:
        """How many proposals this one is, itself included."""
        return len(self.behind) + 1


def beside(proposal: Proposal) -> Beside:
    joined = joined_with(proposal)
    standing = [row for row in joined.standing if _is_public(row.into)]
    return Beside(
        sentence=_why(standing),
        standing=tuple(_link(row.into) for row in standing),
        behind=tuple(_link(row.proposal) for row in joined.behind if _is_public(row.proposal)),
        whole=_link(joined.whole) if joined.whole and _is_public(joined.whole) else None,
    )


def _why(standing: list[Succession]) -> str:
    if not standing:
        return ""
    day = thai_date_short(standing[0].on)
    if standing[0].kind == SuccessionKind.SPLIT:
        return _("เขตแยกข้อเสนอนี้เป็น %(n)s ข้อเมื่อ %(day)s เพื่อให้ทำได้ทีละเรื่อง ผลข้างล่างเป็นของข้อที่ไปได้ไกลที่สุด") % {
            "n": len(standing),
            "day": day,
        }
    return _("เขตรวมข้อเสนอนี้กับข้อเสนอที่ขอเรื่องเดียวกันเมื่อ %(day)s ผลข้างล่างเป็นของข้อเสนอที่รวมแล้ว") % {"day": day}


def _link(proposal: Proposal) -> Link:
    return Link(
        label=f"{proposal.title} · {forum_name(proposal.forum)}", href=reverse("public:proposal", args=[proposal.uuid])
    )


def _is_public(proposal: Proposal) -> bool:
    return proposal.forum.state == ForumState.PUBLISHED and proposal.removed_on is None
