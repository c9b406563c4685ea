"""What is held about one person: handed out, forgotten, and tidied away each night."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import CASCADE, Model
from django.utils import translation
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.actions import AccountError
from bkkplan.ground.accounts.actions.destruction import propose_destruction
from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.pseudonyms import forget_in_log
from bkkplan.ground.audit.record import plain, record
from bkkplan.ground.core import personal
from bkkplan.ground.core.orphans import sweep_files

PSEUDONYM = "ผู้ใช้ที่ลบข้อมูลแล้ว"


class StillInOfficeError(AccountError):
    """Whoever holds an office is named by it; the sentence says which."""


@dataclass(frozen=True)
class Held:
    """What one subject holds about a person."""

    title: str
    rows: list[personal.Row]

    @property
    def headings(self) -> list[str]:
        return list(self.rows[0]) if self.rows else []


def collect(person: User) -> list[Held]:
    """Everything held about a person, in the words of the page's language."""
    return [Held(str(subject.title), subject.collect(person)) for subject in personal.subjects()]


@transaction.atomic
def export_person(*, user_id: int, by: User, at: datetime) -> dict[str, Any]:
    """All of it as plain values, for a file. Whoever takes out another person's data stands in the log, and oneself."""
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
    """Forget who a person was. What the account did stays, by pseudonym: the law wants the deeds kept, not the name."""
    if not by.has_perm("accounts.look_after_personal_data"):
        raise PermissionDenied
    person = User.objects.select_for_update(of=("self",)).get(pk=user_id)
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
    """Rows that would go with the account, such as e-mail addresses and second factors: libraries' own, not ours."""
    for relation in person._meta.related_objects:
        model: type[Model] = relation.related_model
        if relation.on_delete is CASCADE:
            model._base_manager.filter(**{relation.field.name: person}).delete()


def tidy(*, on: date, at: datetime) -> dict[str, Any]:
    """The nightly round: what has been kept long enough goes, or is put on the list for the committee."""
    done: dict[str, Any] = {}
    with transaction.atomic():
        for purpose in personal.purposes():
            before = purpose.over_since(at)
            if purpose.expire is not None and before is not None:
                done[purpose.code] = purpose.expire(before)
        done["sessions"] = Session.objects.filter(expire_date__lt=at).delete()[0]
        done["proposed"] = propose_destruction(on=on, at=at)
    swept = sweep_files(at=at)
    done |= {"files_removed": swept.removed, "files_missing": list(swept.missing[:100])}
    with transaction.atomic():
        record("accounts.data_tidied", None, by=None, at=at, **done)
    return done
