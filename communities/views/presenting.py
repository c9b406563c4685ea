"""Where a plan is in its cycle, in the words of its pages."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.core.components import Step
from bkkplan.ground.core.wording import thai_date_short
from bkkplan.ground.years.queries import closing_on
from communities.enums import RevisionState, WritingStep
from communities.models import Plan, PlanAdoption, PlanRevision
from communities.queries import Completeness, Missing


def standing_adoption(revision: PlanRevision) -> PlanAdoption | None:
    """The community's adoption of this plan that still holds, whichever edition the meeting had before it."""
    adoptions = PlanAdoption.objects.live().filter(revision__plan=revision.plan_id)
    return adoptions.select_related("revision").order_by("-revision__number", "-pk").first()


def line_text(revision: PlanRevision) -> str:
    """What is told in LINE of a plan that was sent back or confirmed, without the reason; "" for any other."""
    words = {"community": revision.plan.community, "year": revision.plan.fiscal_year}
    is_draft_again = revision.state == RevisionState.DRAFT and revision.number > 1
    if revision.state == RevisionState.RETURNED or is_draft_again:
        return _("แผนพัฒนา%(community)s ปี %(year)s ส่งกลับให้แก้ไข ดูเหตุผลและแก้ไขได้ที่") % words
    if revision.state == RevisionState.CONFIRMED and revision.confirmation_withdrawn_on is None:
        return _("สำนักงานเขตรับรองแผนพัฒนา%(community)s ปี %(year)s แล้ว อ่านได้ที่") % words
    return ""


@dataclass(frozen=True, slots=True)
class StepLink:
    """One of the five writing pages, as the others name it; ``lacks`` says how many things are missing there."""

    number: int
    label: str
    href: str
    is_here: bool
    lacks: int


def write_page(plan: Plan, step: WritingStep = WritingStep.PROBLEMS, anchor: str = "") -> str:
    """The address of one of the five writing pages."""
    where = [plan.year, plan.community.code]
    hash_ = f"#{anchor}" if anchor else ""
    if step == WritingStep.PROBLEMS:
        return reverse("communities:write", args=where) + hash_
    if step == WritingStep.SEND:
        return reverse("communities:submit", args=where) + hash_
    return reverse("communities:write-step", args=[*where, step.value]) + hash_


def places_of(plan: Plan, here: WritingStep, complete: Completeness, *, may_submit: bool) -> dict[str, Any]:
    """The five writing pages for their templates, the one before and the one after the person's own, and what lacks.

    The fifth, on which a plan is submitted, is left out for a person who only helps to write it.
    """
    lacks = Counter(one.step for one in complete.missing)
    places = [
        StepLink(number, str(step.label), write_page(plan, step), step == here, lacks[step])
        for number, step in enumerate(WritingStep, 1)
        if may_submit or step != WritingStep.SEND
    ]
    at = list(WritingStep).index(here)
    return {
        "may_submit": may_submit,
        "places": places,
        "place": places[at],
        "place_before": places[at - 1] if at else None,
        "place_after": places[at + 1] if at + 1 < len(places) else None,
        "missing": [(one, _page_of_missing(plan, one)) for one in complete.missing],
    }


def _page_of_missing(plan: Plan, one: Missing) -> str:
    return write_page(plan, one.step, f"project-{one.project}-{one.anchor}" if one.project else one.anchor)


def steps_of(revision: PlanRevision, *, on: date, adoption: PlanAdoption | None = None) -> list[Step]:
    """เขียน, ส่งเขต, เขตรับรอง, with the days, or by when; ชุมชนรับรอง where it happened, or last."""
    adoption = adoption or standing_adoption(revision)
    made_in = revision.plan.year.previous
    by_end = _("ภายใน %(day)s") % {"day": thai_date_short(made_in.end)}
    closing = closing_on(made_in)
    by_closing = _("ภายใน %(day)s") % {"day": thai_date_short(closing)}
    is_draft, is_late = revision.state == RevisionState.DRAFT, on > made_in.end
    edition = _("ฉบับที่ %(number)s") % {"number": revision.number}
    steps = [
        Step(label=_("เขียนแผน"), state="now" if is_draft else "done", when=edition),
        Step(
            label=_("ส่งสำนักงานเขต"),
            state="done" if not is_draft else "late" if is_late else "wait",
            when=thai_date_short(revision.submitted_on) if revision.submitted_on else by_end,
        ),
        _decision(revision, is_late=on > closing, by_closing=by_closing),
    ]
    if adoption is None:
        return [*steps, Step(label=_("ชุมชนรับรอง"), state="late" if is_late else "wait", when=by_end)]
    decided = [day for day in (revision.submitted_on, revision.confirmed_on) if day and day < adoption.adopted_on]
    steps.insert(
        1 + len(decided),
        Step(
            label=_("ชุมชนรับรอง"),
            state="done",
            when=thai_date_short(adoption.adopted_on),
            note=str(adoption.get_method_display()),
        ),
    )
    return steps


def _decision(revision: PlanRevision, *, is_late: bool, by_closing: str) -> Step:
    label = _("เขตตรวจและรับรอง")
    if revision.confirmation_withdrawn_on:
        return Step(
            label=label, state="bad", when=thai_date_short(revision.confirmation_withdrawn_on), note=_("ถอนการรับรอง")
        )
    match revision.state:
        case RevisionState.CONFIRMED:
            return Step(label=label, state="done", when=thai_date_short(revision.confirmed_on))
        case RevisionState.RETURNED:
            return Step(label=label, state="bad", when=thai_date_short(revision.returned_on), note=_("ส่งกลับให้แก้ไข"))
        case RevisionState.SUBMITTED:
            return Step(label=label, state="late" if is_late else "now", when=by_closing)
        case _:
            return Step(label=label, state="wait", when=by_closing)


def notices_for(revision: PlanRevision) -> list[dict[str, Any]]:
    """Why the edition before this one came back: it stands at the top until this one is submitted."""
    if revision.state != RevisionState.DRAFT or revision.number == 1:
        return []
    before = revision.plan.revisions.filter(number=revision.number - 1).first()
    if before is None:
        return []
    if before.confirmation_withdrawn_on:
        title = _("เขตถอนการรับรองเมื่อ %(day)s") % {"day": thai_date_short(before.confirmation_withdrawn_on)}
        return [{"tone": "late", "title": title, "text": before.withdrawal_reason}]
    title = _("เขตส่งกลับให้แก้ไขเมื่อ %(day)s") % {"day": thai_date_short(before.returned_on)}
    return [{"tone": "late", "title": title, "text": before.return_reason}]
