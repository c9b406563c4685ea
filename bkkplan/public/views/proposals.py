"""What became of one proposal, step by step."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import View

from bkkplan.core.components import Link, MoneyLine, Step, StepState
from bkkplan.core.templatetags.thai import baht, localname, percent, thai_date_short
from bkkplan.core.thai import percent as percent_of
from budget.enums import CheckOutcome, ItemProgress
from budget.queries.trace import Stage, Trace, Way, trace
from forums.enums import PUBLIC_STATES, ForumState
from forums.models import Proposal


def stage_sentence(found: Trace) -> str:
    return _("ข้อเสนอนี้เดินทางมาถึงขั้นที่ %(stage)s จาก %(all)s") % {"stage": int(found.stage), "all": len(Stage)}


def steps_of(found: Trace, way: Way | None) -> list[Step]:
    """The six steps of one way; what has not happened is told as such, and a refusal with its reason."""
    proposal, forum = found.proposal, found.proposal.forum
    votes = f" · {_('%(n)s คะแนน') % {'n': f'{proposal.votes:,}'}}" if proposal.votes else ""
    return [
        Step(
            label=_("เสนอในเวที"),
            state="done",
            when=thai_date_short(found.held_on),
            note=f"{forum} {localname(forum.district)}{votes}",
            href=reverse("public:hearing", args=[forum.pk]),
        ),
        _planned(way),
        _checked(way),
        _included(way),
        _funded(way),
        _done(way),
    ]


def standing_of(steps: list[Step]) -> Step:
    """The step that a glance should show: what was refused, or else the last that is done."""
    return next((s for s in steps if s.state == "bad"), None) or [s for s in steps if s.state == "done"][-1]


def _waits(label: str, note: str = "") -> Step:
    return Step(label=label, state="wait", note=note)


def _planned(way: Way | None) -> Step:
    label = _("อยู่ในแผนชุมชน")
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
        forum = meeting.forum if meeting and meeting.forum.state in PUBLIC_STATES else None
        adopted = _("ชุมชนรับรอง %(day)s · %(where)s") % {
            "day": thai_date_short(adoption.adopted_on),
            "where": forum or adoption.get_method_display(),
        }
        note, href = f"{note} · {adopted}", reverse("public:hearing", args=[forum.pk]) if forum else ""
    return Step(label=label, state="done", when=thai_date_short(way.uptake.on), note=note, href=href)


def _checked(way: Way | None) -> Step:
    label = _("ตรวจความสอดคล้อง")
    if way is None:
        return _waits(label)
    if way.check is None:
        return Step(label=label, state="now", note=_("รอสำนักงานเขตตรวจและรับรองแผน"))
    check = way.check
    answers = (check.fits_mission, check.fits_area_strategy, check.fits_city_strategy)
    words = {
        CheckOutcome.INCLUDE: _("สอดคล้อง %(yes)s ใน 3 ข้อ") % {"yes": sum(bool(a) for a in answers)},
        CheckOutcome.FORWARD: _("ส่งต่อให้ %(unit)s") % {"unit": check.forwarded_to},
        CheckOutcome.COMMUNITY: _("ชุมชนดำเนินการเอง"),
        CheckOutcome.NOT_POSSIBLE: _("ดำเนินการไม่ได้"),
    }
    note = str(words[CheckOutcome(check.outcome)])
    if check.outcome_reason:
        note = f"{note} · {check.outcome_reason}"
    state: StepState = "bad" if check.outcome == CheckOutcome.NOT_POSSIBLE else "done"
    return Step(label=label, state=state, when=thai_date_short(check.checked_on), note=note)


def _included(way: Way | None) -> Step:
    label = _("บรรจุในแผนเขต")
    if way is None or way.check is None:
        return _waits(label)
    if way.ends_here:
        return _waits(label, _("ไม่เข้าแผนของเขต"))
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
    )


def _funded(way: Way | None) -> Step:
    label = _("ได้รับงบประมาณ")
    if way is None or way.inclusion is None:
        return _waits(label)
    if way.money is None:
        if way.inclusion.item.planned_amount is None:
            return Step(label=label, state="done", note=_("ดำเนินการโดยไม่ใช้งบประมาณ"))
        return Step(label=label, state="now", note=_("รอจัดสรรงบประมาณ"))
    share = percent_of(way.money.disbursed, way.money.transferred)
    note = _("%(amount)s บาท · เบิกจ่ายแล้ว %(spent)s (%(share)s %%)") % {
        "amount": baht(way.money.transferred, "whole"),
        "spent": baht(way.money.disbursed, "whole"),
        "share": percent(share),
    }
    return Step(label=label, state="done", when=thai_date_short(way.money.funded_on), note=note)


def _done(way: Way | None) -> Step:
    label = _("แล้วเสร็จ")
    if way is None or way.inclusion is None:
        return _waits(label)
    item = way.inclusion.item
    if item.progress == ItemProgress.DONE:
        return Step(label=label, state="done", when=thai_date_short(item.done_on), note=item.result)
    if item.progress == ItemProgress.CANCELLED:
        return Step(label=label, state="bad", note=_("ยกเลิกโครงการ"))
    state: Any = "now" if item.progress == ItemProgress.UNDER_WAY else "wait"
    return Step(label=label, state=state, note=item.get_progress_display())


def money_of(found: Trace, way: Way | None) -> list[MoneyLine]:
    money = way.money if way else None
    lines = [MoneyLine(label=_("ขอในเวที"), amount=found.proposal.requested_amount)]
    if way is not None and way.inclusion is not None:
        lines.append(MoneyLine(label=_("ตั้งไว้ในแผนเขต"), amount=way.inclusion.item.planned_amount))
    if money is not None:
        lines += [
            MoneyLine(label=_("ได้รับจัดสรร"), amount=money.transferred),
            MoneyLine(label=_("เบิกจ่าย"), amount=money.disbursed),
            MoneyLine(label=_("คงเหลือ"), amount=money.left, is_total=True),
        ]
    return lines


@method_decorator(login_not_required, name="dispatch")
class ProposalPage(View):
    def get(self, request: HttpRequest, uuid: Any) -> HttpResponse:
        proposals = Proposal.objects.visible_to(request.user).select_related("forum__district", "area", "subdistrict")
        proposal = get_object_or_404(proposals.filter(forum__state=ForumState.PUBLISHED, removed_on=None), uuid=uuid)
        found = trace(proposal)
        ways: tuple[Way | None, ...] = found.ways or (None,)
        forum, steps = proposal.forum, steps_of(found, ways[0])
        return render(
            request,
            "public/proposal.html",
            {
                "proposal": proposal,
                "sentence": stage_sentence(found),
                "standing": standing_of(steps),
                "first": {"steps": steps, "money": money_of(found, ways[0])},
                "others": [{"way": way, "steps": steps_of(found, way)} for way in found.ways[1:]],
                "ended": found.ended_uptakes,
                "spent": ways[0].money.disbursed if ways[0] and ways[0].money else None,
                "whole": ways[0].money.transferred if ways[0] and ways[0].money else None,
                "year": forum.fiscal_year,
                "crumbs": [
                    Link(label=localname(forum.district), href=reverse("public:district", args=[forum.district.code])),
                    Link(label=str(forum), href=reverse("public:hearing", args=[forum.pk])),
                ],
            },
        )
