"""What hearings hold about a person, and for how long. Who came is counted by sector: no names are stored."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.personal import LOCKED, MONEY_AND_RECORDS, Purpose, hold, keep, name_without_account
from bkkplan.ground.core.personal_files import PersonalFiles
from forums.actions.evidence import lock_files
from forums.models import Attachment, Forum


def drop_recorders(before: datetime) -> int:
    return Forum.objects.filter(held_on__lt=before.date()).exclude(recorder="").update(recorder="")


files = PersonalFiles(
    model=Attachment,
    heading=gettext_lazy("เวที"),
    belongs_to=lambda file: file.forum,
    select=("forum__district",),
    listed_as=lambda file: f"{file.forum.district} · {file.forum}",
    changes={"is_public": False},
)


hold(
    name_without_account(
        Forum.objects.all(),
        "recorder",
        code="forums.minutes",
        title=gettext_lazy("ผู้จดรายงานเวที"),
        shown=lambda forum: {_("เวที"): str(forum), _("วันที่จัด"): forum.held_on, _("ผู้จดรายงาน"): forum.recorder},
    )
)
hold(files.held(code="forums.files", title=gettext_lazy("ไฟล์ที่แนบ")))
keep(
    Purpose(
        code="forums.recorders",
        title=gettext_lazy("รายงานการประชุมเวที"),
        holds=gettext_lazy("ชื่อผู้จดรายงาน"),
        basis=gettext_lazy("หน้าที่ตามกฎหมาย (ม. 24 (6)): ระเบียบว่าด้วยการรับฟังความคิดเห็นของประชาชน พ.ศ. 2548"),
        expire=drop_recorders,
    )
)
keep(
    Purpose(
        code="forums.daily",
        title=gettext_lazy("ใช้หลักฐานในงานประจำ"),
        holds=gettext_lazy("ไฟล์หลักฐานภายใน เช่น รายชื่อผู้ร่วมเวทีและใบสำคัญจ่าย"),
        at_the_end=LOCKED,
        expire=lock_files,
    )
)
keep(
    files.kept(
        code="forums.evidence",
        title=gettext_lazy("หลักฐานของเวทีและการจ่ายเงิน"),
        holds=gettext_lazy("ไฟล์หลักฐาน ซึ่งอาจมีชื่อและลายมือชื่อ"),
        basis=MONEY_AND_RECORDS,
    )
)
