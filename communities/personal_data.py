"""What community committees and the files about their plans hold about a person, and for how long."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.personal import LOCKED, MONEY_AND_RECORDS, RECORDS, Purpose, Row, Subject, hold, keep
from bkkplan.ground.core.personal_files import PersonalFiles
from bkkplan.ground.core.questions.together import later
from communities.models import (
    CommitteeMember,
    ConfirmationProof,
    CourseFile,
    MeetingRecord,
    MeetingResolution,
    PlanAssistant,
    Trainee,
)

NAMELESS = "กรรมการ (ลบชื่อแล้ว)"


def seats_of(person: Any) -> QuerySet[CommitteeMember]:
    return CommitteeMember.objects.filter(user=person.pk).select_related("committee__community").order_by("pk")


def the_seats(person: Any) -> Iterable[Row]:
    return (
        {
            _("ชุมชน"): str(seat.committee.community),
            _("ชื่อ-นามสกุล"): seat.full_name,
            _("ตำแหน่ง"): seat.get_position_display(),
            _("ตั้งแต่"): seat.starts_on,
            _("ถึง"): seat.ends_on or seat.committee.ends_on,
        }
        for seat in later(seats_of(person))
    )


def seats_held(person: Any, on: date) -> list[str]:
    """The seats that the person holds on a day or will hold later, in words."""
    held = CommitteeMember.objects.not_ended(on).filter(user=person.pk).select_related("committee__community")
    return [f"{seat.get_position_display()} · {seat.committee.community}" for seat in held.order_by("pk")]


def seats_of_many(people: Collection[int], on: date) -> dict[int, list[str]]:
    seats = CommitteeMember.objects.current(on).filter(user__in=people).select_related("committee__community")
    found: dict[int, list[str]] = {}
    for seat in seats.order_by("pk"):
        office = f"{seat.get_position_display()} · {seat.committee.community}"
        if seat.user_id is not None:
            found.setdefault(seat.user_id, []).append(office)
    return found


def the_helping(person: Any) -> Iterable[Row]:
    helps = PlanAssistant.objects.filter(user=person.pk).select_related("committee__community").order_by("pk")
    return (
        {
            _("ชุมชน"): str(one.committee.community),
            _("ตั้งแต่"): one.starts_on,
            _("ถึง"): one.ends_on or one.committee.ends_on,
        }
        for one in later(helps)
    )


def helping_on(person: Any, on: date) -> list[str]:
    """For which committees the person writes on a day or later, in words."""
    helps = PlanAssistant.objects.not_ended(on).filter(user=person.pk).select_related("committee__community")
    return [_helping_in_words(one) for one in helps.order_by("pk")]


def helping_of_many(people: Collection[int], on: date) -> dict[int, list[str]]:
    helps = PlanAssistant.objects.current(on).filter(user__in=people).select_related("committee__community")
    found: dict[int, list[str]] = {}
    for one in helps.order_by("pk"):
        found.setdefault(one.user_id, []).append(_helping_in_words(one))
    return found


def _helping_in_words(one: PlanAssistant) -> str:
    return f"{_('ผู้ช่วยบันทึกข้อมูล')} · {one.committee.community}"


def forget_seats(*, person: Any, pseudonym: str) -> int:
    return seats_of(person).update(full_name=pseudonym)


def drop_old_names(before: datetime) -> int:
    """Replace the names of members who left before a day by NAMELESS; return how many. Who sat when stays.

    So are the names of those who chaired a meeting before it and were no members.
    """
    day = before.date()
    left = CommitteeMember.objects.filter(Q(ends_on__lt=day) | Q(committee__ends_on__lt=day))
    left = left.exclude(pk__in=CommitteeMember.objects.not_ended(day))
    named = MeetingResolution.objects.filter(met_on__lt=day).exclude(chair_name__in=["", NAMELESS])
    return named.update(chair_name=NAMELESS) + left.exclude(full_name=NAMELESS).update(full_name=NAMELESS)


def the_trainings(person: Any) -> Iterable[Row]:
    own = Trainee.objects.live().filter(member__user=person.pk).select_related("invitation__session__course")
    return (
        {
            _("การอบรม"): str(trainee.invitation.session),
            _("วันแรก"): trainee.invitation.session.first_on,
            _("เข้าอบรม"): _("ใช่") if trainee.has_attended else _("ไม่"),
        }
        for trainee in later(own.order_by("pk"))
    )


proofs = PersonalFiles(
    model=ConfirmationProof,
    heading=gettext_lazy("แผน"),
    belongs_to=lambda proof: proof.revision.plan,
    select=("revision__plan__community__district",),
    by="by",
    at="at",
)
records = replace(proofs, model=MeetingRecord)
course_files = PersonalFiles(
    model=CourseFile,
    heading=gettext_lazy("การอบรม"),
    belongs_to=lambda file: file.session,
    select=("session__course",),
)


hold(
    Subject(
        code="communities.seats",
        title=gettext_lazy("กรรมการชุมชน"),
        collect=the_seats,
        offices=seats_held,
        offices_of_many=seats_of_many,
        called_by_name=seats_of,
        forget=forget_seats,
    )
)
keep(
    Purpose(
        code="communities.seats",
        title=gettext_lazy("ทะเบียนคณะกรรมการชุมชน"),
        holds=gettext_lazy("ชื่อและตำแหน่งของกรรมการที่พ้นตำแหน่งแล้ว และชื่อประธานในที่ประชุมที่มิได้เป็นกรรมการ"),
        basis=gettext_lazy("หน้าที่ตามกฎหมาย (ม. 24 (6)): ระเบียบกรุงเทพมหานครว่าด้วยชุมชนและกรรมการชุมชน"),
        at_the_end=gettext_lazy("ลบชื่อโดยอัตโนมัติ เหลือเพียงตำแหน่งและวาระ"),
        expire=drop_old_names,
    )
)
hold(
    Subject(
        code="communities.helping",
        title=gettext_lazy("ผู้ช่วยบันทึกข้อมูลของชุมชน"),
        collect=the_helping,
        offices=helping_on,
        offices_of_many=helping_of_many,
    )
)
hold(proofs.held(code="communities.proofs", title=gettext_lazy("หลักฐานการรับรองแผนที่แนบ")))
keep(
    Purpose(
        code="communities.daily",
        title=gettext_lazy("ใช้หลักฐานการรับรองแผนในงานประจำ"),
        holds=gettext_lazy("ไฟล์หลักฐานของการรับรองที่บันทึกย้อนหลัง และบันทึกการประชุมของแผนที่เขตบันทึกแทน"),
        at_the_end=LOCKED,
    )
)
keep(
    proofs.kept(
        code="communities.proofs",
        title=gettext_lazy("หลักฐานการรับรองแผนพัฒนาชุมชน"),
        holds=gettext_lazy("ไฟล์หลักฐาน ซึ่งอาจมีชื่อและลายมือชื่อ"),
        basis=RECORDS,
    )
)
hold(records.held(code="communities.records", title=gettext_lazy("บันทึกการประชุมที่แนบ")))
keep(
    records.kept(
        code="communities.records",
        title=gettext_lazy("บันทึกการประชุมที่รับรองแผนพัฒนาชุมชน"),
        holds=gettext_lazy("ไฟล์บันทึกการประชุมของชุมชน ซึ่งอาจมีชื่อและลายมือชื่อ"),
        basis=RECORDS,
    )
)
# The name of a trainee is that of the seat on the committee, and is forgotten with it.
hold(Subject(code="communities.trainings", title=gettext_lazy("การอบรมของกรรมการชุมชน"), collect=the_trainings))
hold(course_files.held(code="communities.course_files", title=gettext_lazy("ไฟล์ของการอบรมที่แนบ")))
keep(
    course_files.kept(
        code="communities.course_files",
        title=gettext_lazy("หลักฐานของการอบรม"),
        holds=gettext_lazy("ใบลงชื่อผู้เข้าอบรมและไฟล์อื่น ซึ่งอาจมีชื่อและลายมือชื่อ"),
        basis=MONEY_AND_RECORDS,
    )
)
