"""Results on their way to the public: recorded, published, withdrawn. The actions that record also correct."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record, write_line
from bkkplan.ground.core.forms.past_day import PastDay, PastDayError
from bkkplan.ground.core.rows.basis import BY_COMMAND, Basis
from bkkplan.ground.core.wording import thai_date_short
from bkkplan.ground.routes import actions as routes
from forums.actions import steps
from forums.actions.errors import ForumError
from forums.actions.evidence import attach_file
from forums.actions.lock import take
from forums.actions.telling import tell, tell_colleagues
from forums.enums import RESULTS_PAPER, ForumState
from forums.models import Attachment, Forum
from forums.queries.people import colleagues_of, committee_members_of, directors_of
from forums.queries.readiness import basis_of_results

RECORDING_SIGNATURE = ("recorded_on", "recorded_by", "recorded_through", "needs_director")


@transaction.atomic
def finish_recording(*, forum_id: int, on: date, by: User, at: datetime) -> Forum:
    """Say that the results are complete, and hand them in where the district has a route for them.

    Without a route the directors get a notice if the district's director publishes.
    """
    forum = take(forum_id, by=by, permission="forums.change_forum")
    line = steps.finish_recording(forum, on=on, by=by, at=at)
    forum.save_over(forum.version, update_fields=["state", *RECORDING_SIGNATURE])
    write_line(line)
    passage = routes.hand_in(kind=RESULTS_PAPER, paper=forum.pk, district=forum.district, by=by, at=at, on=on)
    if passage is None and forum.district.publishing_needs_director:
        tell_directors(forum, besides=by, at=at)
    return forum


def tell_directors(forum: Forum, *, besides: User, at: datetime) -> None:
    """Tell the directors of the district, except ``besides``, that results wait for them."""
    message = gettext_noop("ผล%(forum)s บันทึกเสร็จแล้ว รอผู้อำนวยการเขตเผยแพร่")
    tell(directors_of(forum, besides=besides, at=at), forum, kind="forums.awaits_publishing", message=message, at=at)


@transaction.atomic
def resume_recording(
    *, forum_id: int, reason: str = "", seen: Basis | None = None, by: User, at: datetime, on: date
) -> Forum:
    """Set results that wait for publishing back to recording. With ``reason``, the colleagues are told of it."""
    forum = take(forum_id, by=by, permission="forums.change_forum", during=[ForumState.RECORDED])
    seen_as = basis_of_results(forum).demand(seen)
    routes.end(kind=RESULTS_PAPER, paper=forum.pk, reason=reason, by=by, at=at, on=on)
    give_back(forum, reason=reason, seen_as=seen_as, by=by, at=at)
    if reason:
        message = gettext_noop("ผล%(forum)s ถูกส่งกลับให้แก้ไข: %(reason)s")
        tell_colleagues(forum, kind="forums.sent_back", message=message, reason=reason[:200], by=by, at=at)
    return forum


def give_back(forum: Forum, *, reason: str, seen_as: str = BY_COMMAND, by: User, at: datetime) -> None:
    """Set a forum that is locked and recorded back to recording."""
    forum.state = ForumState.HELD
    forum.recorded_on, forum.recorded_by, forum.recorded_through, forum.needs_director = None, None, None, False
    forum.save_over(forum.version, update_fields=["state", *RECORDING_SIGNATURE])
    record("forums.recording_resumed", forum, by=by, at=at, reason=reason, seen=seen_as)


@transaction.atomic
def publish(
    *,
    forum_id: int,
    is_free_of_personal_data: bool,
    past: PastDay | None = None,
    seen: Basis | None = None,
    on: date,
    by: User,
    at: datetime,
) -> Forum:
    """Make the results public. The person confirms that they hold no names and phone numbers.

    With ``past`` they came out on that earlier day; ``on`` is the day on which it is entered, and the log has both.

    Raises BasisChangedError if what would become public is not what ``seen`` says.
    """
    forum = take(forum_id, by=by, permission="forums.publish_forum")
    basis = basis_of_results(forum)
    if forum.state == ForumState.HELD:
        routes.demand_handed_in(kind=RESULTS_PAPER, paper=forum.pk, district=forum.district)
    routes.decide(kind=RESULTS_PAPER, paper=forum.pk, basis=basis, by=by, at=at, on=on)
    line = steps.publish(forum, is_free_of_personal_data=is_free_of_personal_data, past=past, on=on, by=by, at=at)
    seen_as = basis.demand(seen)
    forum.publication_proof = _proof(forum, past, by=by, at=at) if past else None
    forum.save_over(
        forum.version,
        update_fields=[
            "state", "is_free_of_personal_data", *RECORDING_SIGNATURE,
            "published_on", "published_at", "published_by", "published_through",
            "publication_reason", "publication_proof",
        ],
    )  # fmt: skip
    write_line(line, seen=seen_as, **({"proof": forum.publication_proof_id} if past else {}))
    tell(
        [*colleagues_of(forum, besides=by, at=at), *committee_members_of(forum, on=on)],
        forum,
        kind="forums.published",
        message=gettext_noop("เผยแพร่ผล%(forum)s แล้ว"),
        at=at,
    )
    return forum


@transaction.atomic
def withdraw(*, forum_id: int, on: date, reason: str, seen: Basis | None = None, by: User, at: datetime) -> Forum:
    """Withdraw published results for good, from the day ``on``; figures of earlier days do not change."""
    forum = take(forum_id, by=by, permission="forums.publish_forum")
    basis = basis_of_results(forum)
    line = steps.withdraw(forum, on=on, reason=reason, by=by, at=at)
    seen_as = basis.demand(seen)
    forum.save_over(forum.version, update_fields=["state", "withdrawn_on", "ending_reason"])
    write_line(line, seen=seen_as)
    message = gettext_noop("ผล%(forum)s ถูกถอนการเผยแพร่: %(reason)s")
    tell_colleagues(forum, kind="forums.withdrawn", message=message, reason=reason[:200], by=by, at=at)
    return forum


def _proof(forum: Forum, past: PastDay, *, by: User, at: datetime) -> Attachment:
    """Keep the file that proves the day on which results came out."""
    caption = gettext("หลักฐานการเผยแพร่ผลเมื่อ %(day)s") % {"day": thai_date_short(past.on)}
    try:
        return attach_file(forum_id=forum.pk, upload=past.proof, kind=past.kind, caption=caption, by=by, at=at)
    except ForumError as error:
        raise PastDayError(error.sentence, field="proof") from error
