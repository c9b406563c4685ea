"""What becomes of one community from a day on: another name or place, its end, a merger, a division."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import changes, record
from bkkplan.ground.core.refusals import Kind
from communities.actions import entries
from communities.actions.entries import Signed
from communities.actions.errors import NotYetError, PlanError
from communities.enums import StandingStatus, SuccessionKind
from communities.models import Community, CommunityEntry, CommunitySuccession, entries_on
from communities.models.community import community_key
from communities.queries import RegisterRow, register_on
from districts.models import Subdistrict


class NotInBeingError(PlanError):
    kind, field = Kind.WRONG_INPUT, "on"
    sentence = gettext_lazy("ชุมชนนี้ไม่ได้อยู่ในทะเบียนในวันนั้น หรือยุบเลิกแล้ว")


class OtherDistrictError(PlanError):
    kind = Kind.WRONG_INPUT
    sentence = gettext_lazy("ต้องเป็นแขวงหรือชุมชนในเขตเดียวกัน")


class TwiceError(PlanError):
    kind, field = Kind.WRONG_INPUT, "names"
    sentence = gettext_lazy("ชุมชนที่แยกออกมาต้องมีชื่อต่างกัน")


@transaction.atomic
def record_entry(
    *,
    community_id: int,
    name: str,
    subdistrict_id: int,
    reg_no: str = "",
    external_code: str = "",
    houses: int | None = None,
    people: int | None = None,
    starts_on: date,
    note: str = "",
    by: User,
    at: datetime,
    on: date,
) -> CommunityEntry:
    """What a community is called, where it lies and how large it is from a day on. Later days stay as they are."""
    community = _locked(community_id, by=by, day=starts_on, on=on)
    place = Subdistrict.objects.get(pk=subdistrict_id)
    if place.district_id != community.district_id:
        raise OtherDistrictError
    facts = {"name_th": name, "reg_no": reg_no, "external_code": external_code, "houses": houses, "people": people}
    before = entries_on(starts_on, [community.pk]).get(community.pk, community)
    was = {"subdistrict": before.subdistrict.name_th, **{field: getattr(before, field) for field in facts}}
    entry, _is_new = CommunityEntry.objects.update_or_create(
        community=community,
        starts_on=starts_on,
        defaults={**facts, "subdistrict": place, "note": note, "recorded_at": at, "recorded_by": by},
    )
    if not community.entries.filter(starts_on__gt=starts_on).exists() and community.ended_on is None:
        entries.demand_free_name(community, place.pk, name)
    entries.repeat_latest([community])
    changed = changes(was, {"subdistrict": place.name_th, **facts})
    record("communities.entry_recorded", community, by=by, at=at, **changed, starts_on=starts_on, note=note)
    return entry


@transaction.atomic
def end_community(*, community_id: int, ended_on: date, note: str, by: User, at: datetime, on: date) -> Community:
    """Dissolve a community from a day on. Its plans and history stay under its code; another one may have its name."""
    community = _locked(community_id, by=by, day=ended_on, on=on)
    _end(_in_being(community, ended_on), community, note=note, signed=Signed(ended_on, by, at))
    record("communities.community_ended", community, by=by, at=at, ended_on=ended_on, note=note)
    return community


@transaction.atomic
def merge_communities(
    *, community_id: int, into_id: int, happened_on: date, by: User, at: datetime, on: date
) -> Community:
    """Let a community go into another one of its district and end that day. Returns the other one."""
    # Locked in the order of their numbers, so that two mergers never wait for each other.
    for number in sorted((community_id, into_id)):
        Community.objects.select_for_update(of=("self",), no_key=True).get(pk=number)
    community = _locked(community_id, by=by, day=happened_on, on=on)
    into = Community.objects.get(pk=into_id)
    if into.district_id != community.district_id or into == community:
        raise OtherDistrictError
    _in_being(into, happened_on)
    signed = Signed(happened_on, by, at)
    _end(_in_being(community, happened_on), community, note=_("รวมกับ%(name)s") % {"name": into}, signed=signed)
    _succeed(community, into, SuccessionKind.MERGED, signed=signed)
    record("communities.community_merged", community, by=by, at=at, into=into.code, happened_on=happened_on)
    return into


@transaction.atomic
def split_community(
    *, community_id: int, names: Sequence[str], ends: bool, happened_on: date, by: User, at: datetime, on: date
) -> list[Community]:
    """Make new communities out of one community, in the same sub-district and of the same type.

    The old community may end on the same day.
    """
    community = _locked(community_id, by=by, day=happened_on, on=on)
    row = _in_being(community, happened_on)
    if len({community_key(name) for name in names}) < len(names):
        raise TwiceError
    signed = Signed(happened_on, by, at)
    if ends:
        _end(row, community, note=_("แยกเป็น %(names)s") % {"names": ", ".join(names)}, signed=signed)
    place = Subdistrict.objects.get(code=row.subdistrict_code)
    for name in names:
        entries.demand_free_name(None, place.pk, name)
    new = [_part(row, name) for name in names]
    created = entries.create(new, on=happened_on)
    pairs = list(zip(created, new, strict=True))
    entries.put_entries(pairs, signed=signed)
    entries.put_standings(pairs, signed=signed, note=_("แยกจาก%(name)s") % {"name": community})
    entries.repeat_latest(created)
    for part in created:
        _succeed(community, part, SuccessionKind.SPLIT, signed=signed)
        record("communities.community_registered", part, by=by, at=at, split_from=community.code)
    codes = [part.code for part in created]
    record("communities.community_split", community, by=by, at=at, into=codes, ends=ends, happened_on=happened_on)
    return created


def _locked(community_id: int, *, by: User, day: date, on: date) -> Community:
    community = Community.objects.select_for_update(of=("self",), no_key=True).get(pk=community_id)
    if not by.has_perm("communities.manage_register"):
        raise PermissionDenied
    if day > on:
        raise NotYetError
    return community


def _in_being(community: Community, day: date) -> RegisterRow:
    (row,) = register_on(day, Community.objects.filter(pk=community.pk))
    if row.status in ("", StandingStatus.DISSOLVED):
        raise NotInBeingError
    return row


def _end(row: RegisterRow, community: Community, *, note: str, signed: Signed) -> None:
    ended = RegisterRow(type=row.type, status=StandingStatus.DISSOLVED)
    entries.put_standings([(community, ended)], signed=signed, note=note[:300])
    entries.repeat_latest([community])


def _part(row: RegisterRow, name: str) -> RegisterRow:
    return RegisterRow(
        district_code=row.district_code,
        subdistrict_code=row.subdistrict_code,
        name=name,
        type=row.type,
        status=StandingStatus.NORMAL,
    )


def _succeed(before: Community, after: Community, kind: str, *, signed: Signed) -> None:
    row: dict[str, Any] = {"kind": kind, "happened_on": signed.on, **signed.recorded}
    CommunitySuccession.objects.create(before=before, after=after, **row)
