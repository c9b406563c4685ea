"""What the portal holds about people. Each subject declares its part in its `personal_data.py`.

A `Subject` says what is held about a person, which offices the person has, and how the name is removed. A `Purpose`
says why something is kept and for how many days (settings.RETENTION_DAYS); the privacy page and the nightly job both
read it.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.questions.together import later

Text = str | Promise
Row = dict[str, Any]  # by headings in the language of the page

# Texts that several apps declare: the grounds in law for keeping personal data, and what is done with it in the end.
PUBLIC_TASK = gettext_lazy("ปฏิบัติภารกิจสาธารณะ (ม. 24 (4) พ.ร.บ. คุ้มครองข้อมูลส่วนบุคคล)")
RECORDS = gettext_lazy("หน้าที่ตามกฎหมาย (ม. 24 (6)): ระเบียบงานสารบรรณ")
MONEY_AND_RECORDS = gettext_lazy("หน้าที่ตามกฎหมาย (ม. 24 (6)): ระเบียบการเงินและระเบียบงานสารบรรณ")
REMOVED = gettext_lazy("ลบโดยอัตโนมัติ")
LOCKED = gettext_lazy("ปิดจากงานประจำ เปิดได้เฉพาะผู้อำนวยการเขตและผู้ดูแลระบบ")
DESTROYED = gettext_lazy("ทำลายตามบัญชีที่คณะกรรมการทำลายหนังสืออนุมัติ")


class Named(Protocol):
    pk: Any
    full_name: str
    username: str


def _none(*_: Any) -> list[Any]:
    return []


def _no_offices(*_: Any) -> dict[int, list[str]]:
    return {}


def _nothing(**_: Any) -> int:
    return 0


@dataclass(frozen=True, kw_only=True)
class Subject:
    code: str
    title: Text
    # Everything held about a person. What is asked with `later` when it is called is read with what others ask.
    collect: Callable[[Any], Iterable[Row]]
    # The offices held on a day, in words. A person who holds one cannot be erased.
    offices: Callable[[Any, date], list[str]] = _none
    # The same of many at once, by their keys, for a list of people.
    offices_of_many: Callable[[Collection[int], date], dict[int, list[str]]] = _no_offices
    # Rows whose label in the log is the person's name.
    called_by_name: Callable[[Any], Iterable[Model]] = _none
    # Replaces the name by the pseudonym and returns how many rows it changed. Called in a transaction: `forget(person=,
    # pseudonym=)`.
    forget: Callable[..., int] = _nothing


@dataclass(frozen=True)
class ForDestruction:
    """A thing whose time is over, to be put on a list of destruction."""

    target_id: int
    label: str
    since: date


@dataclass(frozen=True, kw_only=True)
class Purpose:
    code: str  # the key in settings.RETENTION_DAYS; if it is not there, data are kept without end
    title: Text
    holds: Text
    basis: Text = PUBLIC_TASK
    at_the_end: Text = REMOVED
    # Removes what is older than a moment, each night; returns how many rows.
    expire: Callable[[datetime], int] | None = None
    # Things that may be destroyed only after a committee approved their list, and how: `destroy(target_ids=)`.
    for_destruction: Callable[[date], Sequence[ForDestruction]] | None = None
    destroy: Callable[..., int] | None = None

    @property
    def days(self) -> int | None:
        days: int | None = settings.RETENTION_DAYS.get(self.code)
        return days

    def over_since(self, at: datetime) -> datetime | None:
        """Data that were last used before this moment have been kept long enough; None if they are kept without end."""
        return None if self.days is None else at - timedelta(days=self.days)


_subjects: dict[str, Subject] = {}
_purposes: dict[str, Purpose] = {}


def hold(*subjects: Subject) -> None:
    _subjects.update({subject.code: subject for subject in subjects})


def keep(*purposes: Purpose) -> None:
    _purposes.update({purpose.code: purpose for purpose in purposes})


def name_without_account(rows: QuerySet[Any], field: str, *, shown: Callable[[Any], Row], **of_subject: Any) -> Subject:
    """Return a Subject for a person's name that was typed as text into a field of rows, with no link to an account.

    Rows are found by the name alone, so rows about another person of the same name are found, too. ``shown`` makes what
    is shown of a row; ``of_subject`` are the code and the title of the Subject.
    """

    def theirs(person: Any) -> QuerySet[Any]:
        return rows.filter(**{field: person.full_name}).exclude(**{field: ""}).order_by("pk")

    def forget(*, person: Any, pseudonym: str) -> int:
        return theirs(person).update(**{field: pseudonym})

    def collect(person: Any) -> Iterable[Row]:
        return (shown(row) for row in later(theirs(person)))

    return Subject(collect=collect, forget=forget, **of_subject)


def subjects() -> tuple[Subject, ...]:
    return tuple(_subjects.values())


def purposes() -> tuple[Purpose, ...]:
    return tuple(_purposes.values())


def purpose(code: str) -> Purpose:
    return _purposes[code]
