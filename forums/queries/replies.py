"""What an office said to a proposal, and which proposals still wait for it to say something."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, QuerySet

from bkkplan.ground.core.questions.together import asks_first, later
from bkkplan.ground.core.questions.written_once import written_once
from forums.enums import ForumState, ReplyKind
from forums.models import Proposal, Reply, Uptake
from forums.queries.successions import heirs_of

LOOKED_BACK = timedelta(days=366)  # for so long a forum's proposals are asked for


def reply_to(proposal: Proposal) -> Reply | None:
    """What was said to this proposal, or to one that stands for it; the earliest of several.

    That the office does it itself is no words: the action plan says it.
    """
    heirs = heirs_of([proposal.pk]).get(proposal.pk, ())
    asked = [proposal.pk, *(heir.proposal for heir in heirs)]
    said = Reply.objects.live().exclude(kind=ReplyKind.TAKEN_IN)
    return said.filter(proposal__in=asked).order_by("on", "pk").first()


def answer_by(published_on: date) -> date:
    """The day by which a published proposal that no community took up is answered."""
    return published_on + timedelta(days=settings.PROPOSAL_ANSWER_WITHIN_DAYS)


def waiting_for_an_answer() -> QuerySet[Proposal]:
    """The published proposals that no plan has and nobody answered; of merged ones the one that stands for them."""
    in_plans = Uptake.objects.filter(proposal=OuterRef("pk"), ended_on=None)
    replied = Reply.objects.live().filter(proposal=OuterRef("pk"))
    return (
        Proposal.objects.on_their_own()
        .filter(forum__state=ForumState.PUBLISHED)
        .exclude(Exists(in_plans))
        .exclude(Exists(replied))
    )


@dataclass(frozen=True, slots=True)
class Unanswered:
    """How many proposals of a forum wait, and by which day they are answered."""

    forum: int
    count: int
    due_on: date


@written_once
def _waiting_by_forum(
    *, districts: Collection[int], first: date, last: date
) -> QuerySet[Proposal, tuple[int, date | None, int]]:
    rows = waiting_for_an_answer().filter(district__in=districts, forum__published_on__range=(first, last))
    counted = rows.order_by("forum__published_on", "forum").values_list("forum", "forum__published_on")
    return counted.annotate(n=Count("pk"))


@asks_first
def unanswered_in(districts: set[int], *, on: date, ahead: timedelta) -> Iterator[Unanswered | None]:
    """By forum: what waits in these districts and is due within ``ahead``, or late; of the last year alone."""
    within = timedelta(days=settings.PROPOSAL_ANSWER_WITHIN_DAYS)
    first, last = on - within - LOOKED_BACK, on - within + ahead
    found = later(_waiting_by_forum(districts=districts, first=first, last=last))
    yield None
    for forum, day, count in found:
        if day is not None:
            yield Unanswered(forum, count, answer_by(day))
