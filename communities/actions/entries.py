"""What a community is called, where it lies and how large it is: rows that hold from a day on.

The columns of ``Community`` repeat the latest of them. A row of an earlier day never changes a later one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.bulk import copy_rows, copy_values, next_keys, update_rows
from bkkplan.ground.core.refusals import Kind
from bkkplan.ground.core.thai import search_key
from bkkplan.ground.core.wording import thai_date_short
from communities.actions.errors import PlanError
from communities.enums import ImportState, StandingStatus
from communities.models import Community, CommunityEntry, CommunityStanding, CommunityType, RegisterImport
from communities.models.community import community_key
from communities.queries import RegisterRow, register_on
from districts.models import District, Subdistrict

FACTS = ("subdistrict_id", "name_th", "reg_no", "external_code", "houses", "people")
Dated = TypeVar("Dated", CommunityEntry, CommunityStanding)
REPEATED = [*FACTS, "name_key", "name_search", "ended_on"]


class Recorded(TypedDict):
    """Who recorded a row and when, as its fields are called."""

    recorded_at: datetime
    recorded_by: User | None


@dataclass(frozen=True, slots=True)
class Signed:
    """From which day on something holds, and who recorded it when."""

    on: date
    by: User | None
    at: datetime

    @property
    def recorded(self) -> Recorded:
        return {"recorded_at": self.at, "recorded_by": self.by}


def new_communities(rows: Sequence[RegisterRow], *, on: date) -> list[Community]:
    """New communities, each with its key and the next code of its district. They are not saved yet."""
    districts = dict(District.objects.values_list("code", "pk"))
    places = dict(Subdistrict.objects.values_list("code", "pk"))
    numbers = _last_numbers({row.district_code for row in rows})
    created = []
    for row, key in zip(rows, next_keys(Community, len(rows)), strict=True):
        numbers[row.district_code] = numbers.get(row.district_code, 0) + 1
        created.append(
            Community(
                pk=key,
                code=f"{row.district_code}-{numbers[row.district_code]:04d}",
                district_id=districts[row.district_code],
                subdistrict_id=places[row.subdistrict_code],
                name_th=row.name,
                ended_on=on,
                version=0,  # which repeat_latest() counts up
            )
        )
    return created


def create(rows: Sequence[RegisterRow], *, on: date) -> list[Community]:
    """New communities, saved. They take no name before ``repeat_latest``."""
    created = new_communities(rows, on=on)
    copy_rows(created)
    return created


def save_new(rows: Sequence[tuple[Community, RegisterRow]], *, signed: Signed) -> None:
    """Save new communities with their first entry and standing, which are their latest, too."""
    places = dict(Subdistrict.objects.values_list("code", "pk")) if rows else {}
    recorded = {"recorded_at": signed.at, "recorded_by_id": signed.by.pk if signed.by else None}
    first, standings = [], []
    for community, row in rows:
        status = row.status or StandingStatus.NORMAL
        facts = {
            "subdistrict_id": places[row.subdistrict_code],
            "name_th": row.name,
            "reg_no": row.reg_no,
            "external_code": row.external_code,
            "houses": row.houses,
            "people": row.people,
        }
        for name, value in facts.items():
            setattr(community, name, value)
        community.name_key, community.name_search = community_key(row.name), search_key(row.name)
        community.ended_on = signed.on if status == StandingStatus.DISSOLVED else None
        community.version += 1
        dated = {"community_id": community.pk, "starts_on": signed.on, "note": "", **recorded}
        first.append({**dated, **facts})
        standings.append({**dated, "type_id": row.type.pk if row.type else None, "status": str(status)})
    copy_rows([community for community, _row in rows])
    copy_values(CommunityEntry, first)
    copy_values(CommunityStanding, standings)


def _last_numbers(districts: Collection[str]) -> dict[str, int]:
    """By district: the highest number that a community's code has."""
    highest: dict[str, int] = {}
    codes = Community.objects.filter(district__code__in=districts)
    for code in codes.order_by("code").values_list("code", flat=True):
        district, _sep, number = code.partition("-")
        if number.isdecimal():
            highest[district] = max(highest.get(district, 0), int(number))
    return highest


def put_entries(rows: Sequence[tuple[Community, RegisterRow]], *, signed: Signed, on: date | None = None) -> None:
    """How communities stand in the register from a day on; a second row of that day takes the place of the first."""
    places = dict(Subdistrict.objects.values_list("code", "pk")) if rows else {}
    made = [
        entry_of(community, row, place=places[row.subdistrict_code], on=on or signed.on, signed=signed)
        for community, row in rows
    ]
    _put(CommunityEntry, made)


def put_standings(
    rows: Sequence[tuple[Community, RegisterRow]], *, signed: Signed, on: date | None = None, note: str = ""
) -> None:
    """A new standing from a day on; a second one of that day takes the place of the first."""
    made = [standing_of(community, row, on=on or signed.on, note=note, signed=signed) for community, row in rows]
    _put(CommunityStanding, made)


def _put(model: type[Dated], rows: Sequence[Dated]) -> None:
    """Write rows of one day by COPY, in place of those that their communities have of it."""
    if not rows:
        return
    owners = [row.community_id for row in rows]
    model.objects.filter(community__in=owners, starts_on=rows[0].starts_on).delete()
    for row, key in zip(rows, next_keys(model, len(rows)), strict=True):
        row.pk = key
    copy_rows(rows)


def entry_of(community: Community, row: RegisterRow, *, place: int, on: date, signed: Signed) -> CommunityEntry:
    """``place`` is the id of the sub-district that the row names by its code."""
    return CommunityEntry(
        community=community,
        subdistrict_id=place,
        name_th=row.name,
        reg_no=row.reg_no,
        external_code=row.external_code,
        houses=row.houses,
        people=row.people,
        starts_on=on,
        **signed.recorded,
    )


def standing_of(
    community: Community, row: RegisterRow, *, on: date, note: str = "", signed: Signed
) -> CommunityStanding:
    return CommunityStanding(
        community=community,
        type=row.type,
        status=row.status or StandingStatus.NORMAL,
        starts_on=on,
        note=note,
        **signed.recorded,
    )


def is_in_use(kind: CommunityType, day: date) -> bool:
    """Whether a community may be of this type on a day."""
    return kind.valid_from <= day and (kind.valid_until is None or kind.valid_until > day)


def repeat_latest(communities: Sequence[Community]) -> None:
    """Let the columns of these communities say what their latest rows say."""
    numbers = [community.pk for community in communities]
    entries = {e.community_id: e for e in CommunityEntry.objects.filter(community__in=numbers).order_by("starts_on")}
    standings = {
        s.community_id: s for s in CommunityStanding.objects.filter(community__in=numbers).order_by("starts_on")
    }
    for community in communities:
        repeat(community, entries.get(community.pk), standings.get(community.pk))
        community.version += 1
    # All names become free first: another may take one in the same act.
    held = Community.objects.filter(pk__in=numbers, ended_on=None).values_list("pk", "subdistrict", "name_key")
    names = {pk: name for pk, *name in held}
    freed = [
        one.pk
        for one in communities
        if one.pk in names and (one.ended_on or names[one.pk] != [one.subdistrict_id, one.name_key])
    ]
    if freed:
        Community.objects.filter(pk__in=freed).update(ended_on=date.min)
    update_rows(communities, [*(name.removesuffix("_id") for name in REPEATED), "version"])


def repeat(community: Community, entry: CommunityEntry | None, standing: CommunityStanding | None) -> None:
    """Let a community's columns say what its latest entry and its latest standing say."""
    latest = entry or community
    for name in FACTS:
        setattr(community, name, getattr(latest, name))
    community.name_key, community.name_search = community_key(latest.name_th), search_key(latest.name_th)
    is_ended = standing is not None and standing.status == StandingStatus.DISSOLVED
    community.ended_on = standing.starts_on if standing and is_ended else None


class NameTakenError(PlanError):
    kind, field = Kind.WRONG_INPUT, "name"
    sentence = _("แขวงนี้มีชุมชนชื่อนี้แล้ว")


def demand_free_name(community: Community | None, subdistrict_id: int, name: str) -> None:
    """A name stands once in a sub-district among the communities that are not dissolved."""
    others = Community.objects.filter(subdistrict=subdistrict_id, name_key=community_key(name), ended_on=None)
    if community is not None:
        others = others.exclude(pk=community.pk)
    if others.exists():
        raise NameTakenError


class Later:
    """What later registers say of the communities that an older one is about to change.

    A register that names a community as it was before leaves no row behind. Where an older one puts a row before it,
    the later day gets a row of its own, so that it stays as it was.
    """

    def __init__(self, day: date) -> None:
        self.days: dict[str, date] = {}
        self.registers: dict[date, dict[int, RegisterRow]] = {}
        later = RegisterImport.objects.filter(state=ImportState.DONE, register_on__gt=day).order_by("-register_on")
        for on, outcome in later.values_list("register_on", "outcome"):
            for district in outcome.get("districts", ()):
                self.days[district] = on  # the earliest comes last
        for on in set(self.days.values()):
            self.registers[on] = {row.community or 0: row for row in register_on(on)}

    def keep(self, rows: Sequence[tuple[Community, RegisterRow]], *, signed: Signed) -> None:
        """To be called when the rows of the older day have been written."""
        numbers = {community.pk for community, _row in rows}
        kept = {
            model: _days(model.objects.filter(community__in=numbers, starts_on__gt=signed.on))
            for model in (CommunityEntry, CommunityStanding)
        }
        for day, register in self.registers.items():
            entries, standings, unknown = [], [], []
            for community, row in rows:
                if self.days.get(row.district_code) != day:
                    continue
                then = register.get(community.pk)
                if then is not None and not _is_between(kept[CommunityEntry], community, day):
                    entries.append((community, then))
                if not _is_between(kept[CommunityStanding], community, day):
                    if then is not None and then.status:
                        standings.append((community, then))
                    else:
                        unknown.append((community, _ended(row)))
            put_entries(entries, signed=signed, on=day)
            put_standings(standings, signed=signed, on=day)
            note = gettext("ไม่อยู่ในทะเบียน ณ วันที่ %(day)s") % {"day": thai_date_short(day)}
            put_standings(unknown, signed=signed, on=day, note=note)


def _days(rows: QuerySet[CommunityEntry] | QuerySet[CommunityStanding]) -> Mapping[int, set[date]]:
    days: dict[int, set[date]] = {}
    for community, day in rows.values_list("community", "starts_on"):
        days.setdefault(community, set()).add(day)
    return days


def _is_between(days: Mapping[int, set[date]], community: Community, until: date) -> bool:
    return any(day <= until for day in days.get(community.pk, ()))


def _ended(row: RegisterRow) -> RegisterRow:
    return RegisterRow(type=row.type, status=StandingStatus.DISSOLVED)
