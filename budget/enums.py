from enum import IntEnum

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

# What goes up an office's route (`bkkplan.ground.routes`): an edition of its action plan, a community's plan.
EDITION_PAPER = "action-plan"
CONFIRMATION_PAPER = "community-plan"


class TreeKind(TextChoices):
    """Whose strategy a tree is: one kind for each question of a check."""

    CITY = "city", _("ยุทธศาสตร์การพัฒนากรุงเทพมหานคร")
    MISSION = "mission", _("ภารกิจของสำนักงานเขต")
    AREA = "area", _("ยุทธศาสตร์การพัฒนาของพื้นที่")


class Sharing(TextChoices):
    """By which rule a flagship project's money is shared among the districts."""

    NONE = "none", _("ไม่จัดสรรให้เขต")
    EQUAL = "equal", _("เท่ากันทุกเขต")
    BY_COMMUNITIES = "by_communities", _("ตามจำนวนชุมชนของเขต")
    TABLE = "table", _("ตามตารางจำนวนเงินรายเขต")
    PER_COMMUNITY = "per_community", _("ชุมชนละเท่ากัน")


class CheckOutcome(TextChoices):
    INCLUDE = "include", _("นำเข้าแผนปฏิบัติราชการ")
    FORWARD = "forward", _("ส่งต่อหน่วยงาน")
    COMMUNITY = "community", _("ชุมชนดำเนินการเอง")
    NOT_POSSIBLE = "not_possible", _("ดำเนินการไม่ได้")
    PARTLY = "partly", _("นำเข้าแผนบางส่วน")
    WAITING = "waiting", _("บัญชีโครงการรอรับการสนับสนุน")


# With these outcomes a project goes into the action plan of its year when its plan is confirmed.
TAKEN_IN = (CheckOutcome.INCLUDE, CheckOutcome.PARTLY)
# With these it may go into an action plan: what waits does so in any later year, without another check.
INCLUDABLE = (*TAKEN_IN, CheckOutcome.WAITING)


class EditionState(TextChoices):
    DRAFT = "draft", _("กำลังจัดทำ")
    SUBMITTED = "submitted", _("เสนอแล้ว รออนุมัติ")
    APPROVED = "approved", _("อนุมัติแล้ว")
    DISCARDED = "discarded", _("ยกเลิก ไม่ได้ใช้")


# The states of an edition that is not decided yet: a draft, or waiting for the director. A plan has at most one.
OPEN_STATES = [EditionState.DRAFT, EditionState.SUBMITTED]


class PolicyState(TextChoices):
    """How far an edition of a district's policy is."""

    DRAFT = "draft", _("กำลังร่าง")
    SUBMITTED = "submitted", _("เสนอแล้ว รออนุมัติ")
    APPROVED = "approved", _("อนุมัติแล้ว")


class QuarterState(TextChoices):
    """How far an office is with its report of a quarter."""

    OPEN = "open", _("กำลังรวบรวม")
    GATHERED = "gathered", _("รอผู้อำนวยการเขตส่ง")
    SENT = "sent", _("ส่งแล้ว")


class Part(TextChoices):
    STRATEGIC = "strategic", _("ส่วนยุทธศาสตร์")
    ROUTINE = "routine", _("ส่วนประจำ")


class ItemProgress(TextChoices):
    NOT_STARTED = "not_started", _("ยังไม่เริ่ม")
    UNDER_WAY = "under_way", _("กำลังดำเนินการ")
    DONE = "done", _("แล้วเสร็จ")
    CANCELLED = "cancelled", _("ยกเลิก")


NOT_OVER = (ItemProgress.NOT_STARTED, ItemProgress.UNDER_WAY)


class Stage(IntegerChoices):
    """How far a proposal came; a later stage has a higher number."""

    PROPOSED = 1, _("เสนอในเวที")
    PLANNED = 2, _("อยู่ในแผนพัฒนาชุมชน")
    CHECKED = 3, _("ตรวจความสอดคล้อง")
    INCLUDED = 4, _("บรรจุในแผนเขต")
    FUNDED = 5, _("ได้รับงบประมาณ")
    DONE = 6, _("แล้วเสร็จ")


class Ending(TextChoices):
    """How a proposal's way ended before it was done."""

    FORWARDED = "forwarded", _("ส่งต่อหน่วยงานอื่น")
    COMMUNITY = "community", _("ชุมชนดำเนินการเอง")
    NOT_POSSIBLE = "not_possible", _("ดำเนินการไม่ได้")
    TAKEN_OUT = "taken_out", _("ตัดออกจากแผนเขต")
    CANCELLED = "cancelled", _("ยกเลิกโครงการ")
    GIVEN_UP = "given_up", _("ถอนจากแผนพัฒนาชุมชน")
    NOT_WANTED = "not_wanted", _("ชุมชนไม่ต้องการแล้ว")

    @property
    def at(self) -> Stage:
        """The step at which such a way ends, whether or not that step was reached."""
        return {
            Ending.GIVEN_UP: Stage.PLANNED,
            Ending.TAKEN_OUT: Stage.INCLUDED,
            Ending.CANCELLED: Stage.DONE,
        }.get(self, Stage.CHECKED)


class Lane(TextChoices):
    """What stands in the twelve months of an office."""

    FORUMS = "forums", _("เวที")
    PLANS = "plans", _("แผนชุมชน")
    CHECKS = "checks", _("ตรวจแผน")
    ACTION_PLAN = "action_plan", _("แผนปฏิบัติราชการ")
    MONEY = "money", _("งบประมาณ")
    DUE = "due", _("กำหนดวัน")


class Level(IntEnum):
    """The levels of money. `budget.queries.money.levels` says which may not exceed which on any day.

    ALLOTTED is what of a transfer may be spent already (เงินงวด). ADVANCED is what people have borrowed (เงินยืม) and not
    accounted for yet. CARRIED_BOUND is kept for obligations after the year's end and not paid yet, CARRIED_FREE is kept
    and not committed yet (เงินกันไว้เบิกเหลื่อมปี). LAPSED is gone (พับไป).
    """

    GRANTED = 0
    TRANSFERRED = 1
    ALLOTTED = 2
    COMMITTED = 3
    DISBURSED = 4
    ADVANCED = 5
    CARRIED_BOUND = 6
    CARRIED_FREE = 7
    LAPSED = 8


class EntryKind(TextChoices):
    """Kinds of ledger entries. Amounts are always positive: the kind says which level they raise or lower."""

    APPROPRIATION = "appropriation", _("ได้รับงบประมาณ")
    APPROPRIATION_CUT = "appropriation_cut", _("ปรับลดงบประมาณ")
    TRANSFER = "transfer", _("โอนจัดสรร")
    TRANSFER_BACK = "transfer_back", _("โอนกลับ")
    ALLOTMENT = "allotment", _("อนุมัติเงินงวด")
    ALLOTMENT_CUT = "allotment_cut", _("ลดเงินงวด")
    COMMITMENT = "commitment", _("ก่อหนี้ผูกพัน")
    COMMITMENT_RELEASE = "commitment_release", _("ลดหนี้ผูกพัน")
    DISBURSEMENT = "disbursement", _("เบิกจ่าย")
    REFUND = "refund", _("เบิกหักผลักส่ง/คืนเงิน")
    ADVANCE = "advance", _("เงินยืม")
    ADVANCE_CLEARED = "advance_cleared", _("ล้างเงินยืม")
    CARRY_BOUND = "carry_bound", _("กันเงินกรณีมีหนี้ผูกพัน")
    CARRY_BOUND_USED = "carry_bound_used", _("ใช้เงินกันกรณีมีหนี้ผูกพัน")
    CARRY_FREE = "carry_free", _("กันเงินกรณีไม่มีหนี้ผูกพัน")
    CARRY_FREE_USED = "carry_free_used", _("ใช้เงินกันกรณีไม่มีหนี้ผูกพัน")
    LAPSE = "lapse", _("พับไป")
    LAPSE_BACK = "lapse_back", _("กลับรายการพับไป")

    @property
    def level(self) -> Level:
        return _MOVES[self][0]

    @property
    def sign(self) -> int:
        return _MOVES[self][1]

    @property
    def opposite(self) -> "EntryKind":
        """The kind that cancels this one."""
        return next(kind for kind, (level, sign) in _MOVES.items() if level == self.level and sign == -self.sign)


_MOVES = {
    EntryKind.APPROPRIATION: (Level.GRANTED, 1),
    EntryKind.APPROPRIATION_CUT: (Level.GRANTED, -1),
    EntryKind.TRANSFER: (Level.TRANSFERRED, 1),
    EntryKind.TRANSFER_BACK: (Level.TRANSFERRED, -1),
    EntryKind.ALLOTMENT: (Level.ALLOTTED, 1),
    EntryKind.ALLOTMENT_CUT: (Level.ALLOTTED, -1),
    EntryKind.COMMITMENT: (Level.COMMITTED, 1),
    EntryKind.COMMITMENT_RELEASE: (Level.COMMITTED, -1),
    EntryKind.DISBURSEMENT: (Level.DISBURSED, 1),
    EntryKind.REFUND: (Level.DISBURSED, -1),
    EntryKind.ADVANCE: (Level.ADVANCED, 1),
    EntryKind.ADVANCE_CLEARED: (Level.ADVANCED, -1),
    EntryKind.CARRY_BOUND: (Level.CARRIED_BOUND, 1),
    EntryKind.CARRY_BOUND_USED: (Level.CARRIED_BOUND, -1),
    EntryKind.CARRY_FREE: (Level.CARRIED_FREE, 1),
    EntryKind.CARRY_FREE_USED: (Level.CARRIED_FREE, -1),
    EntryKind.LAPSE: (Level.LAPSED, 1),
    EntryKind.LAPSE_BACK: (Level.LAPSED, -1),
}


class RequestState(TextChoices):
    DRAFT = "draft", _("กำลังจัดทำ")
    HANDED_IN = "handed_in", _("ยื่นแล้ว")


class AskingStage(IntegerChoices):
    """Who decides on a request after it was handed in; a later stage has a higher number."""

    BUDGET_OFFICE = 1, _("สำนักงบประมาณกรุงเทพมหานคร")
    DRAFT_ORDINANCE = 2, _("ร่างข้อบัญญัติ")
    COUNCIL = 3, _("แปรญัตติ")
    VOTED = 4, _("ข้อบัญญัติ")


class PaymentKind(TextChoices):
    """What a second person confirms."""

    DISBURSEMENT = "disbursement", _("เบิกจ่าย")
    PAID_AT_ONCE = "paid_at_once", _("จ่ายทันที")
    CLEARING = "clearing", _("ล้างเงินยืม")
    CARRIED = "carried", _("เบิกจ่ายเหลื่อมปี")


class PaymentState(TextChoices):
    WAITING = "waiting", _("รอยืนยัน")
    CONFIRMED = "confirmed", _("ยืนยันแล้ว")
    REFUSED = "refused", _("ไม่ยืนยัน")


class CarryKind(TextChoices):
    """Why money is kept after the year's end, judged at that day."""

    BOUND = "bound", _("กรณีมีหนี้ผูกพัน")
    FREE = "free", _("กรณีไม่มีหนี้ผูกพัน")


class CarryState(TextChoices):
    ASKED = "asked", _("รออนุมัติ")
    APPROVED = "approved", _("อนุมัติแล้ว")
    REFUSED = "refused", _("ไม่อนุมัติ")
    WITHDRAWN = "withdrawn", _("ถอนแล้ว")


class CarryApprover(TextChoices):
    """Who decides on a kind of carry-over, and on its extension."""

    DIRECTOR = "director", _("ผู้อำนวยการของหน่วยงาน")
    CITY = "city", _("กรุงเทพมหานคร สยป. บันทึกผล")


class PermitState(TextChoices):
    ASKED = "asked", _("รออนุญาต")
    ALLOWED = "allowed", _("อนุญาตแล้ว")
    REFUSED = "refused", _("ไม่อนุญาต")
    USED = "used", _("ลงรายการแล้ว")


class LotState(TextChoices):
    """Where goods that are bought together stand. How far they are received, handed over and paid is in their rows."""

    GATHERING = "gathering", _("กำลังรวบรวม")
    ORDERED = "ordered", _("สั่งซื้อแล้ว")
    CLOSED = "closed", _("เสร็จสิ้น")
    CANCELLED = "cancelled", _("ยกเลิก")


class ProcurementWay(TextChoices):
    """วิธีจัดซื้อ by the act of 2560: by open announcement (two ways here), by selection, or from one seller."""

    E_BIDDING = "e_bidding", _("ประกวดราคาอิเล็กทรอนิกส์ (e-bidding)")
    E_MARKET = "e_market", _("ตลาดอิเล็กทรอนิกส์ (e-market)")
    SELECTION = "selection", _("วิธีคัดเลือก")
    SPECIFIC = "specific", _("วิธีเฉพาะเจาะจง")


class LotAct(TextChoices):
    """What one act did with the money of goods that are bought together."""

    ORDER = "order", _("ก่อหนี้ตามสัญญาหรือใบสั่งซื้อ")
    RAISE = "raise", _("เพิ่มวงเงินสัญญา")
    LOWER = "lower", _("ลดวงเงินสัญญา")
    PAYMENT = "payment", _("เบิกจ่าย")
