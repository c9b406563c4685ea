"""What a community is called, where it lies and how large it is: rows that hold from a day on.

The columns of ``Community`` repeat the latest of them. A row of an earlier day never changes a later one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.refusals import Kind
from bkkplan.ground.core.rows.bulk import among, copy_rows, copy_values, in_batches, next_keys, update_rows
from bkkplan.ground.core.thai import search_key
from bkkplan.ground.core.wording import thai_date_short
from communities.actions.errors import PlanError
from communities.enums import ImportState, StandingStatus
from communities.models import Community, CommunityEntry, CommunityStanding, CommunityType, RegisterImport
from communities.models.community import community_key
from communities.queries import RegisterRow, register_on
from districts.models import District, Subdistrict

FACTS = ("subdistrict_id", "name_th", "reg_no", "external_code", "houses", "people")
BATCH = 5000  # rows that are in memory while many are saved
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

    @property
    def recorded_as_values(self) -> dict[str, object]:
        """The columns that say who recorded a row and when."""
        return {"recorded_at": self.at, "recorded_by_id": self.by.pk if self.by else None}


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
    for some in in_batches(rows, BATCH):
        _save_some(some, places, signed)


def _save_some(rows: Sequence[tuple[Community, RegisterRow]], places: Mapping[str, int], signed: Signed) -> None:
    first, standings = [], []
    for community, row in rows:
        facts, standing = entry_values(row, places), standing_values(row)
        _repeat(community, facts, (standing["status"], signed.on))
        community.version += 1
        dated = {"community_id": community.pk, "starts_on": signed.on, "note": "", **signed.recorded_as_values}
        first.append({**dated, **facts})
        standings.append({**dated, **standing})
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
    day, recorded = on or signed.on, signed.recorded_as_values
    _clear(CommunityEntry, rows, day)
    for some in in_batches(rows, BATCH):
        copy_values(
            CommunityEntry,
            [
                {"community_id": community.pk, "starts_on": day, "note": "", **recorded, **entry_values(row, places)}
                for community, row in some
            ],
        )


def put_standings(
    rows: Sequence[tuple[Community, RegisterRow]], *, signed: Signed, on: date | None = None, note: str = ""
) -> None:
    """A new standing from a day on; a second one of that day takes the place of the first."""
    day, recorded = on or signed.on, signed.recorded_as_values
    _clear(CommunityStanding, rows, day)
    for some in in_batches(rows, BATCH):
        copy_values(
            CommunityStanding,
            [
                {"community_id": community.pk, "starts_on": day, "note": note, **recorded, **standing_values(row)}
                for community, row in some
            ],
        )


def _clear(
    model: type[CommunityEntry] | type[CommunityStanding], rows: Sequence[tuple[Community, RegisterRow]], day: date
) -> None:
    """Delete what these communities have of a day: other rows take its place."""
    if rows:
        owners = [community.pk for community, _row in rows]
        model.objects.filter(community__in=among(owners), starts_on=day).delete()


def entry_values(row: RegisterRow, places: Mapping[str, int]) -> dict[str, object]:
    """The columns of an entry. ``places`` has the id of each sub-district by its code."""
    return {
        "subdistrict_id": places[row.subdistrict_code],
        "name_th": row.name,
        "reg_no": row.reg_no,
        "external_code": row.external_code,
        "houses": row.houses,
        "people": row.people,
    }


class StandingValues(TypedDict):
    type_id: int | None
    status: str


def standing_values(row: RegisterRow) -> StandingValues:
    """The columns of a standing."""
    return {"type_id": row.type.pk if row.type else None, "status": str(row.status or StandingStatus.NORMAL)}


def entry_of(community: Community, row: RegisterRow, *, place: int, on: date, signed: Signed) -> CommunityEntry:
    """``place`` is the id of the sub-district that the row names by its code."""
    values = entry_values(row, {row.subdistrict_code: place})
    return CommunityEntry(community=community, starts_on=on, **values, **signed.recorded)


def standing_of(
    community: Community, row: RegisterRow, *, on: date, note: str = "", signed: Signed
) -> CommunityStanding:
    return CommunityStanding(community=community, starts_on=on, note=note, **standing_values(row), **signed.recorded)


def is_in_use(kind: CommunityType, day: date) -> bool:
    """Whether a community may be of this type on a day."""
    return kind.valid_from <= day and (kind.valid_until is None or kind.valid_until > day)


def repeat_latest(communities: Sequence[Community]) -> None:
    """Let the columns of these communities say what their latest rows say."""
    numbers = [community.pk for community in communities]
    latest = CommunityEntry.objects.filter(community__in=among(numbers)).order_by("community", "-starts_on")
    facts_of = latest.distinct("community").values_list("community", *FACTS)
    entries = {number: dict(zip(FACTS, facts, strict=True)) for number, *facts in facts_of}
    stands = CommunityStanding.objects.filter(community__in=among(numbers)).order_by("community", "-starts_on")
    status_of = stands.distinct("community").values_list("community", "status", "starts_on")
    standings = {number: (status, starts_on) for number, status, starts_on in status_of}
    for community in communities:
        _repeat(community, entries.get(community.pk), standings.get(community.pk))
        community.version += 1
    # All names become free first: another may take one in the same act.
    held = Community.objects.filter(pk__in=among(numbers), ended_on=None).values_list("pk", "subdistrict", "name_key")
    names = {pk: name for pk, *name in held}
    freed = [
        one.pk
        for one in communities
        if one.pk in names and (one.ended_on or names[one.pk] != [one.subdistrict_id, one.name_key])
    ]
    free_names(freed)
    update_rows(communities, [*(name.removesuffix("_id") for name in REPEATED), "version"])


def free_names(communities: Sequence[int]) -> None:
    """Let others take the names of these communities, until `repeat_latest` says what they are called."""
    if communities:
        Community.objects.filter(pk__in=among(communities), ended_on=None).update(ended_on=date.min)


def repeat(community: Community, entry: CommunityEntry | None, standing: CommunityStanding | None) -> None:
    """Let a community's columns say what its latest entry and its latest standing say."""
    facts = {name: getattr(entry, name) for name in FACTS} if entry else None
    _repeat(community, facts, (standing.status, standing.starts_on) if standing else None)


def _repeat(community: Community, entry: Mapping[str, object] | None, standing: tuple[str, date] | None) -> None:
    """What `repeat` does, given the columns of the entry, and the status with the day from which it holds."""
    was = community.name_th
    for name in FACTS if entry else ():
        setattr(community, name, entry[name] if entry else None)
    if community.name_th != was or not community.name_key:
        community.name_key, community.name_search = community_key(community.name_th), search_key(community.name_th)
    is_ended = standing is not None and standing[0] == StandingStatus.DISSOLVED
    community.ended_on = standing[1] if standing and is_ended else None


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
            model: _days(model.objects.filter(community__in=among(numbers), starts_on__gt=signed.on))
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
