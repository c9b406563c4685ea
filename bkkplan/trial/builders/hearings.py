"""Hearing forums: announced, held, recorded, published - or not quite."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.builders.facts import CorrectionFacts, ForumFacts, ProposalFacts
from bkkplan.trial.builders.names import person, place
from bkkplan.trial.builders.preparing import prepared
from bkkplan.trial.builders.staff import Staff
from bkkplan.trial.builders.story import (
    DIRECTOR_PUBLISHES,
    SHOWCASE,
    THIS_YEAR,
    TODAY,
    Hearing,
)
from bkkplan.trial.builders.wording import Wish, wish
from bkkplan.trial.catalog import ideas, phrases, places
from forums.enums import ForumKind
from forums.slots import SessionTime

# Who comes, and how many of a hundred.
SECTORS = {
    "community": 26,
    "public": 16,
    "government": 8,
    "private": 4,
    "civil-society": 3,
    "schools": 5,
    "religion": 3,
    "youth": 6,
    "women": 9,
    "older-people": 9,
    "disability": 2,
    "informal-workers": 3,
    "volunteers": 4,
    "media": 1,
    "academics": 1,
    "council": 1,
}
PROPOSERS = ("community", "public", "women", "older-people", "youth", "schools", "volunteers", "disability")
NOON = 12
WITHOUT_RESULTS = (Hearing.ANNOUNCED, Hearing.ANNOUNCED_LATE, Hearing.PLANNED, Hearing.CANCELLED)


@dataclass(frozen=True, slots=True)
class HearingPlace:
    """A district as a hearing sees it: its name and those who live there."""

    code: str
    name: str
    # Code, sub-district and name of each community.
    communities: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Voiced:
    """A proposal of a community, and what a plan can make of it."""

    key: str
    community: str
    wish: Wish
    published_on: date


@dataclass(frozen=True, slots=True)
class Days:
    announced: date
    scheduled: date
    recorded: date | None = None
    published: date | None = None
    ended: date | None = None


def hearing(where: HearingPlace, year: FiscalYear, stage: Hearing, staff: Staff) -> tuple[ForumFacts, list[Voiced]]:
    """The first hearing of a district in a year."""
    dice = Dice("hearing", where.code, year)
    title = phrases()["hearing_title"].format(district=where.name)
    count = dice.between(4, 9)
    if where.code in SHOWCASE:
        count = 40 if year == THIS_YEAR else dice.between(12, 22)
    return _forum(where, year, stage, _days(stage, year, dice), staff, dice, title=title, number=1, proposals=count)


def second_hearings(where: HearingPlace, staff: Staff) -> Iterator[tuple[ForumFacts, list[Voiced]]]:
    """In the year under way some districts listen twice; one of them is being recorded right now."""
    dice = Dice("second hearing", where.code)
    title = f"{phrases()['hearing_title'].format(district=where.name)} (รอบติดตามผล)"
    if where.code == "1001":
        days = Days(date(2023, 5, 8), date(2023, 5, 30))
        yield _forum(where, THIS_YEAR, Hearing.HELD, days, staff, dice, title=title, number=2, proposals=11)
    elif where.code in SHOWCASE:
        days = Days(date(2023, 5, 22), dice.workday(date(2023, 6, 14), date(2023, 6, 30)))
        yield _forum(where, THIS_YEAR, Hearing.ANNOUNCED, days, staff, dice, title=title, number=2, proposals=0)


def other_forums(where: HearingPlace, year: FiscalYear, staff: Staff) -> Iterator[tuple[ForumFacts, list[Voiced]]]:
    """Forums on one subject, which no KPI counts."""
    dice = Dice("other forum", where.code, year)
    if not (where.code in SHOWCASE or dice.chance(0.2)):
        return
    title = str(dice.pick(phrases()["other_forum_titles"])).format(district=where.name)
    held = dice.weekend(year.start + timedelta(days=120), year.start + timedelta(days=210))
    days = Days(held - timedelta(days=20), held, held + timedelta(days=3), held + timedelta(days=dice.between(6, 14)))
    count = dice.between(3, 6)
    yield _forum(
        where,
        year,
        Hearing.PUBLISHED,
        days,
        staff,
        dice,
        title=title,
        number=1,
        proposals=count,
        kind=ForumKind.OTHER,
    )


def adoption_meeting(
    where: HearingPlace, year: FiscalYear, number: int, community: str, held: date, staff: Staff
) -> ForumFacts:
    """The community's meeting that adopted its plan; nobody proposes anything there."""
    dice = Dice("adoption meeting", community, year)
    days = Days(held - timedelta(days=dice.between(8, 20)), held, held + timedelta(days=2), held + timedelta(days=7))
    if held + timedelta(days=7) > TODAY:
        days = Days(days.announced, held)
    title = "ที่ประชุมชุมชนรับรองแผนพัฒนาชุมชน"
    stage = Hearing.PUBLISHED if days.published else Hearing.HELD
    kind = ForumKind.ADOPTION_MEETING
    facts, _ = _forum(where, year, stage, days, staff, dice, title=title, number=number, proposals=0, kind=kind)
    return replace(
        facts,
        community=community,
        purpose="พิจารณาและรับรองแผนพัฒนาชุมชนของปีถัดไป",
        place=f"{dice.pick(places()['meeting_places'])} เขต{where.name}",
        summary="ที่ประชุมรับรองแผนพัฒนาชุมชนตามที่เสนอ" if days.recorded else "",
        agenda=(),
        attendance={
            "community": dice.between(9, 15),
            "public": dice.between(24, 110),
            "older-people": dice.between(5, 30),
        },
    )


def _days(stage: Hearing, year: FiscalYear, dice: Dice) -> Days:
    match stage:
        case Hearing.ANNOUNCED:
            return Days(
                dice.workday(date(2023, 5, 15), date(2023, 5, 24)), dice.workday(date(2023, 6, 12), date(2023, 7, 14))
            )
        case Hearing.ANNOUNCED_LATE:
            return Days(date(2023, 6, 1), date(2023, 6, 9))
        case Hearing.PLANNED:
            return Days(TODAY, dice.workday(date(2023, 7, 3), date(2023, 7, 28)))
        case Hearing.OPEN:
            return Days(date(2023, 5, 12), TODAY)
        case Hearing.HELD:
            return Days(date(2023, 5, 1), dice.workday(date(2023, 5, 24), date(2023, 5, 31)))
        case Hearing.OVERDUE:
            return Days(date(2023, 3, 27), date(2023, 4, 20))
        case Hearing.RECORDED:
            held = dice.workday(date(2023, 5, 9), date(2023, 5, 17))
            return Days(held - timedelta(days=18), held, held + timedelta(days=6))
        case Hearing.AFTER_CLOSING:
            held = dice.workday(year.end - timedelta(days=14), year.end - timedelta(days=3))
            return Days(
                held - timedelta(days=20),
                held,
                held + timedelta(days=25),
                year.default_closing_on + timedelta(days=dice.between(12, 40)),
            )
    held = dice.workday(year.start + timedelta(days=42), year.start + timedelta(days=112))
    # One in twelve announces later than fifteen days before.
    announced = held - timedelta(days=dice.between(6, 12) if dice.chance(0.08) else dice.between(16, 34))
    if stage == Hearing.CANCELLED:
        return Days(announced, held, ended=held - timedelta(days=dice.between(2, 5)))
    published = held + timedelta(days=dice.between(18, 46) if stage == Hearing.LATE else dice.between(4, 14))
    ended = published + timedelta(days=dice.between(10, 40)) if stage == Hearing.WITHDRAWN else None
    return Days(announced, held, min(held + timedelta(days=3), published), published, ended)


def _forum(
    where: HearingPlace,
    year: FiscalYear,
    stage: Hearing,
    days: Days,
    staff: Staff,
    dice: Dice,
    *,
    title: str,
    number: int,
    proposals: int,
    kind: ForumKind = ForumKind.DISTRICT_HEARING,
) -> tuple[ForumFacts, list[Voiced]]:
    officer = staff.officer(where.code)
    key = f"{where.code}/{year}/{kind}/{number}"

    has_results = stage not in WITHOUT_RESULTS
    rows, voiced = _proposals(key, where, proposals, days, officer, dice) if has_results else ((), [])
    publisher = staff.director(where.code) if where.code in DIRECTOR_PUBLISHES else officer
    attendance = _attendance(where.code, year, dice) if has_results and stage != Hearing.OPEN else {}
    facts = ForumFacts(
        key=key,
        district=where.code,
        kind=kind,
        number=number,
        title=title,
        purpose="รับฟังปัญหา ความต้องการ และข้อเสนอของประชาชน เพื่อใช้จัดทำแผนพัฒนาชุมชนและแผนปฏิบัติราชการประจำปี",
        sessions=_sessions(days.scheduled, dice, is_over=has_results and stage != Hearing.OPEN),
        place=place(dice.pick(places()["forum_places"]), dice, district=where.name),
        planned=dice.act(days.announced - timedelta(days=4), officer),
        announced=dice.act(days.announced, officer) if stage != Hearing.PLANNED else None,
        opened=dice.act(days.scheduled, officer) if stage == Hearing.OPEN else None,
        held=dice.act(days.scheduled, officer) if has_results and stage != Hearing.OPEN else None,
        recorded=dice.act(days.recorded, officer) if days.recorded else None,
        published=dice.act(days.published, publisher) if days.published else None,
        withdrawn=dice.act(days.ended, publisher) if stage == Hearing.WITHDRAWN and days.ended else None,
        cancelled=dice.act(days.ended, officer) if stage == Hearing.CANCELLED and days.ended else None,
        ending_reason=phrases()["withdraw_reasons"][stage == Hearing.WITHDRAWN] if days.ended else "",
        attendance=attendance,
        summary=dice.pick(phrases()["hearing_summaries"]) if days.recorded else "",
        recorder=person(dice) if days.recorded else "",
        agenda=tuple((topic, resolution) for topic, resolution in phrases()["agenda"])
        if days.recorded and where.code in SHOWCASE
        else (),
        proposals=rows,
        corrections=_corrections(rows, days, officer, dice) if stage == Hearing.CORRECTED else (),
    )
    if where.code in SHOWCASE and kind == ForumKind.DISTRICT_HEARING and facts.announced:
        facts = replace(facts, preparing=prepared(facts, where.name))
    published = days.published if stage != Hearing.WITHDRAWN else None
    return facts, [replace(voice, published_on=published) for voice in voiced] if published else []


def _sessions(day: date, dice: Dice, *, is_over: bool) -> tuple[SessionTime, ...]:
    """Half a day, or a morning and an afternoon."""
    starts = dice.pick((time(9, 0), time(9, 30), time(13, 30)))
    ends = dice.pick((time(12, 0), time(15, 30), time(16, 30))) if is_over else None
    if ends is None:
        return (SessionTime(day, starts, time(12, 0) if starts.hour < NOON else time(16, 30)),)
    if ends.hour > NOON and starts.hour < NOON:
        return SessionTime(day, starts, time(12, 0)), SessionTime(day, time(13, 30), ends)
    return (SessionTime(day, starts, max(ends, starts.replace(hour=starts.hour + 2))),)


def _proposals(
    key: str, where: HearingPlace, count: int, days: Days, by: User, dice: Dice
) -> tuple[tuple[ProposalFacts, ...], list[Voiced]]:
    rows, voiced = [], []
    for number, idea in enumerate(dice.some(ideas(), count), 1):
        wanted = wish(idea, dice)
        code, subdistrict = dice.pick(where.communities)
        is_of_community = dice.chance(0.8)
        row = ProposalFacts(
            key=f"{key}/{number:02d}",
            title=wanted.proposal_title(dice),
            detail=wanted.detail(dice),
            area=idea.areas[0],
            subdistrict=subdistrict,
            community=code if is_of_community else None,
            place=wanted.spot if wanted.is_at_a_spot else "",
            requested_amount=wanted.amount if dice.chance(0.85) else None,
            sector=dice.pick(PROPOSERS),
            votes=dice.between(3, 88) if where.code in SHOWCASE else None,
            written=dice.act(days.scheduled, by),
        )
        rows.append(row)
        if is_of_community:
            voiced.append(Voiced(row.key, code, wanted, days.scheduled))
    return tuple(rows), voiced


def _attendance(district: str, year: FiscalYear, dice: Dice) -> Mapping[str, int]:
    total = dice.between(70, 320)
    if (district, year) == ("1030", THIS_YEAR):
        total = 2431  # thousands are possible
    counts = {sector: total * share // 100 + dice.between(0, 2) for sector, share in SECTORS.items()}
    return {sector: count for sector, count in counts.items() if count}


def _corrections(rows: Sequence[ProposalFacts], days: Days, by: User, dice: Dice) -> tuple[CorrectionFacts, ...]:
    row = next((row for row in rows if row.requested_amount), None)
    if row is None or row.requested_amount is None or days.published is None:
        return ()
    on = min(days.published + timedelta(days=dice.between(3, 20)), TODAY)
    return (
        CorrectionFacts(
            proposal=row.key,
            before={"requested_amount": f"{row.requested_amount * 10:.2f}"},
            after={"requested_amount": f"{row.requested_amount:.2f}"},
            reason=phrases()["correction_reasons"][2],
            act=dice.act(on, by),
        ),
    )
