"""The register of communities of a day: written as a list said it, and taken back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import plain, record, record_many
from bkkplan.ground.core.refusals import Kind
from bkkplan.ground.core.rows.bulk import among, in_batches
from bkkplan.ground.core.wording import thai_date_short
from bkkplan.ground.lists.registry import Progress, to_nobody
from communities.actions import entries
from communities.actions.errors import PlanError
from communities.enums import ImportState
from communities.models import Community, CommunityEntry, CommunityStanding, CommunityType, RegisterImport
from communities.queries import RegisterRow

REGISTER_LOCK = 20_664_001  # the advisory lock that lets only one import write at a time
SIGNED = ("note", "recorded_at", "recorded_by_id")
ENTRY = ("subdistrict_id", "name_th", "reg_no", "external_code", "houses", "people", *SIGNED)
STANDING = ("type_id", "status", *SIGNED)
SHOWN_NAMES = 5
BATCH = 1000  # communities that are in memory while many are written; after each batch it is told how far it is

T = TypeVar("T")
# A community's code, "new" or "changed", its version afterwards, and what its rows of that very day said before.
Written = tuple[str, str, int, dict[str, object]]


class RegisterError(PlanError):
    sentence = _("นำเข้าทะเบียนไม่ได้")


class RegisterInUseError(RegisterError):
    """Something was built on what a register wrote; the sentence names it."""

    kind = Kind.WRONG_MOMENT


@dataclass(frozen=True, slots=True)
class Change:
    """What one row of the file does to a community. ``was`` is None for a new community."""

    was: RegisterRow | None
    becomes: RegisterRow
    differing: tuple[tuple[str, str, str], ...] = ()  # heading, the old text and the new one
    is_end: bool = False  # no row names it, and somebody said that it has ended

    @property
    def is_restanding(self) -> bool:
        """Whether its type or its status is another one."""
        was, becomes = self.was, self.becomes
        return was is None or (was.type, was.status) != (becomes.type, becomes.status)

    @property
    def may_free_its_name(self) -> bool:
        """Whether its community may be called something else afterwards, so that another may take its name."""
        was, becomes = self.was, self.becomes
        is_called_so = was is not None and (was.name, was.subdistrict_code) == (becomes.name, becomes.subdistrict_code)
        return was is not None and (self.is_end or not is_called_so or was.status != becomes.status)


def hold_register(*, by: User) -> None:
    """Let nobody else write a register until the transaction ends. Raises PermissionDenied for whoever may not."""
    if not by.has_perm("communities.manage_register"):
        raise PermissionDenied
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [REGISTER_LOCK])


@transaction.atomic
def write_register(
    *,
    uuid: UUID,
    name: str,
    register_on: date,
    districts: Iterable[str],
    changes: Sequence[Change],
    tell: Progress = to_nobody,
    by: User,
    at: datetime,
) -> list[Written]:
    """Write a register as of its day. ``districts`` are the codes of those that it speaks of.

    ``tell`` is told how many rows of how many are written.
    """
    hold_register(by=by)
    signed = entries.Signed(register_on, by, at)
    later = entries.Later(register_on)
    fact = _taken_in(uuid, name, register_on, districts, by=by, at=at)
    old = sorted((change for change in changes if change.was is not None), key=_key_of)
    locked = Community.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    len(locked.filter(pk__in=among(map(_key_of, old))).values_list("pk"))
    entries.free_names([_key_of(change) for change in old if change.may_free_its_name])
    written: list[Written] = []
    for some in in_batches(old, BATCH):
        written += _change(some, later, signed, fact)
        tell(len(written), len(changes))
    begun = [change.becomes for change in changes if change.was is None]
    created = _create(begun, later, signed, tell=lambda done, _begun: tell(len(old) + done, len(changes)))
    _tell_created(fact, created, signed)
    counts: dict[str, Any] = {"created": len(created), "ended": sum(change.is_end for change in old)}
    counts["updated"] = len(old) - counts["ended"]
    record("communities.register_imported", fact, by=by, at=at, **counts)
    return [*((one.code, "new", one.version, {}) for one in created), *written]


def _key_of(change: Change) -> int:
    return change.becomes.community or 0


def _change(
    changes: Sequence[Change], later: entries.Later, signed: entries.Signed, fact: RegisterImport
) -> list[Written]:
    """Write the changes of some communities, which are locked, and tell the log of them."""
    existing = {one.pk: one for one in Community.objects.filter(pk__in=among(map(_key_of, changes)))}
    touched = [(existing[_key_of(change)], change) for change in changes]
    before = _rows_of_the_day([community for community, _change in touched], signed.on)
    rows = [(community, change.becomes) for community, change in touched]
    staying = [(community, change) for community, change in touched if not change.is_end]
    entries.put_entries([(community, change.becomes) for community, change in staying], signed=signed)
    restood = [(community, change.becomes) for community, change in staying if change.is_restanding]
    entries.put_standings(restood, signed=signed)
    ended = [(community, change.becomes) for community, change in touched if change.is_end]
    note = gettext("ไม่อยู่ในทะเบียน ณ วันที่ %(day)s") % {"day": thai_date_short(signed.on)}
    entries.put_standings(ended, signed=signed, note=note)
    later.keep(rows, signed=signed)
    entries.repeat_latest(list(existing.values()))
    _tell_changed(fact, touched, signed)
    return [(community.code, "changed", community.version, before[community.pk]) for community, _change in touched]


def _create(
    rows: Sequence[RegisterRow], later: entries.Later, signed: entries.Signed, *, tell: Progress
) -> list[Community]:
    created = entries.new_communities(rows, on=signed.on)
    pairs = list(zip(created, rows, strict=True))
    for done, some in _counted(pairs):
        entries.save_new(some, signed=signed)
        tell(done, len(pairs))
    if later.registers:
        later.keep(pairs, signed=signed)
        entries.repeat_latest(created)
    return created


def _counted(rows: Sequence[T]) -> Iterator[tuple[int, list[T]]]:
    """The rows in batches, each with how many there are up to its end."""
    done = 0
    for some in in_batches(rows, BATCH):
        done += len(some)
        yield done, some


def _taken_in(
    uuid: UUID, name: str, register_on: date, districts: Iterable[str], *, by: User, at: datetime
) -> RegisterImport:
    """The row that says that the register of a day is in: what a later reader of that day rests on."""
    signed = {"uploaded_at": at, "uploaded_by": by, "confirmed_at": at, "confirmed_by": by}
    return RegisterImport.objects.create(
        uuid=uuid,
        original_name=name,
        register_on=register_on,
        state=ImportState.DONE,
        outcome={"districts": sorted(districts)},
        **signed,
    )


def _tell_created(fact: RegisterImport, created: Sequence[Community], signed: entries.Signed) -> None:
    about: dict[str, Any] = {"import_id": fact.pk, "register_on": fact.register_on}
    record_many("communities.community_registered", created, by=signed.by, at=signed.at, **about)


def _tell_changed(fact: RegisterImport, touched: Sequence[tuple[Community, Change]], signed: entries.Signed) -> None:
    about: dict[str, Any] = {"import_id": fact.pk, "register_on": fact.register_on}
    updated = [
        (
            community,
            {
                "before": {heading: old for heading, old, _new in change.differing},
                "after": {heading: new for heading, _old, new in change.differing},
            },
        )
        for community, change in touched
        if not change.is_end
    ]
    ended = [community for community, change in touched if change.is_end]
    record_many("communities.community_updated", updated, by=signed.by, at=signed.at, **about)
    record_many("communities.community_ended", ended, by=signed.by, at=signed.at, **about)


def _rows_of_the_day(communities: Sequence[Community], day: date) -> dict[int, dict[str, object]]:
    """By community: what its rows of this very day say. The register takes their place, and undoing needs them."""
    found: dict[int, dict[str, object]] = {community.pk: {} for community in communities}
    for name, fields, model in (("entry", ENTRY, CommunityEntry), ("standing", STANDING, CommunityStanding)):
        rows: models.QuerySet[Any] = model.objects.filter(community__in=among(found), starts_on=day)
        for row in rows.values("community_id", *fields):
            found[row.pop("community_id")][name] = plain(row)
    return found


@transaction.atomic
def undo_register(
    *, uuid: UUID, written: Sequence[Written], tell: Progress = to_nobody, by: User, at: datetime
) -> None:
    """Take back what a register wrote, as `write_register` returned it. ``tell`` is told how many rows are.

    Raises RegisterInUseError, and takes nothing back, if a community was changed since or one that the register began
    is used.
    """
    hold_register(by=by)
    fact = RegisterImport.objects.get(uuid=uuid, state=ImportState.DONE)
    said = {code: (does, version, before) for code, does, version, before in written}
    rows = Community.objects.select_for_update(of=("self",), no_key=True).filter(code__in=list(said))
    communities = list(rows.order_by("pk"))
    begun = [one for one in communities if said[one.code][0] == "new"]
    changed = [one for one in communities if one.version != said[one.code][1]]
    if used := changed or _used(begun):
        sentence = _("มีชุมชนที่แก้ไขหรือใช้งานหลังนำเข้าทะเบียนนี้ จึงเลิกทำไม่ได้: %(names)s")
        raise RegisterInUseError(sentence % {"names": ", ".join(str(one) for one in used[:SHOWN_NAMES])})
    for done, some in _counted(communities):
        for model in (CommunityEntry, CommunityStanding):
            dated: models.QuerySet[Any] = model.objects.filter(community__in=among([one.pk for one in some]))
            dated.filter(
                recorded_at=fact.confirmed_at, recorded_by=fact.confirmed_by, starts_on__gte=fact.register_on
            ).delete()
        tell(done, len(communities))
    left = [one for one in communities if said[one.code][0] != "new"]
    _put_back([(one, said[one.code][2]) for one in left], on=fact.register_on)
    entries.repeat_latest(left)
    about: dict[str, Any] = {"import_id": fact.pk, "register_on": fact.register_on}
    record_many("communities.community_taken_back", communities, by=by, at=at, **about)
    Community.objects.filter(pk__in=[one.pk for one in begun]).delete()
    fact.state, fact.confirmed_at, fact.confirmed_by = ImportState.CANCELLED, None, None
    fact.save(update_fields=["state", "confirmed_at", "confirmed_by"])
    record("communities.register_undone", fact, by=by, at=at, register_on=fact.register_on)


def _used(communities: Sequence[Community]) -> list[Community]:
    """The communities that something outside the register needs: a plan, a committee, a forum."""
    by_key = {one.pk: one for one in communities}
    used: dict[int, Community] = {}
    for relation in Community._meta.related_objects:
        model: Any = relation.related_model
        if model in (CommunityEntry, CommunityStanding):
            continue
        name = relation.field.name
        keys = model._base_manager.filter(**{f"{name}__in": list(by_key)}).values_list(name, flat=True)
        used |= {key: by_key[key] for key in keys if key in by_key}
    return list(used.values())


def _put_back(communities: Sequence[tuple[Community, Mapping[str, object]]], *, on: date) -> None:
    """Write the rows of the register's day again that it took the place of."""
    for name, model in (("entry", CommunityEntry), ("standing", CommunityStanding)):
        said: list[tuple[Community, Any]] = [(one, before[name]) for one, before in communities if name in before]
        rows: list[Any] = [model(community=one, starts_on=on, **values) for one, values in said]
        model.objects.bulk_create(rows, batch_size=1000)


def types_on(day: date, types: Iterable[CommunityType]) -> list[CommunityType]:
    return [kind for kind in types if entries.is_in_use(kind, day)]
