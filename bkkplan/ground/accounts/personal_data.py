"""What accounts hold about a person, and for how long."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from itertools import chain
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model, Q, TextField
from django.db.models.fields.related import ForeignKey
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.actions.lists import drop_lists
from bkkplan.ground.accounts.models import Letter, Mailbox, Notice, OneTimeLink, User
from bkkplan.ground.accounts.queries.letters import choices_in_words
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.audit.sentences import act_in_words, thing_of
from bkkplan.ground.audit.telling import thing_in_words
from bkkplan.ground.core.personal import Purpose, Row, Subject, hold, keep
from bkkplan.ground.core.questions.together import first_of, later
from bkkplan.ground.core.rows.replica import reading

# What a person did to a row, by the name of the field that points at the account.
PARTS = {
    "actor": gettext_lazy("ผู้กระทำ"),
    "announced_by": gettext_lazy("ผู้แจ้ง"),
    "answered_by": gettext_lazy("ผู้ตอบ"),
    "appointed_by": gettext_lazy("ผู้มอบบทบาท"),
    "approved_by": gettext_lazy("ผู้อนุมัติ"),
    "approved_through": gettext_lazy("ผู้ออกลิงก์ที่ใช้อนุมัติ"),
    "by": gettext_lazy("ผู้บันทึก"),
    "asked_by": gettext_lazy("ผู้ขอ"),
    "cancelled_by": gettext_lazy("ผู้ยกเลิก"),
    "checked_by": gettext_lazy("ผู้ตรวจ"),
    "chosen_by": gettext_lazy("ผู้เลือก"),
    "closed_by": gettext_lazy("ผู้ปิด"),
    "confirmation_withdrawn_by": gettext_lazy("ผู้ถอนการรับรอง"),
    "confirmed_by": gettext_lazy("ผู้รับรอง"),
    "confirmed_through": gettext_lazy("ผู้ออกลิงก์ที่ใช้รับรอง"),
    "created_by": gettext_lazy("ผู้สร้าง"),
    "decided_by": gettext_lazy("ผู้พิจารณา"),
    "decided_through": gettext_lazy("ผู้ออกลิงก์ที่ใช้พิจารณา"),
    "destroyed_by": gettext_lazy("ผู้ทำลาย"),
    "discarded_by": gettext_lazy("ผู้ยกเลิกฉบับ"),
    "ended_by": gettext_lazy("ผู้สั่งให้สิ้นสุด"),
    "ended_through": gettext_lazy("ผู้ออกลิงก์ที่ใช้สั่งให้สิ้นสุด"),
    "entered_by": gettext_lazy("ผู้บันทึกตัวเลข"),
    "evaluated_by": gettext_lazy("ผู้ประเมิน"),
    "from_paper_by": gettext_lazy("ผู้เริ่มบันทึกแทน"),
    "frozen_by": gettext_lazy("ผู้ตรึงตัวเลขของไตรมาส"),
    "gathered_by": gettext_lazy("ผู้รวบรวม"),
    "handed_in_by": gettext_lazy("ผู้ยื่น"),
    "handed_in_through": gettext_lazy("ผู้ออกลิงก์ที่ใช้ยื่น"),
    "held_by": gettext_lazy("ผู้บันทึกว่าจัดแล้ว"),
    "made_by": gettext_lazy("ผู้จัดทำ"),
    "mended_by": gettext_lazy("ผู้ทำเครื่องหมายว่าแก้แล้ว"),
    "named_by": gettext_lazy("ผู้ตั้ง"),
    "opened_by": gettext_lazy("ผู้เปิด"),
    "ordered_by": gettext_lazy("ผู้บันทึกการสั่งซื้อ"),
    "passed_by": gettext_lazy("ผู้เห็นชอบ"),
    "passed_through": gettext_lazy("ผู้ออกลิงก์ที่ใช้เห็นชอบ"),
    "published_by": gettext_lazy("ผู้เผยแพร่"),
    "published_through": gettext_lazy("ผู้ออกลิงก์ที่ใช้เผยแพร่"),
    "recipient": gettext_lazy("ผู้รับ"),
    "recorded_by": gettext_lazy("ผู้บันทึก"),
    "recorded_through": gettext_lazy("ผู้ออกลิงก์ที่ใช้บันทึก"),
    "refused_by": gettext_lazy("ผู้ไม่ยืนยัน"),
    "removed_by": gettext_lazy("ผู้นำออก"),
    "reopened_by": gettext_lazy("ผู้ยกเลิกการตรึง"),
    "reported_by": gettext_lazy("ผู้รายงาน"),
    "requested_by": gettext_lazy("ผู้สั่ง"),
    "requested_through": gettext_lazy("ผู้ออกลิงก์ที่ใช้สั่ง"),
    "returned_by": gettext_lazy("ผู้ส่งกลับ"),
    "sent_by": gettext_lazy("ผู้ส่ง"),
    "set_by": gettext_lazy("ผู้กำหนด"),
    "submitted_by": gettext_lazy("ผู้ส่ง"),
    "submitted_through": gettext_lazy("ผู้ออกลิงก์ที่ใช้ส่ง"),
    "through": gettext_lazy("ผู้ออกลิงก์ที่ใช้บันทึก"),
    "undone_by": gettext_lazy("ผู้เลิกทำ"),
    "uploaded_by": gettext_lazy("ผู้แนบไฟล์"),
    "user": gettext_lazy("เจ้าของบัญชี"),
    "withdrawn_by": gettext_lazy("ผู้ถอน"),
    "written_by": gettext_lazy("ผู้เขียน"),
}
# Kinds of rows that neither the log nor their model names in Thai.
KINDS = {
    "accounts.notice": gettext_lazy("เรื่องแจ้ง"),
    "admin.logentry": gettext_lazy("รายการของระบบหลังบ้าน"),
    "mfa.authenticator": gettext_lazy("วิธียืนยันตัวตนชั้นที่สอง"),
}


def the_account(person: User) -> list[Row]:
    return [
        {
            _("ชื่อ-นามสกุล"): person.full_name,
            _("บัญชีผู้ใช้"): person.username,
            _("อีเมล"): person.email,
            _("โทรศัพท์"): person.phone,
            _("สร้างเมื่อ"): person.date_joined,
            _("เข้าใช้ล่าสุด"): person.last_login,
            _("ปิดบัญชีเมื่อ"): person.closed_at,
        }
    ]


def the_roles(person: User) -> Iterable[Row]:
    return (
        {_("บทบาท"): str(role), _("ตั้งแต่"): role.starts_on, _("ถึง"): role.ends_on, _("คำสั่งที่"): role.order_number}
        for role in later(person.assignments.select_related("district", "bureau").order_by("starts_on", "pk"))
    )


def roles_held(person: User, on: date) -> list[str]:
    """Those that begin later, too."""
    held = person.assignments.select_related("district", "bureau").order_by("starts_on", "pk")
    return [str(role) for role in held if role.ends_on is None or role.ends_on > on]


def the_notices(person: User) -> Iterable[Row]:
    return (
        {_("เมื่อ"): notice.created_at, _("เรื่อง"): notice.text, _("อ่านเมื่อ"): notice.read_at}
        for notice in later(person.notices.order_by("created_at", "pk"))
    )


def the_letters(person: User) -> Iterable[Row]:
    """How the person is written to, and what was sent."""
    boxes = later(Mailbox.objects.filter(user=person))
    return _letters(person, boxes, later(person.letters.order_by("requested_at", "pk")))


def _letters(person: User, boxes: Sequence[Mailbox], letters: Sequence[Letter]) -> Iterator[Row]:
    box = first_of(boxes) or Mailbox(user=person)
    chosen = {
        _("รับอีเมลแจ้งเตือน"): box.get_pace_display(),
        _("รับอีเมลรายเรื่อง"): choices_in_words(box.choices),
        _("ภาษาของอีเมล"): box.get_language_display(),
    }
    for letter in letters:
        yield {_("เมื่อ"): letter.requested_at, _("ส่งถึง"): letter.address, _("ผล"): letter.sentence, **chosen}
    if not letters:
        yield {_("เมื่อ"): box.bounced_at, _("ส่งถึง"): person.email, _("ผล"): box.bounce_reason, **chosen}


def the_links(person: User) -> Iterable[Row]:
    return (
        {_("ออกเมื่อ"): link.created_at, _("ชนิด"): link.get_purpose_display(), _("ใช้เมื่อ"): link.used_at}
        for link in later(person.links.order_by("created_at", "pk"))
    )


def the_log(person: User) -> Iterable[Row]:
    """What the person did, and what was done to the account."""
    entries = Entry.objects.filter(actor=person) | Entry.objects.about(person)
    return (
        {
            _("เมื่อ"): entry.at,
            _("ผู้กระทำ"): entry.actor_label,
            _("การกระทำ"): act_in_words(entry.verb, entry.target_type),
            _("ข้อมูล"): thing_in_words(entry),
        }
        for entry in later(entries.order_by("at", "pk"))
    )


def the_rows(person: User) -> list[Row]:
    """How many rows of each kind refer to the account, and in which role. One query for all kinds."""
    pointing = list(fields_to_people())
    with reading().cursor() as cursor:
        cursor.execute(_counts_of_rows(), [person.pk])
        rows = sorted(cursor.fetchall())
    return [
        {_("ข้อมูล"): kind_in_words(pointing[which].model), _("ในฐานะ"): str(PARTS[pointing[which].name]), _("จำนวน"): n}
        for which, n in rows
    ]


@cache
def _counts_of_rows() -> str:
    """The SQL of `the_rows`. Written once: there are some two hundred tables and columns."""
    quoted = connection.ops.quote_name
    counts = (
        f"SELECT {number}, count(*) FROM {quoted(field.model._meta.db_table)} "  # noqa: S608  (names of models)
        f"WHERE {quoted(field.column)} = (SELECT id FROM person)"
        for number, field in enumerate(fields_to_people())
    )
    return f"WITH person (id) AS (SELECT %s::bigint) {' UNION ALL '.join(counts)}"


def kind_in_words(model: type[Model]) -> str:
    label = model._meta.label_lower
    thing = thing_of(label)
    return thing.title if thing else str(KINDS.get(label, model._meta.verbose_name))


def fields_to_people() -> chain[ForeignKey[Any, Any]]:
    return chain.from_iterable(
        (field for field in model._meta.concrete_fields if isinstance(field, ForeignKey) and is_of_people(field))
        for model in apps.get_models()
        if model._meta.managed
    )


def is_of_people(field: ForeignKey[Any, Any]) -> bool:
    return isinstance(field.related_model, type) and issubclass(field.related_model, User)


def forget_in_notices(*, person: User, pseudonym: str) -> int:
    """Delete the person's own notices and replace the name in those of others; return how many changed."""
    gone, _kinds = person.notices.all().delete()
    notices = Notice.objects.alias(params_text=Cast("params", TextField())).filter(
        params_text__contains=person.full_name
    )
    named = [notice for notice in notices if person.full_name in notice.params.values()]
    for notice in named:
        notice.params = {key: pseudonym if value == person.full_name else value for key, value in notice.params.items()}
    Notice.objects.bulk_update(named, ["params"], batch_size=500)
    return gone + len(named)


def forget_letters(*, person: User, pseudonym: str) -> int:
    Notice.objects.filter(letter__recipient=person).update(letter=None)
    return int(person.letters.all().delete()[0] + Mailbox.objects.filter(user=person).delete()[0])


def forget_links(*, person: User, pseudonym: str) -> int:
    return person.links.all().delete()[0]


def links_in_the_log(person: User) -> list[OneTimeLink]:
    """The log calls each link by its person's name, also those that have long been dropped."""
    entries = Entry.objects.filter(target_type=OneTimeLink._meta.label_lower)
    theirs = entries.filter(Q(details__user=person.username) | Q(verb="accounts.link_used", actor=person))
    return [OneTimeLink(pk=pk) for pk in theirs.values_list("target_id", flat=True).distinct()]


def drop_contacts(before: datetime) -> int:
    closed = User.objects.filter(closed_at__lt=before, is_active=False)
    changed: int = closed.exclude(email="", phone="").update(email="", phone="")
    return changed


def drop_links(before: datetime) -> int:
    return OneTimeLink.objects.filter(expires_at__lt=before).delete()[0]


def drop_letters(before: datetime) -> int:
    old = Letter.objects.filter(finished_at__lt=before, try_again_at=None)
    Notice.objects.filter(letter__in=old).update(letter=None)
    return old.delete()[0]


def drop_notices(before: datetime) -> int:
    return Notice.objects.filter(created_at__lt=before).delete()[0]


hold(
    Subject(code="accounts.account", title=gettext_lazy("บัญชีผู้ใช้"), collect=the_account),
    Subject(code="accounts.roles", title=gettext_lazy("บทบาท"), collect=the_roles, offices=roles_held),
    Subject(code="accounts.notices", title=gettext_lazy("เรื่องแจ้ง"), collect=the_notices, forget=forget_in_notices),
    Subject(code="accounts.letters", title=gettext_lazy("อีเมลแจ้งเตือน"), collect=the_letters, forget=forget_letters),
    Subject(
        code="accounts.links",
        title=gettext_lazy("ลิงก์เข้าระบบครั้งเดียว"),
        collect=the_links,
        called_by_name=links_in_the_log,
        forget=forget_links,
    ),
    Subject(code="accounts.rows", title=gettext_lazy("ข้อมูลที่อ้างถึงบัญชีนี้"), collect=the_rows),
    Subject(code="accounts.log", title=gettext_lazy("บันทึกการทำรายการ"), collect=the_log),
)
keep(
    Purpose(
        code="accounts.contact",
        title=gettext_lazy("ติดต่อผู้มีบัญชี"),
        holds=gettext_lazy("อีเมลและโทรศัพท์ของผู้ที่ปิดบัญชีแล้ว"),
        expire=drop_contacts,
    ),
    Purpose(
        code="accounts.letters",
        title=gettext_lazy("แจ้งงานทางอีเมล"),
        holds=gettext_lazy("ที่อยู่อีเมลและวันเวลาของอีเมลแจ้งเตือนที่ส่งแล้ว"),
        expire=drop_letters,
    ),
    Purpose(
        code="accounts.links",
        title=gettext_lazy("ให้เข้าระบบครั้งแรก"),
        holds=gettext_lazy("ลิงก์เข้าระบบครั้งเดียวที่ใช้แล้วหรือหมดอายุ"),
        expire=drop_links,
    ),
    Purpose(
        code="accounts.lists",
        title=gettext_lazy("เชิญผู้ใช้หลายคนพร้อมกัน"),
        holds=gettext_lazy("ชื่อ อีเมล และบทบาทในรายชื่อที่ยังไม่มีผู้ยืนยัน"),
        expire=drop_lists,
    ),
    Purpose(
        code="accounts.notices",
        title=gettext_lazy("แจ้งงานที่ต้องทำ"),
        holds=gettext_lazy("เรื่องแจ้งถึงผู้มีบัญชี ซึ่งอาจมีชื่อผู้ร่วมงาน"),
        expire=drop_notices,
    ),
    Purpose(
        code="accounts.log",
        title=gettext_lazy("ตรวจสอบได้ว่าใครทำอะไรเมื่อใด"),
        holds=gettext_lazy("ชื่อ บทบาท และบันทึกการทำรายการของผู้มีบัญชี"),
        basis=gettext_lazy("หน้าที่ตามกฎหมาย (ม. 24 (6)): ข้อมูลข่าวสารของราชการ การเงิน และงานสารบรรณ"),
        at_the_end=gettext_lazy("เมื่อลบข้อมูลของบุคคล ชื่อจะถูกแทนด้วยนามแฝง"),
    ),
)
