"""The register of communities: real numbers by district and type, invented names."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from bkkplan.ground.accounts.models import User
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.builders.facts import CommunityFacts, Help, Seat, StandingFacts, Term
from bkkplan.trial.builders.names import community_names, person
from bkkplan.trial.builders.staff import Staff
from bkkplan.trial.catalog import COMMUNITY_TYPES, communities_by_district
from communities.enums import Position, StandingStatus
from communities.queries import required_members

SINCE = date(2012, 10, 1)
REGULATION_2564 = date(2021, 10, 1)
REGISTERED = date(2019, 9, 16)
TERM_BEGINS = (date(2018, 11, 1), date(2022, 11, 1))
# Types that the regulation of 2564 gave up: their communities are urban since.
GIVEN_UP = {"urban": ("housing", "estate")}
OFFICERS = (
    Position.CHAIR,
    Position.VICE_CHAIR,
    Position.SECRETARY,
    Position.TREASURER,
    Position.REGISTRAR,
    Position.PUBLICITY,
)


def codes(districts: Sequence[str]) -> Iterator[str]:
    """The codes of all communities of these districts. In each district, the dissolved ones come last."""
    for district in districts:
        count = sum(communities_by_district()[district].values()) + _given_up(district)
        yield from (f"{district}-{number:03d}" for number in range(1, count + 1))


def _given_up(district: str) -> int:
    """How many communities of a district were dissolved in these years."""
    return Dice("given up", district).pick((0, 0, 1, 1, 2))


def communities(subdistricts: Mapping[str, Sequence[tuple[str, int]]], staff: Staff) -> Iterator[CommunityFacts]:
    """All communities of the districts, in the order of their codes.

    ``subdistricts`` gives each district's, with the houses in each.
    """
    for district in subdistricts:
        counts = communities_by_district()[district]
        yield from _of_district(district, counts, subdistricts[district], staff)


def _of_district(
    district: str, counts: Mapping[str, int], subdistricts: Sequence[tuple[str, int]], staff: Staff
) -> Iterator[CommunityFacts]:
    dice = Dice("register", district)
    kinds = [kind for kind in COMMUNITY_TYPES for _ in range(counts[kind])]
    taken: set[str] = set()
    names = {kind: community_names(kind, dice, taken) for kind in COMMUNITY_TYPES}
    for number, kind in enumerate([*dice.shuffled(kinds), *["crowded"] * _given_up(district)], 1):
        code = f"{district}-{number:03d}"
        yield _community(
            code,
            kind,
            next(names[kind]),
            subdistrict=_place(subdistricts, dice),
            is_given_up=number > len(kinds),
            staff=staff,
        )


def _community(code: str, kind: str, name: str, *, subdistrict: str, is_given_up: bool, staff: Staff) -> CommunityFacts:
    dice = Dice("community", code)
    houses = dice.between(60, 620) if kind != "high_rise" else dice.between(180, 900)
    begun = SINCE if is_given_up or dice.chance(0.96) else dice.workday(date(2020, 1, 6), date(2022, 12, 30))
    is_tried = code.endswith("-001")  # by someone with a sample account
    standings = tuple(_standings(kind, begun, is_given_up=is_given_up, is_tried=is_tried, dice=dice))
    ended = standings[-1].starts_on if is_given_up else None
    return CommunityFacts(
        code=code,
        district=code[:4],
        subdistrict=subdistrict,
        name=name,
        houses=houses,
        people=houses * dice.between(28, 46) // 10,
        standings=standings,
        terms=tuple(_terms(houses, begun, ended, staff.chair(code), _helps(code, staff), dice)),
        registered=dice.act(max(begun, REGISTERED), staff.social),
    )


def _standings(kind: str, begun: date, *, is_given_up: bool, is_tried: bool, dice: Dice) -> Iterator[StandingFacts]:
    older = dice.pick(GIVEN_UP[kind]) if kind in GIVEN_UP and dice.chance(0.3) else kind
    code = kind.replace("_", "-")
    if begun < REGULATION_2564:
        yield StandingFacts(type=f"{older.replace('_', '-')}-2555", status=StandingStatus.NORMAL, starts_on=begun)
    if is_given_up:
        ended = dice.workday(date(2020, 11, 2), date(2021, 9, 1))
        yield StandingFacts(
            type="crowded-2555",
            status=StandingStatus.BEING_DISSOLVED,
            starts_on=ended - timedelta(days=120),
            note="ที่ดินถูกใช้ก่อสร้างโครงการสาธารณะ",
        )
        yield StandingFacts(type="crowded-2555", status=StandingStatus.DISSOLVED, starts_on=ended)
        return
    yield StandingFacts(
        type=f"{code}-2564",
        status=StandingStatus.NORMAL,
        starts_on=max(begun, REGULATION_2564),
        note="เปลี่ยนประเภทตามระเบียบ พ.ศ. ๒๕๖๔" if begun < REGULATION_2564 else "จัดตั้งใหม่",
    )
    if is_tried:
        return
    troubled = dice.between(1, 1000)
    if troubled <= 9:
        yield StandingFacts(
            type=f"{code}-2564",
            status=StandingStatus.INCOMPLETE_COMMITTEE,
            starts_on=max(dice.workday(date(2022, 11, 1), date(2023, 4, 28)), begun + timedelta(days=30)),
            note="กรรมการลาออกจนเหลือไม่ถึงเจ็ดคน",
        )
    elif troubled <= 14:
        yield StandingFacts(
            type=f"{code}-2564",
            status=StandingStatus.BEING_DISSOLVED,
            starts_on=max(dice.workday(date(2023, 1, 9), date(2023, 5, 19)), begun + timedelta(days=30)),
            note="อยู่ในแนวเวนคืนที่ดิน",
        )


def _helps(code: str, staff: Staff) -> tuple[Help, ...]:
    named = staff.volunteer(code)
    if named is None:
        return ()
    user, day = named
    return (Help(user=user, since=Dice("volunteer", code).act(day, staff.chair(code))),)


def _terms(
    houses: int, begun: date, ended: date | None, chair: User, helps: tuple[Help, ...], dice: Dice
) -> Iterator[Term]:
    size = required_members(houses)
    first, second = (max(day, begun) for day in TERM_BEGINS)
    if begun < TERM_BEGINS[1]:
        # Of the term that is over only the chair is told, who was elected again.
        yield Term(starts_on=first, ends_on=ended or second, seats=tuple(_seats(1, first, chair, dice)))
    if not ended:
        yield Term(starts_on=second, ends_on=None, seats=tuple(_seats(size, second, chair, dice)), helps=helps)


def _seats(size: int, since: date, chair: User, dice: Dice) -> Iterator[Seat]:
    for number in range(size):
        position = OFFICERS[number] if number < len(OFFICERS) else Position.MEMBER
        sits = chair if position == Position.CHAIR else None
        yield Seat(
            full_name=str(sits) if sits else person(dice), position=position, starts_on=since, ends_on=None, user=sits
        )


def _place(subdistricts: Sequence[tuple[str, int]], dice: Dice) -> str:
    """Choose a sub-district; one with more houses is chosen more often."""
    left = dice.between(1, sum(houses for _, houses in subdistricts))
    for code, houses in subdistricts:
        left -= houses
        if left <= 0:
            return code
    return subdistricts[-1][0]
