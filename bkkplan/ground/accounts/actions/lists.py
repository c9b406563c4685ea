"""Bring people in from a list: it is read, its outcome is kept, and exactly that is confirmed, in one act.

Each account and each role is made by the action that makes one, and leaves the same line in the log.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Protocol
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.actions import (
    Invitation,
    assign,
    close_account,
    create_person,
    end_assignment,
    issue_link,
)
from bkkplan.ground.accounts.actions.sections import SectionClosedError, choose_sections
from bkkplan.ground.accounts.actions.steps import AccountError
from bkkplan.ground.accounts.enums import Acting, LinkPurpose
from bkkplan.ground.accounts.models import Admission, Assignment, PeopleImport, PeopleReading, Section, User
from bkkplan.ground.accounts.queries import office_of
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.audit.record import record
from bkkplan.ground.core import jobs
from bkkplan.ground.core.lists import ListState, Read, keep_reading
from bkkplan.ground.core.refusals import Kind
from districts.models import District, Office

PEOPLE_LOCK = 20_664_003  # the advisory lock that lets only one list be written at a time


class Check(Protocol):
    """What a table would do on a day, with the chosen columns and the answers: what a page shows and is confirmed."""

    def __call__(
        self,
        table: Mapping[str, object],
        columns: Mapping[str, object],
        answers: Mapping[str, str],
        /,
        *,
        on: date,
    ) -> dict[str, object]: ...


class WrongMomentError(AccountError):
    kind: ClassVar[Kind] = Kind.WRONG_MOMENT
    sentence = _("รายชื่อนี้ไม่ได้รอยืนยันแล้ว")


class NotReadyError(AccountError):
    sentence = _("รายชื่อยังมีที่ต้องแก้หรือต้องตอบ")


class PeopleChangedError(AccountError):
    kind: ClassVar[Kind] = Kind.WRONG_MOMENT
    sentence = _("ผู้ใช้ในระบบเปลี่ยนไปหลังจากตรวจรายชื่อนี้ ตรวจผลใหม่แล้วยืนยันอีกครั้ง")


class NobodyToUndoError(AccountError):
    kind: ClassVar[Kind] = Kind.WRONG_MOMENT
    sentence = _("ไม่มีบัญชีหรือบทบาทที่เลิกทำได้ เพราะมีผู้ใช้แล้วทั้งหมด")


@dataclass(frozen=True, slots=True)
class Undone:
    """How many roles an undo ended, and how many it left because somebody has used them."""

    ended: int
    kept: int


@transaction.atomic
def submit_list(*, uuid: UUID, data: bytes, name: str, by: User, at: datetime) -> PeopleImport:
    """Keep a list and ask a worker to read it. A form that is sent twice gives the same import."""
    if not by.has_perm("accounts.manage_people"):
        raise PermissionDenied
    fresh = {"data": data, "name": name, "uploaded_at": at, "uploaded_by": by}
    upload, is_new = PeopleImport.objects.get_or_create(uuid=uuid, defaults=fresh)
    if is_new:
        jobs.submit(PeopleReading(upload=upload, key=str(uuid)), by=by, at=at)
        record("accounts.list_uploaded", upload, by=by, at=at, file=name)
    return upload


def read_people_list(claim: jobs.Claim, *, read: Read, check: Check, on: date) -> None:
    """A worker's part: the table is kept in place of the file."""

    def checked(upload: PeopleImport) -> Mapping[str, object]:
        return check(upload.table or {}, upload.columns, upload.answers, on=on)

    keep_reading(PeopleImport, claim, read=read, check=checked)


@transaction.atomic
def choose_columns(
    *, import_id: int, columns: Mapping[str, object], check: Check, on: date, by: User, at: datetime
) -> PeopleImport:
    """Say which column of the list is which. Answers are asked anew: other columns may name other people."""
    upload = _lock_list(import_id, by=by)
    upload.columns, upload.answers = dict(columns), {}
    _check_again(upload, check, on)
    record("accounts.list_columns_chosen", upload, by=by, at=at)
    return upload


@transaction.atomic
def answer_list(
    *, import_id: int, answers: Mapping[str, str], check: Check, on: date, by: User, at: datetime
) -> PeopleImport:
    """Say whether doubled names are the same person."""
    upload = _lock_list(import_id, by=by)
    upload.answers = {**upload.answers, **answers}
    _check_again(upload, check, on)
    record("accounts.list_answered", upload, by=by, at=at)
    return upload


def _check_again(upload: PeopleImport, check: Check, on: date) -> None:
    upload.outcome = check(upload.table or {}, upload.columns, upload.answers, on=on)
    upload.save(update_fields=["columns", "answers", "outcome"])


def confirm_list(*, import_id: int, check: Check, on: date, by: User, at: datetime) -> list[Invitation]:
    """Make the accounts and roles that the person saw, or nothing.

    Returns the invitations of new people who have an e-mail; the others get their links on a printed sheet. If the
    outcome is another one now, it is kept for a new confirmation and PeopleChangedError is raised.
    """
    with transaction.atomic():
        upload = _lock_list(import_id, by=by)
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [PEOPLE_LOCK])
        seen, outcome = upload.outcome, check(upload.table or {}, upload.columns, upload.answers, on=on)
        if seen["errors"] or seen["open"]:
            raise NotReadyError
        as_promised = outcome == seen
        if not as_promised:
            upload.outcome = outcome
            upload.save(update_fields=["outcome"])
            invitations = []
        else:
            invitations = _write(upload, by=by, at=at)
    if not as_promised:
        raise PeopleChangedError
    return invitations


def _write(upload: PeopleImport, *, by: User, at: datetime) -> list[Invitation]:
    rows = upload.outcome["rows"]
    districts = {district.code: district for district in District.objects.all()}
    bureaus = {bureau.code: bureau for bureau in Office.objects.bureaus()}
    known = User.objects.in_bulk([int(row["person"][5:]) for row in rows if row["person"].startswith("user:")])
    people = {f"user:{pk}": user for pk, user in known.items()}
    admissions, invited = [], []
    try:
        for row in rows:
            if row["does"] == "new":
                named = {"username": row["username"], "full_name": row["name"], "email": row["email"]}
                people[row["person"]] = create_person(**named, by=by, at=at)
                invited.append(people[row["person"]])
            if row["does"] in ("new", "role"):
                given = assign(
                    user=people[row["person"]],
                    role=row["role"],
                    district=districts.get(row["place"]),
                    bureau=bureaus.get(row["place"]),
                    starts_on=date.fromisoformat(row["starts_on"]),
                    ends_on=date.fromisoformat(row["ends_on"]) if row["ends_on"] else None,
                    acting=Acting.IN_PLACE if row["acting"] else "",
                    first_year=row["years"][0] if row["years"] else None,
                    last_year=row["years"][1] if row["years"] else None,
                    by=by,
                    at=at,
                )
                if row["sections"]:
                    _put_in_sections(given, row["sections"], by=by, at=at)
                is_new = row["person"].startswith("row:")
                admissions.append(Admission(source=upload, assignment=given, is_new=is_new))
    except (ValidationError, AccountError) as error:  # somebody was invited by hand meanwhile
        raise PeopleChangedError from error
    Admission.objects.bulk_create(admissions)
    upload.state, upload.confirmed_at, upload.confirmed_by = ListState.DONE, at, by
    _forget_list(upload)
    upload.save(update_fields=["state", "confirmed_at", "confirmed_by", "table", "data", "outcome", "answers"])
    record("accounts.list_imported", upload, by=by, at=at, people=len(invited), roles=len(admissions))
    return [
        Invitation(user, issue_link(user=user, purpose=LinkPurpose.INVITATION, by=by, at=at))
        for user in invited
        if user.email
    ]


def _put_in_sections(role: Assignment, names: Collection[str], *, by: User, at: datetime) -> None:
    office = office_of(role)
    there = Section.objects.in_use().filter(office=office, name__in=names)
    if there.count() != len(names):  # a section was closed or renamed meanwhile
        raise SectionClosedError
    keys = list(there.values_list("pk", flat=True))
    choose_sections(assignment_id=role.pk, sections=keys, on=role.starts_on, by=by, at=at)


@transaction.atomic
def cancel_list(*, import_id: int, by: User, at: datetime) -> PeopleImport:
    upload = _lock_list(import_id, by=by, during=(ListState.WAITING, ListState.CHECKED))
    jobs.cancel(PeopleReading, PeopleReading.objects.filter(upload=upload).values_list("pk", flat=True).first())
    upload.state = ListState.CANCELLED
    _forget_list(upload)
    upload.save(update_fields=["state", "table", "data", "outcome", "answers"])
    record("accounts.list_cancelled", upload, by=by, at=at)
    return upload


@transaction.atomic
def undo_list(*, import_id: int, on: date, by: User, at: datetime) -> Undone:
    """End the roles of a list, and close its accounts, where nobody has used them yet.

    A new account is unused while nobody has logged in with it; a role of somebody who was there before, while that
    person has done nothing since. Raises NobodyToUndoError if all are in use.
    """
    upload = _lock_list(import_id, by=by, during=(ListState.DONE,))
    made = list(upload.admissions.select_related("assignment__user").order_by("pk"))
    active = set(
        Entry.objects.filter(actor__in=[a.assignment.user_id for a in made], at__gt=upload.confirmed_at).values_list(
            "actor", flat=True
        )
    )
    unused = [a for a in made if not (a.assignment.user.last_login if a.is_new else a.assignment.user_id in active)]
    if not unused:
        raise NobodyToUndoError
    running = [a for a in unused if a.assignment.ends_on is None or a.assignment.ends_on > on]
    for admission in running:
        end_assignment(assignment_id=admission.assignment_id, on=on, by=by, at=at)
    accounts = {a.assignment.user_id: a.assignment.user for a in unused if a.is_new}
    for user in accounts.values():
        if user.is_active and not user.assignments.not_ended(on).exists():  # nothing else was given to it meanwhile
            close_account(user_id=user.pk, on=on, by=by, at=at)
    upload.state, upload.undone_at, upload.undone_by = ListState.UNDONE, at, by
    upload.save(update_fields=["state", "undone_at", "undone_by"])
    done = Undone(ended=len(running), kept=len(made) - len(unused))
    record("accounts.list_undone", upload, by=by, at=at, ended=done.ended, kept=done.kept)
    return done


@transaction.atomic
def links_of_list(*, import_id: int, by: User, at: datetime) -> list[Invitation]:
    """New one-time links for the people of a list who have no e-mail and have not logged in yet."""
    upload = _lock_list(import_id, by=by, during=(ListState.DONE,))
    people = people_to_hand_links(upload)
    return [Invitation(user, issue_link(user=user, purpose=LinkPurpose.INVITATION, by=by, at=at)) for user in people]


def people_to_hand_links(upload: PeopleImport) -> list[User]:
    new = upload.admissions.filter(is_new=True).values("assignment__user")
    waiting = User.objects.filter(pk__in=new, email="", last_login=None, is_active=True)
    return list(waiting.order_by("full_name", "pk"))


def drop_lists(before: datetime) -> int:
    """Lists that nobody confirmed hold names of people who have no account: they go after a time."""
    old = PeopleImport.objects.filter(uploaded_at__lt=before, state__in=(ListState.WAITING, ListState.CHECKED))
    return old.update(state=ListState.CANCELLED, table=None, data=None, outcome={}, answers={})


def _lock_list(import_id: int, *, by: User, during: tuple[ListState, ...] = (ListState.CHECKED,)) -> PeopleImport:
    upload = PeopleImport.objects.select_for_update(of=("self",), no_key=True).get(pk=import_id)
    if not by.has_perm("accounts.manage_people"):
        raise PermissionDenied
    if upload.state not in during:
        raise WrongMomentError
    return upload


def _forget_list(upload: PeopleImport) -> None:
    """The list has become accounts, or nothing: no name stays behind in it."""
    upload.table, upload.data, upload.answers = None, None, {}
    upload.outcome = {name: upload.outcome[name] for name in ("new", "given", "same") if name in upload.outcome}
