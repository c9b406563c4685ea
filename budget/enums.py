from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StrategyLevel(TextChoices):
    DIMENSION = "dimension", _("ด้านที่")
    SUBDIMENSION = "subdimension", _("มิติที่")
    GOAL = "goal", _("เป้าหมายที่")
    OBJECTIVE = "objective", _("เป้าประสงค์ที่")


class CheckOutcome(TextChoices):
    INCLUDE = "include", _("นำเข้าแผนปฏิบัติราชการ")
    FORWARD = "forward", _("ส่งต่อหน่วยงาน")
    COMMUNITY = "community", _("ชุมชนดำเนินการเอง")
    NOT_POSSIBLE = "not_possible", _("ดำเนินการไม่ได้")


class EditionState(TextChoices):
    DRAFT = "draft", _("กำลังจัดทำ")
    SUBMITTED = "submitted", _("รอผู้อำนวยการเขตอนุมัติ")
    APPROVED = "approved", _("อนุมัติแล้ว")


class Part(TextChoices):
    STRATEGIC = "strategic", _("ส่วนยุทธศาสตร์")
    ROUTINE = "routine", _("ส่วนประจำ")


class ItemProgress(TextChoices):
    NOT_STARTED = "not_started", _("ยังไม่เริ่ม")
    UNDER_WAY = "under_way", _("กำลังดำเนินการ")
    DONE = "done", _("แล้วเสร็จ")
    CANCELLED = "cancelled", _("ยกเลิก")


class EntryKind(TextChoices):
    """Kinds of ledger entries. All amounts are positive; REFUND and TRANSFER_BACK count the other way."""

    APPROPRIATION = "appropriation", _("ได้รับงบประมาณ")
    APPROPRIATION_CUT = "appropriation_cut", _("ปรับลดงบประมาณ")
    TRANSFER = "transfer", _("โอนจัดสรร")
    TRANSFER_BACK = "transfer_back", _("โอนกลับ")
    COMMITMENT = "commitment", _("ก่อหนี้ผูกพัน")
    COMMITMENT_RELEASE = "commitment_release", _("ลดหนี้ผูกพัน")
    DISBURSEMENT = "disbursement", _("เบิกจ่าย")
    REFUND = "refund", _("เบิกหักผลักส่ง/คืนเงิน")
