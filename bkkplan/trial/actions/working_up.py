"""What the offices of the showcase districts made of this year's proposals, by the single actions: there are few."""

from collections import deque

from bkkplan.trial.actions.batch import uuid_of
from bkkplan.trial.builders import story
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.builders.staff import Staff
from bkkplan.trial.catalog import phrases
from budget.actions.plan import action_plan, direct
from budget.models import ActionPlan, ActionPlanEdition
from budget.queries.checks.checks import QUESTIONS
from forums.actions import replies, successions
from forums.enums import ForumState
from forums.models import Proposal, Uptake
from forums.queries.similar import groups_of

MOST_GROUPS = 2  # are merged in a district


def work_up_proposals(crew: Staff) -> None:
    """In each showcase district: a few that ask for the same are merged; one is split.

    One is passed on, one answered, one taken straight into the action plan.
    """
    acts = deque([_take_straight_in, _pass_on, _answer])
    for code in story.SHOWCASE:
        if not (loose := _loose(code)):
            continue
        by, at = crew.officer(code), Dice("worked up", code).moment(story.TODAY)
        in_groups = groups_of(loose)[:MOST_GROUPS]
        for lead, *others in in_groups:
            ids = [proposal.pk for proposal in others]
            successions.merge(into_id=lead.pk, proposal_ids=ids, on=story.TODAY, by=by, at=at)
        joined = {proposal.pk for group in in_groups for proposal in group}
        left = iter([proposal.pk for proposal in loose if proposal.pk not in joined])
        if (whole := next(left, None)) is not None:
            title = Proposal.objects.get(pk=whole).title
            parts = [step.format(title=title) for step in phrases()["two_steps"]]
            reason = phrases()["split_reason"]
            successions.split(proposal_id=whole, parts=parts, reason=reason, on=story.TODAY, by=by, at=at)
        for become_of in acts:
            if (proposal := next(left, None)) is not None:
                become_of(proposal, code, crew)
        acts.rotate()  # where few are left, another district shows the others


def _pass_on(proposal_id: int, code: str, crew: Staff) -> None:
    by, at = crew.officer(code), Dice("worked up", code).moment(story.TODAY)
    replies.forward(proposal_id=proposal_id, **phrases()["passed_on"], on=story.TODAY, by=by, at=at)


def _answer(proposal_id: int, code: str, crew: Staff) -> None:
    by, at = crew.officer(code), Dice("worked up", code).moment(story.TODAY)
    replies.answer(proposal_id=proposal_id, text=phrases()["answered"], on=story.TODAY, by=by, at=at)


def _take_straight_in(proposal_id: int, code: str, crew: Staff) -> None:
    """Into an amendment of an approved plan, which the director approves; not while another edition is under way."""
    by, at = crew.officer(code), Dice("straight in", code).moment(story.TODAY)
    under_way = ActionPlanEdition.objects.under_way().values("plan")
    plans = ActionPlan.objects.filter(district__code=code, fiscal_year__gte=story.THIS_YEAR.be)
    if (plan := plans.exclude(pk__in=under_way).order_by("fiscal_year").first()) is None:
        return
    proposal = Proposal.objects.get(pk=proposal_id)
    action_plan.open_amendment(plan_id=plan.pk, reason=phrases()["straight_in"], by=by, at=at)
    direct.take_in(
        plan_id=plan.pk,
        proposal_id=proposal_id,
        answers=dict.fromkeys(QUESTIONS, True),
        amount=proposal.requested_amount or None,
        act=uuid_of(f"straight-in-{code}"),
        by=by,
        at=at,
        on=story.TODAY,
    )
    action_plan.submit(plan_id=plan.pk, by=by, at=at, on=story.TODAY)
    action_plan.approve(plan_id=plan.pk, by=crew.director(code), at=at, on=story.TODAY)


def _loose(code: str) -> list[Proposal]:
    """The published proposals of this year that no plan ever had."""
    taken = Uptake.objects.filter(proposal__district__code=code)
    rows = Proposal.objects.on_their_own().filter(forum__state=ForumState.PUBLISHED, district__code=code)
    rows = rows.filter(forum__fiscal_year=story.THIS_YEAR.be).exclude(pk__in=taken.values("proposal"))
    return list(rows.order_by("forum__held_on", "position", "pk"))
