"""How the log tells of lists that came in."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.audit.sentences import Detail, Thing, declare, declare_details
from bkkplan.ground.lists.models import RowList
from bkkplan.ground.lists.registry import kind_called


def title_of(kind: str) -> str:
    return str(kind_called(kind).title)


def count(number: int) -> str:
    return f"{number:,}"


declare(
    Thing(
        model=RowList,
        row_name=lambda upload: _("ตาราง “%(file)s” (%(kind)s)") % {"file": upload, "kind": title_of(upload.kind)},
        visible=RowList.objects.visible_to,
        address=lambda upload: reverse("lists:result", args=[upload.uuid]),
        select=("district",),
        district="district",
        acts={
            "lists.uploaded": gettext_lazy("ส่ง%(thing)s ให้ตรวจ"),
            "lists.columns_chosen": gettext_lazy("เลือกคอลัมน์ของ%(thing)s"),
            "lists.words_answered": gettext_lazy("บอกความหมายของคำใน%(thing)s"),
            "lists.rows_answered": gettext_lazy("ตอบว่าแถวใน%(thing)s หมายถึงอะไร"),
            "lists.confirm_asked": gettext_lazy("สั่งให้ระบบนำเข้า%(thing)s"),
            "lists.undo_asked": gettext_lazy("สั่งให้ระบบเลิกทำการนำเข้า%(thing)s"),
            "lists.stopped": gettext_lazy("ยกเลิกสิ่งที่สั่งให้ระบบทำกับ%(thing)s"),
            "lists.imported": gettext_lazy("นำเข้า%(thing)s"),
            "lists.cancelled": gettext_lazy("ไม่นำเข้า%(thing)s"),
            "lists.undone": gettext_lazy("เลิกทำการนำเข้า%(thing)s"),
        },
    ),
)

declare_details(
    {
        "lists.list_kind": Detail(label=gettext_lazy("ประเภทตาราง"), show=title_of),
        "lists.file": Detail(label=gettext_lazy("ชื่อไฟล์"), show=str),
        "lists.new": Detail(label=gettext_lazy("แถวใหม่"), show=count),
        "lists.changed": Detail(label=gettext_lazy("แถวที่แก้"), show=count),
    }
)
