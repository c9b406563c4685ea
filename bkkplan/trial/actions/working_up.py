"""What the offices of the showcase districts made of this year's proposals, by the single actions: there are few."""

from bkkplan.trial.builders import story
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.builders.staff import Staff
from bkkplan.trial.catalog import phrases
from forums.actions import successions
from forums.enums import ForumState
from forums.models import Proposal, Uptake
from forums.queries.similar import groups_of

MOST_GROUPS = 2  # are merged in a district


def work_up_proposals(crew: Staff) -> None:
    """In each showcase district: a few proposals that ask for the same are merged, and one is split in two."""
    for code in story.SHOWCASE:
        if not (loose := _loose(code)):
            continue
        by, at = crew.officer(code), Dice("worked up", code).moment(story.TODAY)
        in_groups = groups_of(loose)[:MOST_GROUPS]
        for lead, *others in in_groups:
            ids = [proposal.pk for proposal in others]
            successions.merge(into_id=lead.pk, proposal_ids=ids, on=story.TODAY, by=by, at=at)
        joined = {proposal.pk for group in in_groups for proposal in group}
        whole = next((proposal for proposal in loose if proposal.pk not in joined), None)
        if whole is not None:
            successions.split(
                proposal_id=whole.pk,
                parts=[step.format(title=whole.title) for step in phrases()["two_steps"]],
                reason=phrases()["split_reason"],
                on=story.TODAY,
                by=by,
                at=at,
            )


def _loose(code: str) -> list[Proposal]:
    """The published proposals of this year that no plan ever had."""
    taken = Uptake.objects.filter(proposal__district__code=code)
    rows = Proposal.objects.on_their_own().filter(forum__state=ForumState.PUBLISHED, district__code=code)
    rows = rows.filter(forum__fiscal_year=story.THIS_YEAR.be).exclude(pk__in=taken.values("proposal"))
    return list(rows.order_by("forum__held_on", "position", "pk"))
