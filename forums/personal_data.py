"""What hearings hold about a person, and for how long. Who came is counted by sector: no names are stored."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.personal import (
    DESTROYED,
    LOCKED,
    MONEY_AND_RECORDS,
    Files,
    Purpose,
    Subject,
    hold,
    keep,
    name_without_account,
)
from forums.actions.evidence import lock_files
from forums.models import Attachment, Forum

evidence = Files(
    rows=Attachment.objects.select_related("forum__district"),
    heading=gettext_lazy("เวที"),
    about=lambda file: str(file.forum),
    label=lambda file: f"{file.forum.district} · {file.forum} · {file.original_name}",
    changes={"is_public": False},
)


def drop_recorders(before: datetime) -> int:
    return Forum.objects.filter(held_on__lt=before.date()).exclude(recorder="").update(recorder="")


hold(
    name_without_account(
        Forum.objects.all(),
        "recorder",
        code="forums.minutes",
        title=gettext_lazy("ผู้จดรายงานเวที"),
        shown=lambda forum: {_("เวที"): str(forum), _("วันที่จัด"): forum.held_on, _("ผู้จดรายงาน"): forum.recorder},
    ),
    Subject(code="forums.files", title=gettext_lazy("ไฟล์ที่แนบ"), collect=evidence.of_a_person),
)
keep(
    Purpose(
        code="forums.recorders",
        title=gettext_lazy("รายงานการประชุมเวที"),
        holds=gettext_lazy("ชื่อผู้จดรายงาน"),
        basis=gettext_lazy("หน้าที่ตามกฎหมาย (ม. 24 (6)): ระเบียบว่าด้วยการรับฟังความคิดเห็นของประชาชน พ.ศ. 2548"),
        expire=drop_recorders,
    ),
    Purpose(
        code="forums.daily",
        title=gettext_lazy("ใช้หลักฐานในงานประจำ"),
        holds=gettext_lazy("ไฟล์หลักฐานภายใน เช่น รายชื่อผู้ร่วมเวทีและใบสำคัญจ่าย"),
        at_the_end=LOCKED,
        expire=lock_files,
    ),
    Purpose(
        code="forums.evidence",
        title=gettext_lazy("หลักฐานของเวทีและการจ่ายเงิน"),
        holds=gettext_lazy("ไฟล์หลักฐาน ซึ่งอาจมีชื่อและลายมือชื่อ"),
        basis=MONEY_AND_RECORDS,
        at_the_end=DESTROYED,
        for_destruction=evidence.for_destruction,
        destroy=evidence.destroy,
    ),
)
