"""How the log tells of accounts, roles, links and the destruction of old files."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.enums import Acting, Duty, LinkPurpose, Pace, Role
from bkkplan.ground.accounts.models import (
    Assignment,
    DestructionItem,
    DestructionList,
    OneTimeLink,
    PeopleImport,
    Section,
    User,
)
from bkkplan.ground.accounts.queries.letters import choices_in_words
from bkkplan.ground.audit.sentences import Detail, Thing, declare, declare_details, declare_without_thing
from bkkplan.ground.audit.telling import choice
from bkkplan.ground.core.people import Person
from bkkplan.ground.core.personal import purposes, subjects
from districts.models import District, Office


def page_of_person(person: User) -> str:
    return reverse("accounts:person", args=[person.pk])


def page_of_its_person(row: Assignment | OneTimeLink) -> str:
    return reverse("accounts:person", args=[row.user_id])


def role_in_words(role: Assignment) -> str:
    return _("%(role)s ของ %(person)s") % {"role": role, "person": role.user}


def link_in_words(link: OneTimeLink) -> str:
    return _("%(kind)s ของ %(person)s") % {"kind": link.get_purpose_display(), "person": link.user}


def section_in_words(section: Section) -> str:
    return _("%(section)sของ%(office)s") % {"section": section, "office": section.office}


def page_of_section(section: Section) -> str:
    return reverse("accounts:office", args=[section.office.code])


def duties_in_words(duties: Any) -> str:
    return ", ".join(map(choice(Duty), duties))


def lists_visible_to(reader: Person) -> QuerySet[DestructionList]:
    seen = DestructionList.objects.all()
    return seen if reader.has_perm("accounts.look_after_personal_data") else seen.none()


def page_of_list(row: DestructionList | DestructionItem) -> str:
    return reverse("accounts:destruction", args=[row.list_id if isinstance(row, DestructionItem) else row.pk])


def page_of_import(upload: PeopleImport) -> str:
    return reverse("lists:hand-in", args=["people", "city"])


def counts_in_words(counts: Any) -> str:
    """How many rows of each subject or purpose, which the log has by their codes."""
    titles = {subject.code: subject.title for subject in subjects()}
    titles |= {purpose.code: purpose.title for purpose in purposes()}
    return ", ".join(f"{titles.get(code, code)} {count}" for code, count in counts.items())


declare(
    Thing(
        model=User,
        visible=User.objects.visible_to,
        address=page_of_person,
        district="assignments__district",
        acts={
            "accounts.person_created": gettext_lazy("สร้างบัญชีของ %(thing)s"),
            "accounts.letters_chosen": gettext_lazy("เลือกการรับอีเมลแจ้งเตือนของ %(thing)s"),
            "accounts.address_bounced": gettext_lazy("อีเมลถึง %(thing)s ส่งไม่ถึง"),
            "accounts.address_mended": gettext_lazy("แก้หรือยืนยันอีเมลของ %(thing)s"),
            "accounts.account_closed": gettext_lazy("ปิดบัญชีของ %(thing)s"),
            "accounts.second_factor_forgotten": gettext_lazy("ล้างการยืนยันขั้นที่สองของ %(thing)s"),
            "accounts.person_exported": gettext_lazy("ส่งออกข้อมูลส่วนบุคคลของ %(thing)s"),
            "accounts.person_erased": gettext_lazy("ลบข้อมูลส่วนบุคคลของ %(thing)s"),
        },
    ),
    Thing(
        model=Assignment,
        visible=lambda reader: Assignment.objects.filter(user__in=User.objects.visible_to(reader)),
        row_name=role_in_words,
        address=page_of_its_person,
        select=("user", "district", "bureau"),
        district="district",
        acts={
            "accounts.role_given": gettext_lazy("ให้บทบาท %(thing)s"),
            "accounts.role_ended": gettext_lazy("สิ้นสุดบทบาท %(thing)s"),
            "accounts.sections_chosen": gettext_lazy("กำหนดฝ่ายของ %(thing)s"),
        },
    ),
    Thing(
        model=Section,
        visible=Section.objects.visible_to,
        row_name=section_in_words,
        address=page_of_section,
        select=("office",),
        district="office__district",
        acts={
            "accounts.section_made": gettext_lazy("เพิ่ม%(thing)s"),
            "accounts.section_changed": gettext_lazy("แก้%(thing)s"),
            "accounts.section_closed": gettext_lazy("ปิด%(thing)s"),
        },
    ),
    Thing(
        model=OneTimeLink,
        name=gettext_lazy("ลิงก์เข้าระบบ"),
        visible=lambda reader: OneTimeLink.objects.filter(user__in=User.objects.visible_to(reader)),
        row_name=link_in_words,
        address=page_of_its_person,
        select=("user",),
        district="user__assignments__district",
        acts={
            "accounts.link_issued": gettext_lazy("ออก%(thing)s"),
            "accounts.link_used": gettext_lazy("เข้าระบบด้วย%(thing)s"),
        },
    ),
    Thing(
        model=PeopleImport,
        name=gettext_lazy("รายชื่อ"),
        visible=PeopleImport.objects.visible_to,
        address=page_of_import,
        acts={
            "accounts.list_uploaded": gettext_lazy("ส่งรายชื่อ %(thing)s ให้ตรวจ"),
            "accounts.list_columns_chosen": gettext_lazy("เลือกคอลัมน์ของรายชื่อ %(thing)s"),
            "accounts.list_answered": gettext_lazy("ตอบว่าชื่อที่ซ้ำในรายชื่อ %(thing)s เป็นคนเดียวกันหรือไม่"),
            "accounts.list_imported": gettext_lazy("นำเข้าผู้ใช้จากรายชื่อ %(thing)s"),
            "accounts.list_cancelled": gettext_lazy("ยกเลิกการนำเข้ารายชื่อ %(thing)s"),
            "accounts.list_undone": gettext_lazy("เลิกทำการนำเข้ารายชื่อ %(thing)s"),
        },
    ),
    Thing(
        model=DestructionList,
        visible=lists_visible_to,
        address=page_of_list,
        acts={
            "accounts.destruction_proposed": gettext_lazy("เสนอ%(thing)s"),
            "accounts.destruction_approved": gettext_lazy("บันทึกมติให้ทำลายตาม%(thing)s"),
            "accounts.destruction_done": gettext_lazy("ทำลายตาม%(thing)s"),
        },
    ),
    Thing(
        model=DestructionItem,
        visible=lambda reader: DestructionItem.objects.filter(list__in=lists_visible_to(reader)),
        address=page_of_list,
        acts={"accounts.destruction_item_decided": gettext_lazy("บันทึกว่าเก็บหรือทำลาย %(thing)s")},
    ),
)
declare_without_thing({"accounts.data_tidied": gettext_lazy("ลบข้อมูลที่เก็บครบกำหนดประจำคืน")})

declare_details(
    {
        "district": Detail(label=gettext_lazy("เขต"), row=(District, "code")),
        "accounts.acting": Detail(label=gettext_lazy("การรักษาหรือปฏิบัติราชการแทน"), show=choice(Acting)),
        "accounts.years": Detail(label=gettext_lazy("ปีงบประมาณที่ตรวจ")),
        "accounts.order": Detail(label=gettext_lazy("คำสั่งที่")),
        "accounts.bureau": Detail(label=gettext_lazy("สำนัก"), row=(Office, "code")),
        "accounts.username": Detail(label=gettext_lazy("บัญชีผู้ใช้")),
        "accounts.user": Detail(label=gettext_lazy("บัญชีผู้ใช้")),
        "accounts.file": Detail(label=gettext_lazy("ชื่อไฟล์")),
        "accounts.people": Detail(label=gettext_lazy("บัญชีใหม่")),
        "accounts.roles": Detail(label=gettext_lazy("บทบาทที่ให้")),
        "accounts.ended": Detail(label=gettext_lazy("บทบาทที่สิ้นสุด")),
        "accounts.kept": Detail(label=gettext_lazy("บทบาทที่มีผู้ใช้แล้ว จึงคงไว้")),
        "accounts.role": Detail(label=gettext_lazy("บทบาท"), show=choice(Role)),
        "accounts.office": Detail(label=gettext_lazy("หน่วยงาน"), row=(Office, "code")),
        "accounts.duties": Detail(label=gettext_lazy("งานที่ได้รับมอบ"), show=duties_in_words),
        "accounts.name": Detail(label=gettext_lazy("ชื่อฝ่าย")),
        "accounts.sections": Detail(label=gettext_lazy("ฝ่าย"), show=", ".join),
        "accounts.into": Detail(label=gettext_lazy("ฝ่ายที่รับงานต่อ")),
        "accounts.purpose": Detail(label=gettext_lazy("ชนิดของลิงก์"), show=choice(LinkPurpose)),
        "accounts.made_by": Detail(label=gettext_lazy("ผู้ออกลิงก์")),
        "accounts.pace": Detail(label=gettext_lazy("รับอีเมลแจ้งเตือน"), show=choice(Pace)),
        "accounts.choices": Detail(label=gettext_lazy("รับอีเมลรายเรื่อง"), show=choices_in_words),
        "accounts.language": Detail(
            label=gettext_lazy("ภาษาของอีเมล"), show=lambda code: dict(settings.LANGUAGES).get(code, code)
        ),
        "accounts.by_link": Detail(label=gettext_lazy("ผ่านลิงก์ในอีเมล")),
        "accounts.is_other": Detail(label=gettext_lazy("เป็นอีเมลอื่น")),
        "accounts.link": Detail(),
        "accounts.forgotten": Detail(label=gettext_lazy("แถวที่แทนชื่อด้วยนามแฝง"), show=counts_in_words),
        "accounts.items": Detail(label=gettext_lazy("รายการที่เพิ่ม")),
        "accounts.is_new": Detail(label=gettext_lazy("เป็นบัญชีใหม่")),
        "accounts.destroyed": Detail(label=gettext_lazy("ทำลายแล้ว"), show=counts_in_words),
        "accounts.labels": Detail(label=gettext_lazy("สิ่งที่ทำลาย")),
        "accounts.sessions": Detail(label=gettext_lazy("เซสชันที่หมดอายุ")),
        "accounts.proposed": Detail(label=gettext_lazy("เสนอทำลาย")),
        "accounts.files_removed": Detail(label=gettext_lazy("ไฟล์ที่ไม่มีเจ้าของ ลบแล้ว")),
        "accounts.files_missing": Detail(label=gettext_lazy("ไฟล์ที่หายไปจากที่เก็บ")),
        **{f"accounts.{purpose.code}": Detail(label=purpose.title) for purpose in purposes()},
    }
)
