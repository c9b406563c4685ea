"""Why an action on a plan is refused, each with a sentence for the person who tried."""

from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.refusals import Kind, Refusal
from communities.models import Plan
from communities.queries import Missing


class PlanError(Refusal):
    """An action on a plan is refused. str() is the sentence to show."""

    kind = Kind.WRONG_MOMENT


class WrongYearError(PlanError):
    sentence = _("จัดทำแผนได้เฉพาะของปีงบประมาณนี้หรือปีหน้า")


class AlreadyBegunError(PlanError):
    sentence = _("ชุมชนนี้มีแผนของปีนี้แล้ว")

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan


class NotADraftError(PlanError):
    sentence = _("แผนฉบับนี้ส่งแล้ว จึงแก้ไขไม่ได้")


class EnteredAlreadyError(PlanError):
    sentence = _("สำนักงานเขตบันทึกแผนนี้แทนอยู่แล้ว เขียนต่อได้เลย")


class NotFromPaperError(PlanError):
    sentence = _("คณะกรรมการชุมชนเขียนแผนนี้เองอยู่แล้ว เขียนต่อได้เลย")


class RecordNeededError(PlanError):
    kind, field = Kind.WRONG_INPUT, "scan"
    sentence = _("แนบบันทึกการประชุมที่รับรองแผนก่อน เป็นไฟล์สแกนหรือภาพถ่าย")


class NotKeptError(PlanError):
    """The file of the meeting's record cannot be kept. The sentence says why."""

    kind, field = Kind.WRONG_INPUT, "scan"


class NotSubmittedError(PlanError):
    sentence = _("แผนฉบับนี้ไม่ได้รอการตรวจแล้ว")


class OwnPlanError(PlanError):
    """The person who would confirm the plan also submitted it. The sentence says who may confirm."""


class NotConfirmedError(PlanError):
    sentence = _("แผนฉบับนี้ไม่ได้รับรองอยู่")


class ReasonNeededError(PlanError):
    kind, field = Kind.WRONG_INPUT, "reason"
    sentence = _("ต้องระบุเหตุผล")


class AlreadyAdoptedError(PlanError):
    sentence = _("บันทึกการรับรองของชุมชนไว้แล้ว ยกเลิกก่อนจึงบันทึกใหม่ได้")


class NotAdoptedError(PlanError):
    sentence = _("การรับรองนี้ยกเลิกไปแล้ว")


class NotYetError(PlanError):
    kind, field = Kind.WRONG_INPUT, "adopted_on"
    sentence = _("วันนั้นยังมาไม่ถึง")


class BeforeItsYearError(PlanError):
    kind, field = Kind.WRONG_INPUT, "adopted_on"
    sentence = _("ชุมชนรับรองแผนก่อนปีงบประมาณที่จัดทำแผนไม่ได้ ตรวจปี พ.ศ. ของวันที่รับรอง")


class ChairNotSeatedError(PlanError):
    kind, field = Kind.WRONG_INPUT, "chair"
    sentence = _("ผู้นี้ไม่ได้เป็นกรรมการของชุมชนในวันประชุม เลือกคนอื่น หรือเขียนชื่อประธาน")


class ChairNeededError(PlanError):
    kind, field = Kind.WRONG_INPUT, "chair"
    sentence = _("เลือกประธานในที่ประชุม หรือเขียนชื่อ")


class IncompleteError(PlanError):
    kind = Kind.WRONG_INPUT
    sentence = _("แผนยังไม่ครบ")

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        super().__init__()
        self.missing = missing


class AreasUnexplainedError(PlanError):
    """An area has no project, and nothing says why."""

    kind, field = Kind.WRONG_INPUT, "areas_reason"
    sentence = _("แผนยังไม่ครบทุกด้าน เพิ่มโครงการในด้านที่ขาด หรือเขียนเหตุผลที่ไม่มี")
