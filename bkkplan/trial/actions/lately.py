"""What a few offices and committees did lately, by the single actions: a forum together, a plan looked through."""

from bkkplan.trial.actions.batch import uuid_of
from bkkplan.trial.builders import story
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.builders.staff import Staff
from bkkplan.trial.catalog import phrases
from budget.actions.checks.checks import return_plan
from communities.actions import comments, mending
from communities.enums import RevisionState
from communities.models import PlanRevision
from communities.queries.rules_to_meet import rules_of
from districts.models import District
from forums.actions import joint
from forums.enums import ForumKind, ForumState
from forums.models import Forum

MENDED = 2  # of the reasons of the return


def hold_a_forum_together(crew: Staff) -> None:
    """A district opens its announced hearing to its group, and the next district of the group takes part."""
    hearings = Forum.objects.filter(
        state=ForumState.ANNOUNCED,
        kind=ForumKind.DISTRICT_HEARING,
        fiscal_year=story.THIS_YEAR.be,
        scheduled_on__gt=story.TODAY,
    )
    for forum in hearings.select_related("district").order_by("-scheduled_on", "pk"):
        busy = hearings.values("district")
        others = joint.others_of_group(forum).exclude(pk__in=busy).filter(code__in=crew_codes(crew))
        if (partner := others.first()) is None:
            continue
        at = Dice("together", forum.district.code).moment(story.TODAY)
        joint.open_to_group(forum_id=forum.pk, by=crew.officer(forum.district.code), at=at)
        joint.join(forum_id=forum.pk, district=partner, on=story.TODAY, by=crew.officer(partner.code), at=at)
        return


def crew_codes(crew: Staff) -> list[str]:
    """The districts that have an officer."""
    return [code for code in District.objects.values_list("code", flat=True) if f"officer{code}" in crew.people]


def look_through_plans(crew: Staff) -> None:
    """Of the plans that wait: a question about a project with its answer, and a return of which a part is mended."""
    waiting = PlanRevision.objects.filter(
        state=RevisionState.SUBMITTED,
        plan__fiscal_year=story.THIS_YEAR.next.be,
        plan__community__district__code__in=story.SHOWCASE,
        submitted_on__lt=story.TODAY,
        projects__check_result=None,
    ).distinct()
    ahead = iter(list(waiting.select_related("plan__community__district").order_by("plan__community__code")))
    if (asked := next(ahead, None)) is not None:
        _ask(asked, crew)
    if (returned := next(ahead, None)) is not None:
        _send_back(returned, crew)


def _ask(revision: PlanRevision, crew: Staff) -> None:
    community = revision.plan.community
    project = revision.projects.live().earliest("rank", "pk")
    asked = comments.comment_on_plan(
        plan_id=revision.plan_id,
        uuid=uuid_of(f"comment-{community.code}"),
        about=f"project-{project.lineage}",
        text=phrases()["plan_comment"],
        **Dice("comment", community.code).act(story.TODAY, crew.officer(community.district.code)).dated,
    )
    at = max(asked.at, Dice("comment answered", community.code).moment(story.TODAY))
    comments.answer_comment(
        comment_id=asked.pk, answer=phrases()["plan_comment_answer"], by=crew.chair(community.code), at=at
    )


def _send_back(revision: PlanRevision, crew: Staff) -> None:
    """By two rules of the whole plan and one of its first project; the committee has mended two of the three."""
    community = revision.plan.community
    (_whole, of_plan), *of_projects = rules_of(revision)
    chosen = [rule.code for rule in [*of_plan[:2], *(rule for _name, group in of_projects[:1] for rule in group[:1])]]
    returned = Dice("sent back", community.code).act(story.TODAY, crew.officer(community.district.code))
    draft = return_plan(revision_id=revision.pk, reason="", chosen=chosen, **returned.dated)
    for reason in revision.return_reasons.order_by("position")[:MENDED]:
        mending.tick_reason(
            reason_id=reason.pk,
            revision_id=draft.pk,
            is_mended=True,
            seen=reason.version,
            by=crew.chair(community.code),
            at=returned.at,
        )
