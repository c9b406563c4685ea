"""The rule of each act at a forum, on rows in memory: it checks the state, changes the row, returns the log's line.

No function here asks the database; what a rule needs is given to it. The actions beside this module lock, load, save
and write the line; the writer of the sample city does the same for thousands of rows.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.queries import why_another_decides
from bkkplan.ground.audit.record import LogLine, changes, log_line, state_of
from bkkplan.ground.core import thai
from bkkplan.ground.core.fiscal import FiscalYear, buddhist_year
from bkkplan.ground.core.forms.past_day import PastDay
from bkkplan.ground.core.wording import thai_date_short
from communities.models import Community, PlanAdoption, PlanProject
from districts.models import District
from forums.actions.errors import (
    NotItsMeetingError,
    NotReadyError,
    OwnResultsError,
    PartsExceedTotalError,
    PersonalDataError,
    ReasonNeededError,
    WrongDayError,
    WrongMomentError,
    WrongNumberError,
)
from forums.enums import RECORDING_STATES, ForumState
from forums.models import AdoptionMeeting, Correction, Forum, ForumSession, Proposal, Uptake
from forums.queries.sessions import in_plain
from forums.slots import MOST_SLOTS, SessionTime, wrong_slot

CALL = ("title", "purpose", "community", "place", "external_code")
WRITTEN = (
    *CALL, "scheduled_on", "last_on", "fiscal_year", "number", "number_year", "is_numbered_by_paper",
)  # fmt: skip
TEXT = ("title", "detail", "area", "subdistrict", "community", "place", "requested_amount", "sector", "votes")
KEPT = [*TEXT, "removed_on"]
SATANG = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What an announcement says, and what else is written down with it.

    ``number`` is the one on the forum's paper, counted in ``number_year``: the fiscal year, or the calendar year of its
    first day. Without them the portal counts.
    """

    title: str
    place: str
    sessions: tuple[SessionTime, ...]
    purpose: str = ""
    community: Community | None = None
    external_code: str = ""
    number: int | None = None
    number_year: int | None = None

    @property
    def scheduled_on(self) -> date:
        return min(slot.on for slot in self.sessions)


def demand_state(forum: Forum, during: Container[str]) -> None:
    """Raise WrongMomentError unless the forum is at one of these steps."""
    if forum.state not in during:
        raise WrongMomentError(_("ทำขั้นตอนนี้ไม่ได้ เพราะเวทีอยู่ในสถานะ “%(state)s”") % {"state": forum.get_state_display()})


def demand_writable(forum: Forum, *, reason: str = "") -> None:
    """Raise WrongMomentError unless results may be written now, and ReasonNeededError if a public one has no reason."""
    demand_state(forum, [*RECORDING_STATES, ForumState.PUBLISHED])
    if forum.state == ForumState.PUBLISHED and not reason.strip():
        raise ReasonNeededError(_("ผลที่เผยแพร่แล้วแก้ไขได้เมื่อระบุเหตุผล"))


# --- until its day


def plan(*, district: District, kind: str, call: Call, counted: int, by: User, at: datetime) -> tuple[Forum, LogLine]:
    """The forum; the caller writes its sessions once it has a key. ``counted`` is the next number that is free."""
    slots = in_order(call.sessions)
    forum = Forum(district=district, kind=kind, created_at=at, created_by=by)
    forum.scheduled_on, forum.last_on = slots[0].on, slots[-1].on
    forum.fiscal_year = FiscalYear.of(forum.scheduled_on).be
    for name in CALL:
        setattr(forum, name, getattr(call, name))
    number(forum, call, counted=counted)
    return forum, log_line("forums.forum_planned", forum, by=by, at=at, after=written(forum, slots))


def in_order(slots: Iterable[SessionTime]) -> tuple[SessionTime, ...]:
    """The slots by day and time. Raises WrongDayError if there is none, too many, or two that overlap."""
    found = tuple(sorted(slots, key=lambda slot: slot.order))
    if not found:
        raise WrongDayError(_("ใส่วันจัดอย่างน้อยหนึ่งวัน"), field="scheduled_on")
    if len(found) > MOST_SLOTS:
        raise WrongDayError(_("เวทีหนึ่งมีได้ไม่เกิน %(most)s ช่วงเวลา") % {"most": MOST_SLOTS}, field="scheduled_on")
    if wrong := wrong_slot(found):
        raise WrongDayError(wrong.sentence, field="scheduled_on")
    return found


def number(forum: Forum, call: Call, *, counted: int) -> None:
    """Number the forum as on its paper, or as it is counted.

    Raises WrongNumberError for a year in which its first day cannot be counted. Whether another forum has the number is
    for the caller to find.
    """
    forum.is_numbered_by_paper = call.number is not None
    if call.number is None:
        forum.number, forum.number_year = counted, forum.fiscal_year
        return
    forum.number, forum.number_year = call.number, call.number_year or forum.fiscal_year
    if forum.number_year not in {forum.fiscal_year, buddhist_year(forum.scheduled_on)}:
        raise WrongNumberError(
            _("ปีของครั้งที่ต้องเป็นปีงบประมาณ %(fiscal)s หรือปีปฏิทิน %(calendar)s ของวันจัด")
            % {"fiscal": forum.fiscal_year, "calendar": buddhist_year(forum.scheduled_on)},
            field="number_year",
        )


def written(forum: Forum, slots: Iterable[SessionTime]) -> dict[str, object]:
    """What the log keeps of a call."""
    return {**state_of(forum, WRITTEN), "sessions": in_plain(slots)}


def session_rows(forum: Forum, slots: Iterable[SessionTime]) -> list[ForumSession]:
    """The rows of these sessions; the forum has its key."""
    return [ForumSession(forum=forum, on=slot.on, starts_at=slot.starts_at, ends_at=slot.ends_at) for slot in slots]


def announce(forum: Forum, *, on: date, by: User, at: datetime) -> LogLine:
    demand_state(forum, [ForumState.PLANNED])
    if on > forum.scheduled_on:
        raise WrongDayError(
            _("ประกาศหลังวันจัด (%(day)s) ไม่ได้ แก้วันจัดก่อน") % {"day": thai_date_short(forum.scheduled_on)},
            field="announced_on",
        )
    forum.state, forum.announced_on = ForumState.ANNOUNCED, on
    return log_line("forums.forum_announced", forum, by=by, at=at, on=on, scheduled_on=forum.scheduled_on)


def cancel(forum: Forum, *, on: date, reason: str, by: User, at: datetime) -> LogLine:
    demand_state(forum, [ForumState.PLANNED, ForumState.ANNOUNCED, ForumState.OPEN])
    forum.state, forum.cancelled_on, forum.ending_reason = ForumState.CANCELLED, on, reason
    return log_line("forums.forum_cancelled", forum, by=by, at=at, on=on, reason=reason)


def open_forum(forum: Forum, *, by: User, at: datetime) -> LogLine:
    demand_state(forum, [ForumState.ANNOUNCED])
    forum.state = ForumState.OPEN
    return log_line("forums.forum_opened", forum, by=by, at=at)


def hold(forum: Forum, *, held_on: date, on: date, by: User, at: datetime) -> LogLine:
    """The forum took place on ``held_on``; ``on`` is the day on which this is said."""
    demand_state(forum, [ForumState.ANNOUNCED, ForumState.OPEN])
    if held_on > on:
        raise WrongDayError(_("วันจัดต้องไม่อยู่ในอนาคต"), field="held_on")
    if forum.announced_on and held_on < forum.announced_on:
        raise WrongDayError(
            _("จัดก่อนวันประกาศ (%(day)s) ไม่ได้") % {"day": thai_date_short(forum.announced_on)}, field="held_on"
        )
    forum.state, forum.held_on = ForumState.HELD, held_on
    return log_line("forums.forum_held", forum, by=by, at=at, held_on=held_on)


# --- results


def attended(people: Mapping[int, int | None], *, total: int | None) -> tuple[dict[int, int], int | None]:
    """People by the sector's id without the empty ones, and the total; left out, the total is their sum.

    Raises PartsExceedTotalError.
    """
    counted = {sector: count for sector, count in people.items() if count is not None}
    parts = sum(counted.values())
    if total is not None and parts > total:
        raise PartsExceedTotalError(
            _("ทุกภาคส่วนรวม %(parts)s คน มากกว่าผู้เข้าร่วมทั้งหมด %(total)s คน")
            % {"parts": f"{parts:,}", "total": f"{total:,}"},
            field="attendance_total",
        )
    return counted, total if total is not None else (parts if counted else None)


def finish_recording(forum: Forum, *, on: date, by: User, at: datetime) -> LogLine:
    demand_state(forum, [ForumState.HELD])
    _demand_complete(forum)
    forum.state = ForumState.RECORDED
    _sign_recording(forum, on=on, by=by)
    return log_line("forums.results_recorded", forum, by=by, at=at, on=on)


def publish(
    forum: Forum, *, is_free_of_personal_data: bool, past: PastDay | None = None, on: date, by: User, at: datetime
) -> LogLine:
    """Refuse or publish. A refusal comes before any change. With ``past`` the results came out on that earlier day.

    The caller keeps the file that proves that day.
    """
    demand_state(forum, [ForumState.HELD, ForumState.RECORDED])
    _demand_complete(forum)
    if sentence := why_not_published_by(by, forum, on=on):
        raise OwnResultsError(sentence)
    if not is_free_of_personal_data:
        raise PersonalDataError(_("ยืนยันก่อนว่าไม่มีชื่อหรือหมายเลขโทรศัพท์ของผู้ร่วมเวทีในข้อความ"))
    if forum.held_on and on < forum.held_on:
        raise WrongDayError(_("เผยแพร่ก่อนวันจัดไม่ได้"))
    if past:
        past.demand(on=on, earliest=forum.held_on)
    forum.state, forum.is_free_of_personal_data = ForumState.PUBLISHED, True
    if forum.recorded_on is None:
        _sign_recording(forum, on=on, by=by)
    forum.needs_director = forum.district.publishing_needs_director
    forum.published_on, forum.published_at = past.on if past else on, at
    forum.publication_reason = past.reason if past else ""
    forum.published_by, forum.published_through = by, by.entered_through
    details = {"on": forum.published_on, "held_on": forum.held_on, **(past.log_details(on=on) if past else {})}
    return log_line("forums.forum_published", forum, by=by, at=at, **details)


def withdraw(forum: Forum, *, on: date, reason: str, by: User, at: datetime) -> LogLine:
    demand_state(forum, [ForumState.PUBLISHED])
    forum.state, forum.withdrawn_on, forum.ending_reason = ForumState.WITHDRAWN, on, reason
    return log_line("forums.forum_withdrawn", forum, by=by, at=at, on=on, reason=reason)


def why_not_published_by(by: User, forum: Forum, *, on: date) -> str:
    """The sentence that says why ``by`` may not publish the results; "" if ``by`` may.

    Where the director publishes, whoever finished the results may not. Only the sentence itself asks the database,
    for the names of those who may.
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


def _demand_complete(forum: Forum) -> None:
    if forum.attendance_total is None:
        raise NotReadyError(_("ยังไม่ได้บันทึกจำนวนผู้เข้าร่วม"))


# --- proposals


def new_proposal(
    forum: Forum, *, uuid: UUID, position: int, text: Mapping[str, object], by: User, at: datetime
) -> Proposal:
    """A proposal in the forum's district. The caller has found that results may be written, and notes it."""
    proposal = Proposal(
        uuid=uuid, forum=forum, district_id=forum.district_id, position=position, created_at=at, created_by=by
    )
    write(proposal, text)
    return proposal


def write(proposal: Proposal, text: Mapping[str, object]) -> None:
    for name in TEXT:
        if name in text:
            setattr(proposal, name, text[name])
    if proposal.requested_amount is not None:
        # Rounded to satang as the database stores it; otherwise an unchanged amount would look changed.
        proposal.requested_amount = Decimal(proposal.requested_amount).quantize(SATANG, ROUND_HALF_UP)
    proposal.search_text = searched_in(proposal)


def searched_in(proposal: Proposal) -> str:
    """The text that a search looks in: the words and places of a proposal as search keys."""
    district, subdistrict = proposal.forum.district, proposal.subdistrict
    texts = [proposal.title, proposal.detail, proposal.place, f"เขต{district.name_th}", district.name_en]
    if subdistrict:
        texts += [f"แขวง{subdistrict.name_th}", subdistrict.name_en]
    if proposal.community:
        texts.append(str(proposal.community))
    return "\n".join(key for text in texts if (key := thai.search_key(text)))


def note(
    proposal: Proposal, was: Mapping[str, object], *, reason: str, by: User, at: datetime
) -> tuple[Correction | None, LogLine]:
    """The line about a proposal that was ``was`` before, empty for a new one; also a Correction of published results.

    The Correction keeps the old text for staff.
    """
    is_removal = proposal.removed_on is not None and was.get("removed_on") is None
    verb = "forums.proposal_removed" if is_removal else "forums.proposal_changed" if was else "forums.proposal_added"
    difference = changes(was, state_of(proposal, KEPT))
    forum = proposal.forum
    if forum.published_on is None:
        return None, log_line(verb, proposal, by=by, at=at, forum=forum, **difference)
    correction = Correction(forum=forum, proposal=proposal, **difference, reason=reason, at=at, by=by)
    return correction, log_line(verb, proposal, by=by, at=at, forum=forum, **difference, reason=reason)


# --- taken into plans


def demand_open_to_plans(proposal: Proposal, *, district_id: int) -> None:
    """Raise WrongMomentError unless the proposal is public in that district."""
    if proposal.forum.state != ForumState.PUBLISHED or proposal.district_id != district_id:
        raise WrongMomentError(_("นำข้อเสนอนี้เข้าแผนไม่ได้ เพราะผลเวทีไม่ได้เผยแพร่ในเขตนี้แล้ว"))


def take_up(proposal: Proposal, project: PlanProject, *, on: date, by: User, at: datetime) -> tuple[Uptake, LogLine]:
    plan_of_it = project.revision.plan
    demand_open_to_plans(proposal, district_id=plan_of_it.community.district_id)
    uptake = Uptake(proposal=proposal, project=project, amount=proposal.requested_amount, on=on, at=at, by=by)
    details: dict[str, Any] = {"proposal": proposal, "project": project, "plan": plan_of_it, "on": on}
    return uptake, log_line("forums.proposal_taken_up", uptake, by=by, at=at, **details)


def end_uptake(uptake: Uptake, *, reason: str, public_reason: str = "", on: date, by: User, at: datetime) -> LogLine:
    if uptake.ended_on is not None:
        raise WrongMomentError(_("สิ้นสุดไปแล้ว"))
    if not reason.strip():
        raise ReasonNeededError(_("เขียนเหตุผลก่อน"))
    uptake.ended_on, uptake.ended_at, uptake.ended_by, uptake.ended_reason = on, at, by, reason
    uptake.public_reason = public_reason
    details: dict[str, Any] = {
        "proposal": uptake.proposal_id,
        "on": on,
        "reason": reason,
        "public_reason": public_reason,
    }
    return log_line("forums.uptake_ended", uptake, by=by, at=at, **details)


def link_adoption(adoption: PlanAdoption, forum: Forum, *, by: User, at: datetime) -> tuple[AdoptionMeeting, LogLine]:
    """Say at which forum a community adopted its plan. Raises NotItsMeetingError for a forum of another day."""
    if forum.held_on != adoption.adopted_on:
        raise NotItsMeetingError
    meeting = AdoptionMeeting(adoption=adoption, forum=forum, at=at, by=by)
    return meeting, log_line("forums.adoption_linked", meeting, by=by, at=at, adoption=adoption, forum=forum)
