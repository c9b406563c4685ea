"""What is held about one person: exporting it, erasing the person, and the nightly removal of old data."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict

from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import CASCADE, Model
from django.utils import translation
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.actions.destruction import propose_destruction
from bkkplan.ground.accounts.actions.steps import AccountError
from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.pseudonyms import forget_in_log
from bkkplan.ground.audit.record import plain, record
from bkkplan.ground.core import personal
from bkkplan.ground.core.rows.orphans import sweep_files

PSEUDONYM = "ผู้ใช้ที่ลบข้อมูลแล้ว"


class StillInOfficeError(AccountError):
    """A person who holds an office cannot be erased; the sentence names the office."""


@dataclass(frozen=True)
class Held:
    """What one subject holds about a person."""

    title: str
    rows: list[personal.Row]

    @property
    def headings(self) -> list[str]:
        return list(self.rows[0]) if self.rows else []


def collect(person: User) -> list[Held]:
    """Everything held about a person, with headings in the language of the page."""
    asked = [(str(subject.title), subject.collect(person)) for subject in personal.subjects()]
    return [Held(title, list(rows)) for title, rows in asked]


class PersonalPart(TypedDict):
    """What one subject holds about a person, as plain values."""

    title: str
    rows: list[personal.Row]


class Export(TypedDict):
    """Everything that is held about a person, as plain values."""

    made_at: str
    person: str
    held: list[PersonalPart]


@transaction.atomic
def export_person(*, user_id: int, by: User, at: datetime) -> Export:
    """Return everything held about a person as plain values, for a file, and write the export into the log.

    Raises PermissionDenied for another person's data without the right to look after personal data.
    """
    person = User.objects.get(pk=user_id)
    if person.pk != by.pk and not by.has_perm("accounts.look_after_personal_data"):
        raise PermissionDenied
    held = collect(person)
    record("accounts.person_exported", person, by=by, at=at)
    return {
        "made_at": at.isoformat(),
        "person": str(person),
        "held": [{"title": part.title, "rows": plain(part.rows)} for part in held],
    }


def offices_of(person: User, *, on: date) -> list[str]:
    """Every office held on a day, of all subjects."""
    return [office for subject in personal.subjects() for office in subject.offices(person, on)]


def why_still_in_office(person: User, *, on: date) -> str:
    """Which offices a person must give up before being forgotten; empty where there are none."""
    offices = offices_of(person, on=on)
    return _("ยังลบไม่ได้ เพราะยังดำรงตำแหน่ง: %(offices)s") % {"offices": ", ".join(offices)} if offices else ""


@transaction.atomic
def erase_person(*, user_id: int, on: date, by: User, at: datetime) -> User:
    """Erase who a person was. What the account did stays, under a pseudonym: the law demands the acts, not the name."""
    if not by.has_perm("accounts.look_after_personal_data"):
        raise PermissionDenied
    person: User = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user_id)
    if person.pk == by.pk:
        raise AccountError(_("ลบข้อมูลของตนเองไม่ได้ ให้ผู้ดูแลระบบอีกคนทำ"))
    if person.erased_at is not None:
        raise AccountError(_("ลบข้อมูลของผู้ใช้นี้แล้ว"))
    if sentence := why_still_in_office(person, on=on):
        raise StillInOfficeError(sentence)
    pseudonym = f"{PSEUDONYM} {person.pk}"
    called_by_name = [row for subject in personal.subjects() for row in subject.called_by_name(person)]
    forgotten = {subject.code: subject.forget(person=person, pseudonym=pseudonym) for subject in personal.subjects()}
    forgotten["log"] = forget_in_log(
        person=person,
        rows=called_by_name,
        name=person.full_name,
        unmistakable=[person.username, person.email, person.phone],
        pseudonym=pseudonym,
    )
    _delete_what_hangs_on(person)
    person.full_name, person.username = pseudonym, f"erased-{person.pk}"
    person.email = person.phone = ""
    person.set_unusable_password()
    person.is_active, person.closed_at, person.erased_at = False, person.closed_at or at, at
    person.last_login = None
    person.save()
    with translation.override("th"):
        record(
            "accounts.person_erased", person, by=by, at=at, forgotten={code: n for code, n in forgotten.items() if n}
        )
    return person


def _delete_what_hangs_on(person: User) -> None:
    """Delete rows of libraries that refer to the account: e-mail addresses, second factors."""
    for relation in person._meta.related_objects:
        model: type[Model] = relation.related_model
        if relation.on_delete is CASCADE:
            model._base_manager.filter(**{relation.field.name: person}).delete()


def tidy(*, on: date, at: datetime, real_at: datetime | None = None) -> dict[str, int | list[str]]:
    """The nightly job: remove what has been kept long enough, or put it on the list for the committee.

    Sessions and files are dated by the machine: ``real_at`` is its moment where the working day stands still.
    """
    real_at = real_at or at
    done: dict[str, Any] = {}
    with transaction.atomic():
        for purpose in personal.purposes():
            before = purpose.over_since(at)
            if purpose.expire is not None and before is not None:
                done[purpose.code] = purpose.expire(before)
        done["sessions"] = Session.objects.filter(expire_date__lt=real_at).delete()[0]
        done["proposed"] = propose_destruction(on=on, at=at)
    swept = sweep_files(at=real_at)
    done |= {"files_removed": swept.removed, "files_missing": list(swept.missing[:100])}
    with transaction.atomic():
        record("accounts.data_tidied", None, by=None, at=at, **done)
    return done
