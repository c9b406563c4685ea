"""A paper goes up its route: handed in, passed on from stop to stop, decided, or sent back with a reason.

Whoever calls these has locked the row of the paper before, as `pass_on` and `send_back` do by the kind's `lock`:
everyone takes the paper's lock first and the passage's second.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypedDict

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.people import hands_of
from bkkplan.ground.core.rows.basis import Basis
from bkkplan.ground.routes.actions.errors import (
    EmptyStopError,
    NotAtThisStopError,
    NotHandedInError,
    NotUnderWayError,
    ReasonNeededError,
)
from bkkplan.ground.routes.enums import PassageState
from bkkplan.ground.routes.models import Passage, Stop
from bkkplan.ground.routes.queries.kinds import kind_called, paper_of
from bkkplan.ground.routes.queries.passages import (
    fillers_of,
    roles_of,
    who_fills,
    why_not_decided,
    why_not_here,
    why_not_the_same,
)
from districts.models import District

REASON_SHOWN = 200


def hand_in(*, kind: str, paper: int, district: District, by: User, at: datetime, on: date) -> Passage | None:
    """Send a paper up the route of its district and tell whoever has the first stop. None where no route is set.

    A paper that is under way begins anew. Raises EmptyStopError, which names the stop, if nobody but ``by`` fills one.
    """
    roles = roles_of(kind, district)
    if not roles:
        return None
    fillers = who_fills(kind, district.pk, on=on)
    for role in roles:
        if not any(person.pk not in hands_of(by) for person in fillers[role]):
            raise EmptyStopError(_empty_stop(role, is_by_alone=bool(fillers[role])))
    end(kind=kind, paper=paper, by=by, at=at, on=on)
    passage = Passage.objects.create(
        kind=kind,
        paper=paper,
        office=district.office,
        handed_in_on=on,
        handed_in_at=at,
        handed_in_by=by,
        handed_in_through=by.entered_through,
    )
    for position, role in enumerate(roles, 1):
        Stop.objects.create(passage=passage, position=position, role=role)
    record(
        "routes.handed_in", passage, by=by, at=at, **log_details(passage), on=on, stops=[role.value for role in roles]
    )
    _tell_holders(passage, besides=hands_of(by), at=at, on=on)
    return passage


@transaction.atomic
def pass_on(*, passage_id: int, seen: Basis | None = None, by: User, at: datetime, on: date) -> Passage:
    """Agree with a paper at its stop and hand it to the next. The last stop decides on the paper's own page instead."""
    passage, stop, digest, seen_as = _take_at_stop(passage_id, seen=seen, by=by, on=on)
    if stop == passage.ladder[-1]:
        raise NotAtThisStopError(_("ขั้นนี้เป็นขั้นสุดท้าย ให้ตัดสินที่หน้าของเรื่อง"))
    if sentence := why_not_the_same(passage, digest):
        raise NotAtThisStopError(sentence)
    _sign(stop, digest=digest, by=by, at=at, on=on)
    record(
        "routes.passed_on", passage, by=by, at=at, **log_details(passage), on=on, stop=stop.role,
        in_place=stop.is_in_place, seen=seen_as,
    )  # fmt: skip
    _tell_holders(passage, besides=hands_of(by), at=at, on=on)
    return passage


@transaction.atomic
def send_back(*, passage_id: int, reason: str, seen: Basis | None = None, by: User, at: datetime, on: date) -> Passage:
    """Give a paper back from its stop, with a reason, to whoever handed it in. Raises ReasonNeededError without one."""
    passage, stop, _digest, seen_as = _take_at_stop(passage_id, seen=seen, by=by, on=on)
    if not reason.strip():
        raise ReasonNeededError
    _end(passage, PassageState.SENT_BACK, reason=reason, by=by, at=at, on=on)
    record(
        "routes.sent_back", passage, by=by, at=at, **log_details(passage), on=on, stop=stop.role, reason=reason,
        seen=seen_as,
    )  # fmt: skip
    kind_called(passage.kind).send_back(passage.paper, reason=reason, by=by, at=at, on=on)
    notify(
        recipients=[person for person in _people_of(passage) if person.pk not in hands_of(by)],
        kind="routes.sent_back",
        message=gettext_noop("%(role)sส่ง “%(title)s” กลับ: %(reason)s"),
        params={"title": _title(passage), "role": stop, "reason": reason[:REASON_SHOWN]},
        url=paper_of(passage.kind, passage.paper).url,
        at=at,
    )
    return passage


def decide(*, kind: str, paper: int, basis: Basis, by: User, at: datetime, on: date) -> None:
    """The last stop: the deciding act calls this under its lock. A paper that is on no route is left alone.

    Raises NotAtThisStopError while the paper is at an earlier stop, if another person decides, or if the content is
    not what the earlier stops passed.
    """
    passage = _lock_under_way(kind, paper)
    if passage is None:
        return
    stop = passage.waits_at
    sentence = why_not_decided(passage, by=by, on=on) or why_not_the_same(passage, basis.digest)
    if sentence or stop is None:
        raise NotAtThisStopError(sentence)
    _sign(stop, digest=basis.digest, by=by, at=at, on=on)
    _end(passage, PassageState.DECIDED, by=by, at=at, on=on)


def demand_handed_in(*, kind: str, paper: int, district: District) -> None:
    """Raise NotHandedInError for a paper that has a route and did not begin it. The paper's row is locked."""
    if roles_of(kind, district) and not Passage.objects.under_way().filter(kind=kind, paper=paper).exists():
        raise NotHandedInError


def end(*, kind: str, paper: int, reason: str = "", by: User, at: datetime, on: date) -> None:
    """The paper left its route by an act of its subject: sent back if there is a ``reason``, otherwise recalled.

    A paper that is on no route is left alone.
    """
    passage = _lock_under_way(kind, paper)
    if passage is not None:
        _end(passage, PassageState.SENT_BACK if reason else PassageState.RECALLED, reason=reason, by=by, at=at, on=on)


class LogDetails(TypedDict):
    kind: str
    office: str


def log_details(passage: Passage) -> LogDetails:
    """Return the details that every line of the log about this passage has."""
    return {"kind": passage.kind, "office": passage.office.code}


def _take_at_stop(passage_id: int, *, seen: Basis | None, by: User, on: date) -> tuple[Passage, Stop, str, str]:
    """Lock the paper and its passage for an act at the stop; return them with the digests of what stands there now
    and of what the person saw."""
    found = Passage.objects.select_related("office").get(pk=passage_id)
    if not by.has_perm("routes.act_at_stop", found):
        raise PermissionDenied
    if not found.is_under_way:
        raise NotUnderWayError
    kind = kind_called(found.kind)
    kind.lock(found.paper, by=by)
    passage = _lock_under_way(found.kind, found.paper)
    stop = passage.waits_at if passage else None
    if passage is None or passage.pk != passage_id or stop is None:
        raise NotUnderWayError
    basis = kind.basis(passage.paper)
    seen_as = basis.demand(seen)
    if sentence := why_not_here(passage, stop, by=by, on=on):
        raise NotAtThisStopError(sentence)
    return passage, stop, basis.digest, seen_as


def _lock_under_way(kind: str, paper: int) -> Passage | None:
    rows = Passage.objects.under_way().select_for_update(of=("self",), no_key=True)
    return rows.select_related("office").prefetch_related("stops__passed_by").filter(kind=kind, paper=paper).first()


def _sign(stop: Stop, *, digest: str, by: User, at: datetime, on: date) -> None:
    stop.passed_on, stop.passed_at, stop.passed_by, stop.passed_through = on, at, by, by.entered_through
    stop.seen_as = digest
    stop.is_in_place = stop.as_role not in {held.role for held in by.held_assignments}
    stop.save(update_fields=["passed_on", "passed_at", "passed_by", "passed_through", "seen_as", "is_in_place"])


def _end(passage: Passage, state: PassageState, *, reason: str = "", by: User, at: datetime, on: date) -> None:
    passage.state, passage.reason = state, reason
    passage.ended_on, passage.ended_at, passage.ended_by, passage.ended_through = on, at, by, by.entered_through
    passage.save(update_fields=["state", "reason", "ended_on", "ended_at", "ended_by", "ended_through"])


def _empty_stop(role: Role, *, is_by_alone: bool) -> str:
    if is_by_alone:
        sentence = _("ขั้น%(role)sของเส้นทางมีแต่ผู้เสนอเอง ให้ผู้อื่นเสนอ หรือตั้งผู้ดำรงตำแหน่งเพิ่ม หรือตัดขั้นนี้ออกจากเส้นทาง")
    elif role == Role.DISTRICT_DIRECTOR:
        sentence = _("เขตนี้วันนี้ไม่มี%(role)s จึงยังเสนอไม่ได้ ให้ผู้ดูแลระบบตั้งผู้รักษาราชการแทน")
    else:
        sentence = _("ขั้น%(role)sของเส้นทางวันนี้ไม่มีผู้ดำรงตำแหน่ง ให้ผู้อำนวยการเขตตั้งผู้ดำรงตำแหน่ง หรือตัดขั้นนี้ออกจากเส้นทาง")
    return sentence % {"role": role.label}


def _people_of(passage: Passage) -> Iterable[User]:
    """Whoever handed the paper in, and those who passed it on."""
    yield passage.handed_in_by
    for stop in passage.ladder:
        if stop.passed_by:
            yield stop.passed_by


def _tell_holders(passage: Passage, *, besides: frozenset[int], at: datetime, on: date) -> None:
    """Tell those who have the paper now; the director if nobody does."""
    stop = passage.waits_at
    if stop is None:
        return
    fillers = fillers_of(passage, on=on)
    people = fillers[stop.as_role] or fillers[Role.DISTRICT_DIRECTOR]
    notify(
        recipients=[person for person in people if person.pk not in besides],
        kind="routes.waits",
        message=gettext_noop("“%(title)s” รอ%(role)sพิจารณา"),
        params={"title": _title(passage), "role": stop},
        url=paper_of(passage.kind, passage.paper).url,
        at=at,
    )


def _title(passage: Passage) -> str:
    with translation.override("th"):  # what a notice keeps is Thai, in whatever language the person worked
        return paper_of(passage.kind, passage.paper).title
