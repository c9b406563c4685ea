"""Results on their way to the public: recorded, published, withdrawn. The actions that record also correct."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.queries import why_another_decides
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.basis import Basis
from bkkplan.ground.core.past_day import PastDay, PastDayError
from bkkplan.ground.core.wording import thai_date_short
from forums.actions.errors import ForumError, NotReadyError, OwnResultsError, PersonalDataError, WrongDayError
from forums.actions.evidence import attach_file
from forums.actions.lock import take
from forums.enums import ForumState
from forums.models import Forum
from forums.queries.people import colleagues_of, committee_members_of, directors_of
from forums.queries.readiness import basis_of_results

RECORDING_SIGNATURE = ("recorded_on", "recorded_by", "recorded_through", "needs_director")


@transaction.atomic
def finish_recording(*, forum_id: int, on: date, by: User, at: datetime) -> Forum:
    """Say that the results are complete. If the district's director publishes, the directors get a notice."""
    forum = take(forum_id, by=by, permission="forums.change_forum", during=[ForumState.HELD])
    _complete_or_refuse(forum)
    forum.state = ForumState.RECORDED
    _sign_recording(forum, on=on, by=by)
    forum.save_over(forum.version, update_fields=["state", *RECORDING_SIGNATURE])
    record("forums.results_recorded", forum, by=by, at=at, on=on)
    if forum.district.publishing_needs_director:
        tell_directors(forum, besides=by, at=at)
    return forum


def tell_directors(forum: Forum, *, besides: User, at: datetime) -> None:
    """Tell the directors of the district, except ``besides``, that results wait for them."""
    notify(
        recipients=directors_of(forum, besides=besides, at=at),
        kind="forums.awaits_publishing",
        message=gettext_noop("ผล%(forum)s บันทึกเสร็จแล้ว รอผู้อำนวยการเขตเผยแพร่"),
        params={"forum": forum},
        url=forum.get_absolute_url(),
        at=at,
    )


@transaction.atomic
def resume_recording(*, forum_id: int, reason: str = "", seen: Basis | None = None, by: User, at: datetime) -> Forum:
    """Set results that wait for publishing back to recording. With ``reason``, the colleagues are told of it."""
    forum = take(forum_id, by=by, permission="forums.change_forum", during=[ForumState.RECORDED])
    seen_as = basis_of_results(forum).demand(seen)
    forum.state = ForumState.HELD
    forum.recorded_on, forum.recorded_by, forum.recorded_through, forum.needs_director = None, None, None, False
    forum.save_over(forum.version, update_fields=["state", *RECORDING_SIGNATURE])
    record("forums.recording_resumed", forum, by=by, at=at, reason=reason, seen=seen_as)
    if reason:
        notify(
            recipients=colleagues_of(forum, besides=by, at=at),
            kind="forums.sent_back",
            message=gettext_noop("ผล%(forum)s ถูกส่งกลับให้แก้ไข: %(reason)s"),
            params={"forum": forum, "reason": reason[:200]},
            url=forum.get_absolute_url(),
            at=at,
        )
    return forum


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
    during = [ForumState.HELD, ForumState.RECORDED]
    forum = take(forum_id, by=by, permission="forums.publish_forum", during=during)
    _complete_or_refuse(forum)
    if sentence := why_not_published_by(by, forum, on=on):
        raise OwnResultsError(sentence)
    if not is_free_of_personal_data:
        raise PersonalDataError(_("ยืนยันก่อนว่าไม่มีชื่อหรือหมายเลขโทรศัพท์ของผู้ร่วมเวทีในข้อความ"))
    seen_as = basis_of_results(forum).demand(seen)
    if forum.held_on and on < forum.held_on:
        raise WrongDayError(_("เผยแพร่ก่อนวันจัดไม่ได้"))
    if past:
        past.demand(on=on, earliest=forum.held_on)
        _prove(forum, past, by=by, at=at)
    happened_on = past.on if past else on
    forum.state, forum.is_free_of_personal_data = ForumState.PUBLISHED, True
    if forum.recorded_on is None:
        _sign_recording(forum, on=on, by=by)
    forum.needs_director = forum.district.publishing_needs_director
    forum.published_on, forum.published_at = happened_on, at
    forum.published_by, forum.published_through = by, by.entered_through
    forum.save_over(
        forum.version,
        update_fields=[
            "state", "is_free_of_personal_data", *RECORDING_SIGNATURE,
            "published_on", "published_at", "published_by", "published_through",
            "publication_reason", "publication_proof",
        ],
    )  # fmt: skip
    late = past.told(on=on) | {"proof": forum.publication_proof_id} if past else {}
    record("forums.forum_published", forum, by=by, at=at, on=happened_on, held_on=forum.held_on, seen=seen_as, **late)
    notify(
        recipients=[*colleagues_of(forum, besides=by, at=at), *committee_members_of(forum, on=on)],
        kind="forums.published",
        message=gettext_noop("เผยแพร่ผล%(forum)s แล้ว"),
        params={"forum": forum},
        url=forum.get_absolute_url(),
        at=at,
    )
    return forum


@transaction.atomic
def withdraw(*, forum_id: int, on: date, reason: str, seen: Basis | None = None, by: User, at: datetime) -> Forum:
    """Withdraw published results for good, from the day ``on``; figures of earlier days do not change."""
    forum = take(forum_id, by=by, permission="forums.publish_forum", during=[ForumState.PUBLISHED])
    seen_as = basis_of_results(forum).demand(seen)
    forum.state, forum.withdrawn_on, forum.ending_reason = ForumState.WITHDRAWN, on, reason
    forum.save_over(forum.version, update_fields=["state", "withdrawn_on", "ending_reason"])
    record("forums.forum_withdrawn", forum, by=by, at=at, on=on, reason=reason, seen=seen_as)
    notify(
        recipients=colleagues_of(forum, besides=by, at=at),
        kind="forums.withdrawn",
        message=gettext_noop("ผล%(forum)s ถูกถอนการเผยแพร่: %(reason)s"),
        params={"forum": forum, "reason": reason[:200]},
        url=forum.get_absolute_url(),
        at=at,
    )
    return forum


def _prove(forum: Forum, past: PastDay, *, by: User, at: datetime) -> None:
    """Keep the reason and the file of a publication that is entered afterwards. The caller saves the forum."""
    caption = gettext("หลักฐานการเผยแพร่ผลเมื่อ %(day)s") % {"day": thai_date_short(past.on)}
    try:
        forum.publication_proof = attach_file(
            forum_id=forum.pk, upload=past.proof, kind=past.kind, caption=caption, by=by, at=at
        )
    except ForumError as error:
        raise PastDayError(error.sentence, field="proof") from error
    forum.publication_reason = past.reason


def why_not_published_by(by: User, forum: Forum, *, on: date) -> str:
    """The sentence that says why ``by`` may not publish the results; "" if ``by`` may.

    Where the director publishes, whoever finished the results may not.
    """
    if not forum.district.publishing_needs_director:
        return ""
    if forum.state == ForumState.HELD:
        return _("เขตนี้ผู้อำนวยการเขตเผยแพร่ผลที่ผู้อื่นบันทึกเสร็จแล้ว ให้เจ้าหน้าที่กด “บันทึกผลเสร็จแล้ว” ก่อน")
    return why_another_decides(
        by=by,
        handed_in_by=(forum.recorded_by_id, forum.recorded_through_id),
        roles=[Role.DISTRICT_DIRECTOR],
        district=forum.district,
        on=on,
    )


def _sign_recording(forum: Forum, *, on: date, by: User) -> None:
    forum.recorded_on, forum.recorded_by, forum.recorded_through = on, by, by.entered_through
    forum.needs_director = forum.district.publishing_needs_director


def _complete_or_refuse(forum: Forum) -> None:
    if forum.attendance_total is None:
        raise NotReadyError(_("ยังไม่ได้บันทึกจำนวนผู้เข้าร่วม"))
