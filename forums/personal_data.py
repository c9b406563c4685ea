"""What hearings hold about a person, and for how long. Who came is counted by sector: no names are stored."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.personal import Purpose, Row, Subject, hold, keep
from bkkplan.ground.core.personal_files import HandedIn
from bkkplan.ground.core.together import later
from forums.actions.evidence import lock_files
from forums.models import Attachment, Forum


def recorded_by(person: User) -> QuerySet[Forum]:
    """The forums that name this person as recorder.

    A recorder is a name without an account, so another person of the same name is meant too.
    """
    return Forum.objects.filter(recorder=person.full_name).exclude(recorder="").order_by("pk")


def the_minutes(person: User) -> Iterable[Row]:
    return (
        {_("เวที"): str(forum), _("วันที่จัด"): forum.held_on, _("ผู้จดรายงาน"): forum.recorder}
        for forum in later(recorded_by(person))
    )


def forget_recorder(*, person: User, pseudonym: str) -> int:
    return recorded_by(person).update(recorder=pseudonym)


def drop_recorders(before: datetime) -> int:
    return Forum.objects.filter(held_on__lt=before.date()).exclude(recorder="").update(recorder="")


files = HandedIn(
    model=Attachment,
    heading=gettext_lazy("เวที"),
    belongs_to=lambda file: file.forum,
    select=("forum__district",),
    listed_as=lambda file: f"{file.forum.district} · {file.forum}",
    changes={"is_public": False},
)


hold(Subject(code="forums.minutes", title=gettext_lazy("ผู้จดรายงานเวที"), collect=the_minutes, forget=forget_recorder))
hold(files.held(code="forums.files", title=gettext_lazy("ไฟล์ที่แนบ")))
keep(
    Purpose(
        code="forums.recorders",
        title=gettext_lazy("รายงานการประชุมเวที"),
        holds=gettext_lazy("ชื่อผู้จดรายงาน"),
        basis=gettext_lazy("หน้าที่ตามกฎหมาย (ม. 24 (6)): ระเบียบว่าด้วยการรับฟังความคิดเห็นของประชาชน พ.ศ. 2548"),
        at_the_end=gettext_lazy("ลบโดยอัตโนมัติ"),
        expire=drop_recorders,
    )
)
keep(
    Purpose(
        code="forums.daily",
        title=gettext_lazy("ใช้หลักฐานในงานประจำ"),
        holds=gettext_lazy("ไฟล์หลักฐานภายใน เช่น รายชื่อผู้ร่วมเวทีและใบสำคัญจ่าย"),
        basis=gettext_lazy("ปฏิบัติภารกิจสาธารณะ (ม. 24 (4) พ.ร.บ. คุ้มครองข้อมูลส่วนบุคคล)"),
        at_the_end=gettext_lazy("ปิดจากงานประจำ เปิดได้เฉพาะผู้อำนวยการเขตและผู้ดูแลระบบ"),
        expire=lock_files,
    )
)
keep(
    files.kept(
        code="forums.evidence",
        title=gettext_lazy("หลักฐานของเวทีและการจ่ายเงิน"),
        holds=gettext_lazy("ไฟล์หลักฐาน ซึ่งอาจมีชื่อและลายมือชื่อ"),
        basis=gettext_lazy("หน้าที่ตามกฎหมาย (ม. 24 (6)): ระเบียบการเงินและระเบียบงานสารบรรณ"),
    )
)
