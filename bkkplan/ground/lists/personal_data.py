"""What lists hold about people, and for how long."""

from django.utils.translation import gettext_lazy

from bkkplan.ground.core.personal import Purpose, keep
from bkkplan.ground.lists.actions import drop_lists

keep(
    Purpose(
        code="lists.rows",
        title=gettext_lazy("นำเข้าข้อมูลจากตาราง"),
        holds=gettext_lazy("แถวของตารางที่ยังไม่มีผู้ยืนยัน ซึ่งอาจมีชื่อบุคคล และข้อความเดิมของแถวที่ตารางแก้ ไว้สำหรับเลิกทำ"),
        expire=drop_lists,
    )
)
