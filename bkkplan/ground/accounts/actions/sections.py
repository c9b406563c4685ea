"""Arrange an office: its sections, what they do, and who works in them."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from bkkplan.ground.accounts.actions import notify, steps, tell_of_deserted
from bkkplan.ground.accounts.actions.steps import AccountError
from bkkplan.ground.accounts.enums import USUAL_SECTIONS
from bkkplan.ground.accounts.models import Assignment, Section, User
from bkkplan.ground.accounts.queries import deserted, office_of, people_of_sections
from bkkplan.ground.audit.record import record, write_line
from bkkplan.ground.core.refusals import Kind
from districts.models import Office


class SectionInUseError(AccountError):
    """People still work in the section that is to be closed."""


class SectionClosedError(AccountError):
    kind = Kind.WRONG_MOMENT
    sentence = gettext_lazy("ฝ่ายนี้ปิดไปแล้ว")


class NothingToAddError(AccountError):
    kind = Kind.WRONG_MOMENT
    sentence = gettext_lazy("หน่วยงานนี้มีฝ่ายตามปกติครบแล้ว")


class NoLongerThereError(AccountError):
    kind = Kind.WRONG_MOMENT
    sentence = gettext_lazy("ผู้นี้ไม่มีบทบาทในหน่วยงานนี้แล้ว")


@transaction.atomic
def make_usual_sections(*, office_id: int, by: User, at: datetime) -> list[Section]:
    """Make the ten sections that a district office has as a rule. Those that are there already stay as they are."""
    office = _take_office(office_id, by=by)
    there = set(office.sections.in_use().values_list("name", flat=True))
    missing = [(name, duties) for name, duties in USUAL_SECTIONS if name not in there]
    if not missing:
        raise NothingToAddError
    return [_make(office, name=name, duties=duties, by=by, at=at) for name, duties in missing]


@transaction.atomic
def make_usual_sections_everywhere(*, by: User, at: datetime) -> int:
    """Make the usual sections in each district's office that has none; return the number of offices.

    Raises NothingToAddError if all have sections.
    """
    if not by.has_perm("accounts.manage_people"):
        raise PermissionDenied
    arranged = Section.objects.in_use().values("office")
    bare = Office.objects.filter(district__isnull=False).exclude(pk__in=arranged)
    offices = list(bare.order_by("pk").values_list("pk", flat=True))
    if not offices:
        raise NothingToAddError(_("ทุกสำนักงานเขตมีฝ่ายแล้ว"))
    for office in offices:
        make_usual_sections(office_id=office, by=by, at=at)
    return len(offices)


@transaction.atomic
def make_section(*, office_id: int, name: str, duties: Collection[str] = (), by: User, at: datetime) -> Section:
    return _make(_take_office(office_id, by=by), name=name, duties=duties, by=by, at=at)


def _make(office: Office, *, name: str, duties: Collection[str], by: User, at: datetime) -> Section:
    last = office.sections.aggregate(last=Max("position"))["last"] or 0
    section, line = steps.make_section(office, name=name, position=last + 1, duties=duties, by=by, at=at)
    _demand_free_name(section)
    section.save(force_insert=True)
    write_line(line)
    return section


def _demand_free_name(section: Section) -> None:
    others = Section.objects.in_use().filter(office=section.office_id, name=section.name).exclude(pk=section.pk)
    if others.exists():
        raise AccountError(_("หน่วยงานนี้มีฝ่ายชื่อนี้แล้ว"), field="name")


@transaction.atomic
def change_section(*, section_id: int, name: str, duties: Collection[str], by: User, at: datetime) -> Section:
    """Give a section another name or other duties."""
    section = _take_section(section_id, by=by)
    before = {"name": section.name, "duties": list(section.duties)}
    section.name, section.duties = name, steps.in_order(duties)
    _demand_free_name(section)
    section.save(update_fields=["name", "duties"])
    after = {"name": section.name, "duties": section.duties}
    record("accounts.section_changed", section, by=by, at=at, before=before, after=after, office=section.office.code)
    return section


@transaction.atomic
def close_section(*, section_id: int, into: int | None = None, on: date, by: User, at: datetime) -> Section:
    """Close a section. With ``into`` another one of the office takes over its people, its duties and all that it is
    in charge of; without, its duties become everybody's, if no other section has them.

    Raises SectionInUseError if somebody works in it and no other takes over, SectionClosedError if the other is not in
    use in the office.
    """
    section = _take_section(section_id, by=by)
    working = Assignment.objects.not_ended(on).filter(sections=section, user__is_active=True).order_by("pk")
    if into is None and (n := len(working)):
        sentence = _("%(section)sยังมีผู้ปฏิบัติงาน %(n)s คน ย้ายไปฝ่ายอื่นก่อน หรือเลือกฝ่ายที่รับงานต่อ แล้วจึงปิด")
        raise SectionInUseError(sentence % {"section": section, "n": n})
    heir = None
    if into is not None:
        heir = _in_use_of(section.office).exclude(pk=section.pk).filter(pk=into).first()
        if heir is None:
            raise SectionClosedError
        _hand_over(section, to=heir, assignments=working, by=by, at=at)
    section.closed_at, section.closed_by, section.merged_into = at, by, heir
    section.save(update_fields=["closed_at", "closed_by", "merged_into"])
    told: dict[str, Any] = {"into": heir.name} if heir else {}
    record("accounts.section_closed", section, by=by, at=at, office=section.office.code, **told)
    return section


def _hand_over(section: Section, *, to: Section, assignments: QuerySet[Assignment], by: User, at: datetime) -> None:
    for assignment in assignments.select_related("user"):
        there = [other for other in assignment.sections.in_use() if other not in (section, to)]
        assignment.sections.set([*there, to])
        write_line(steps.put_in_sections(assignment, [*there, to], by=by, at=at))
    section.took_over.update(merged_into=to)
    before = {"duties": list(to.duties)}
    to.duties = steps.in_order([*to.duties, *section.duties])
    if to.duties != before["duties"]:
        to.save(update_fields=["duties"])
        after = {"duties": to.duties}
        record("accounts.section_changed", to, by=by, at=at, before=before, after=after, office=to.office.code)
    notify(
        recipients=[person for person in people_of_sections([to.pk], at=at)[to.pk] if person.pk != by.pk],
        kind="accounts.section_merged",
        message=gettext_noop("%(section)sรวมเข้ากับ%(other)s งานและเรื่องที่รออยู่ของฝ่ายนั้นเป็นของ%(other)sแล้ว"),
        params={"section": section, "other": to},
        url=reverse("accounts:office", args=[to.office.code]),
        at=at,
    )


@transaction.atomic
def choose_sections(
    *, assignment_id: int, sections: Collection[int], on: date, by: User, at: datetime
) -> list[Section]:
    """Say in which sections of the office a person works; return the sections that nobody works in any more."""
    assignment = Assignment.objects.select_related("district__office", "bureau", "user").get(pk=assignment_id)
    office = office_of(assignment)
    if office is None:
        raise PermissionDenied
    _take_office(office.pk, by=by)
    if not Assignment.objects.not_ended(on).filter(pk=assignment.pk).exists():
        raise NoLongerThereError
    before = list(assignment.sections.in_use())
    chosen = list(_in_use_of(office).filter(pk__in=sections))
    if {section.pk for section in chosen} != set(sections):
        raise SectionClosedError
    assignment.sections.set(chosen)
    write_line(steps.put_in_sections(assignment, chosen, by=by, at=at))
    left = deserted([section for section in before if section not in chosen], on=on)
    tell_of_deserted(left, by=by, at=at)
    return left


def _in_use_of(office: Office) -> QuerySet[Section]:
    return Section.objects.in_use().filter(office=office)


def _take_office(office_id: int, *, by: User) -> Office:
    """The office's row is the lock of all its sections."""
    office = Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office_id)
    if not by.has_perm("accounts.arrange_office", office):
        raise PermissionDenied
    return office


def _take_section(section_id: int, *, by: User) -> Section:
    _take_office(Section.objects.values_list("office", flat=True).get(pk=section_id), by=by)
    section = Section.objects.select_related("office").get(pk=section_id)
    if section.closed_at is not None:
        raise SectionClosedError
    return section
