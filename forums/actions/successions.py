"""An office joins proposals that ask for the same, splits one that asks for several things, and undoes either.

What people said is never changed: the originals stay readable, and what becomes of the one that stands for them becomes
of them. A proposal that is in a plan already cannot go into another one: its committee decided on its own words, and
would find a project whose proposal speaks of something else. So it must be the one into which the others go.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from forums.actions import steps
from forums.actions.errors import NothingLeftError, NotToBeJoinedError, ReasonNeededError, WrongMomentError
from forums.actions.lock import take_proposals, take_results
from forums.actions.replies import demand_not_taken_in
from forums.enums import ForumState, SuccessionKind
from forums.models import Proposal, Succession, Uptake

PERMISSION = "forums.work_up"
# What a part has of the whole, if it says nothing else.
OF_THE_WHOLE = ("detail", "area", "subdistrict", "community", "place", "sector")


@transaction.atomic
def merge(*, into_id: int, proposal_ids: Collection[int], on: date, by: User, at: datetime) -> list[Succession]:
    """Let one proposal stand for others of its district, from whatever forum. Those that it stands for already stay.

    Raises NotToBeJoinedError if another stands for one of them, or if one that would go is in a plan.
    """
    wanted = set(proposal_ids) - {into_id}
    if not wanted:
        raise NotToBeJoinedError(_("เลือกข้อเสนอที่จะรวมอย่างน้อยหนึ่งข้อ นอกจากข้อเสนอหลัก"))
    found = take_proposals({into_id, *wanted}, by=by, permission=PERMISSION)
    into = found[into_id]
    standing = {row.proposal_id: row for row in Succession.objects.live().filter(proposal__in=found)}
    _demand_public(found.values(), district_id=into.district_id)
    if into_id in standing:
        raise NotToBeJoinedError(
            _("ข้อเสนอ “%(title)s” ถูกรวมหรือแยกไปแล้ว จึงเป็นข้อเสนอหลักไม่ได้ เลือกข้อเสนอที่แทนข้อนี้เป็นข้อเสนอหลัก") % {"title": into}
        )
    going = [found[pk] for pk in sorted(wanted) if standing.get(pk) is None or standing[pk].into_id != into_id]
    for proposal in going:
        if proposal.pk in standing:
            raise NotToBeJoinedError(
                _("ข้อเสนอ “%(title)s” ถูกรวมหรือแยกไปแล้ว ยกเลิกการรวมหรือแยกนั้นก่อน") % {"title": proposal}
            )
    _demand_in_no_plan(going, otherwise=_("เลือกข้อเสนอนี้เป็นข้อเสนอหลักแทน หรือให้กรรมการชุมชนถอนออกจากแผนก่อน"))
    rows = [_stand(p, into, kind=SuccessionKind.MERGED, on=on, by=by, at=at) for p in going]
    for row in rows:
        record("forums.proposal_merged", row, by=by, at=at, proposal=row.proposal, into=into, on=on)
    return rows


@transaction.atomic
def take_out(*, succession_id: int, reason: str, on: date, by: User, at: datetime) -> Succession:
    """Undo the merge of one proposal: from now on it speaks for itself again."""
    row = Succession.objects.select_related("into").get(pk=succession_id)
    take_proposals({row.proposal_id, row.into_id}, by=by, permission=PERMISSION)
    row.refresh_from_db()
    if row.kind != SuccessionKind.MERGED or row.ended_on is not None:
        raise WrongMomentError(_("ยกเลิกการรวมข้อเสนอนี้ไปแล้ว"))
    _end([row], reason=reason, on=on, by=by, at=at)
    record("forums.merge_undone", row, by=by, at=at, proposal=row.proposal_id, into=row.into_id, on=on, reason=reason)
    return row


@transaction.atomic
def split(*, proposal_id: int, parts: Sequence[str], reason: str, on: date, by: User, at: datetime) -> list[Succession]:
    """Make a proposal of each of these titles at the end of the same forum, and let them stand for the whole.

    The parts have the whole's place, area and detail, no amount and no votes; they are not counted as proposals. Raises
    NothingLeftError for fewer than two different titles, NotToBeJoinedError if the whole is in a plan.
    """
    titles = list(dict.fromkeys(title for part in parts if (title := part.strip())))
    if len(titles) < 2:
        raise NothingLeftError(_("แยกแล้วต้องได้อย่างน้อยสองข้อเสนอที่ไม่ซ้ำกัน เขียนบรรทัดละหนึ่งข้อ"))
    whole = Proposal.objects.select_related("forum").get(pk=proposal_id)
    forum = take_results(whole.forum_id, by=by, reason=reason)
    whole = take_proposals({proposal_id}, by=by, permission=PERMISSION)[proposal_id]
    _demand_public([whole], district_id=whole.district_id)
    if whole.successions.live().exists():
        raise NotToBeJoinedError(_("ข้อเสนอนี้ถูกรวมหรือแยกไปแล้ว ยกเลิกการรวมหรือแยกนั้นก่อน"))
    _demand_in_no_plan([whole], otherwise=_("ให้กรรมการชุมชนถอนออกจากแผนก่อน แล้วจึงแยก"))
    last = forum.proposals.order_by("-position").values_list("position", flat=True)[0]
    rows = []
    for place, title in enumerate(titles, last + 1):
        text = {name: getattr(whole, name) for name in OF_THE_WHOLE} | {"title": title}
        part = steps.new_proposal(forum, uuid=uuid4(), position=place, text=text, by=by, at=at)
        part.is_part = True
        part.save(force_insert=True)
        rows.append(_stand(whole, part, kind=SuccessionKind.SPLIT, on=on, by=by, at=at))
    for row in rows:
        record("forums.proposal_split", row, by=by, at=at, proposal=whole, into=row.into, on=on, reason=reason)
    return rows


@transaction.atomic
def join_again(*, proposal_id: int, reason: str, on: date, by: User, at: datetime) -> Proposal:
    """Undo a split: the parts are taken out, and the whole speaks for itself again.

    Raises NotToBeJoinedError if a part is in a plan or was merged or split further.
    """
    parts = list(Succession.objects.live().filter(proposal=proposal_id, kind=SuccessionKind.SPLIT))
    found = take_proposals({proposal_id, *(row.into_id for row in parts)}, by=by, permission=PERMISSION)
    rows = list(
        Succession.objects.live()
        .filter(proposal=proposal_id, kind=SuccessionKind.SPLIT)
        .select_related("into")
        .order_by("pk")
    )
    if not rows:
        raise WrongMomentError(_("ยกเลิกการแยกข้อเสนอนี้ไปแล้ว"))
    of_parts = [found[row.into_id] for row in rows]
    _demand_in_no_plan(of_parts, otherwise=_("ให้กรรมการชุมชนถอนออกจากแผนก่อน แล้วจึงยกเลิกการแยก"))
    if Succession.objects.live().filter(proposal__in=of_parts).exists() or (
        Succession.objects.live().filter(into__in=of_parts, kind=SuccessionKind.MERGED).exists()
    ):
        raise NotToBeJoinedError(_("ข้อเสนอที่แยกออกมาถูกรวมหรือแยกต่อแล้ว ยกเลิกการรวมหรือแยกนั้นก่อน"))
    _end(rows, reason=reason, on=on, by=by, at=at)
    for part in of_parts:
        part.removed_on, part.removed_by = on, by
        part.save_over(part.version, update_fields=["removed_on", "removed_by"])
    for row in rows:
        record("forums.split_undone", row, by=by, at=at, proposal=row.proposal_id, into=row.into, on=on, reason=reason)
    return found[proposal_id]


def demand_stands_alone(proposals: Iterable[Proposal]) -> None:
    """Raise NotToBeJoinedError for the first one that was merged or split, or that stands for another: it stays.

    So does one that the district's action plan has (WrongMomentError).
    """
    proposals = list(proposals)
    demand_not_taken_in(proposals)
    ids = [proposal.pk for proposal in proposals]
    joined = Succession.objects.live().filter(Q(proposal__in=ids) | Q(into__in=ids)).select_related("proposal", "into")
    if row := joined.order_by("pk").first():
        title = row.proposal if row.proposal_id in ids else row.into
        raise NotToBeJoinedError(_("ข้อเสนอ “%(title)s” ถูกรวมหรือแยกไว้ ยกเลิกการรวมหรือแยกก่อนนำออก") % {"title": title})


def _stand(proposal: Proposal, into: Proposal, *, kind: str, on: date, by: User, at: datetime) -> Succession:
    return Succession.objects.create(kind=kind, proposal=proposal, into=into, on=on, at=at, by=by)


def _end(rows: Iterable[Succession], *, reason: str, on: date, by: User, at: datetime) -> None:
    if not reason.strip():
        raise ReasonNeededError(_("เขียนเหตุผลก่อน"))
    for row in rows:
        row.ended_on, row.ended_at, row.ended_by, row.ended_reason = on, at, by, reason
        row.save(update_fields=["ended_on", "ended_at", "ended_by", "ended_reason"])


def _demand_public(proposals: Iterable[Proposal], *, district_id: int) -> None:
    for proposal in proposals:
        if proposal.forum.state != ForumState.PUBLISHED or proposal.district_id != district_id:
            raise NotToBeJoinedError(
                _("ข้อเสนอ “%(title)s” ไม่ใช่ข้อเสนอของเขตนี้ที่เผยแพร่แล้ว รวมหรือแยกได้เมื่อเผยแพร่ผลเวที") % {"title": proposal}
            )


def _demand_in_no_plan(proposals: Iterable[Proposal], *, otherwise: str) -> None:
    """Raise NotToBeJoinedError for the first one that a plan has; ``otherwise`` says what to do.

    Raises WrongMomentError for one that the district's own action plan has.
    """
    proposals = list(proposals)
    demand_not_taken_in(proposals)
    rows = Uptake.objects.filter(proposal__in=proposals, ended_on=None)
    uptake = rows.select_related("proposal", "project__revision__plan__community").order_by("pk").first()
    if uptake is not None:
        plan = uptake.project.revision.plan
        raise NotToBeJoinedError(
            _("ข้อเสนอ “%(title)s” อยู่ในแผนพัฒนา%(community)s ปี %(year)s แล้ว %(otherwise)s")
            % {
                "title": uptake.proposal,
                "community": plan.community,
                "year": plan.fiscal_year,
                "otherwise": otherwise,
            }
        )
