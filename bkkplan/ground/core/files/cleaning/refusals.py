"""The reasons why a document is refused, and what to do instead. Each sentence has a place for the file's name."""

from bkkplan.ground.core.thai.errors import N_, NotUnderstoodError

BROKEN = N_("เปิดไฟล์ “%(name)s” ไม่ได้ เนื้อหาไม่ใช่ PDF, DOCX หรือ XLSX ที่สมบูรณ์ เปิดดูแล้วบันทึกใหม่ หรือเลือกไฟล์อื่น")
LOCKED = N_("ไฟล์ “%(name)s” ล็อกด้วยรหัสผ่าน เปิดแล้วบันทึกใหม่โดยไม่ตั้งรหัสผ่าน แล้วเลือกไฟล์นั้น")
SIGNED = N_(
    "ไฟล์ “%(name)s” มีลายมือชื่อดิจิทัล ซึ่งจะใช้ไม่ได้เมื่อลบข้อมูลแฝงออก เก็บฉบับลงนามไว้ในระบบสารบรรณ แล้วสั่งพิมพ์เป็น PDF อีกฉบับเพื่อแนบ"
)
DYNAMIC_FORM = N_("ไฟล์ “%(name)s” เป็นแบบฟอร์ม XFA ซึ่งโปรแกรมทั่วไปเปิดไม่ได้ สั่งพิมพ์เป็น PDF แล้วแนบฉบับนั้น")
MACRO = N_("ไฟล์ “%(name)s” มีมาโคร บันทึกเป็น PDF หรือเป็น DOCX/XLSX ที่ไม่มีมาโคร แล้วเลือกใหม่")
EMBEDDED = N_("ไฟล์ “%(name)s” มีไฟล์หรือวัตถุอื่นฝังอยู่ บันทึกเป็น PDF แล้วแนบ PDF นั้น หรือลบวัตถุที่ฝังออกก่อน")
CONTROL = N_("ไฟล์ “%(name)s” มีปุ่มหรือช่องควบคุมที่สั่งงานได้ บันทึกเป็น PDF แล้วแนบ PDF นั้น หรือลบปุ่มออกก่อน")
LINKED = N_("ไฟล์ “%(name)s” ดึงข้อมูลจากไฟล์หรือเว็บไซต์อื่น ตัดการเชื่อมโยงแล้วบันทึกใหม่ หรือบันทึกเป็น PDF แล้วแนบ PDF นั้น")
TOO_HEAVY = N_("ไฟล์ “%(name)s” คลายออกแล้วใหญ่หรือซับซ้อนเกินกว่าจะตรวจได้ ลดขนาดรูปหรือแบ่งเป็นหลายไฟล์ แล้วเลือกใหม่")


class RefusedError(NotUnderstoodError):
    """The document can't be made fit to be shown; the sentence still lacks the file's name."""
