"""Why an act on an action plan or a check is refused, each with a sentence for the person who tried."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.refusals import Kind, Refusal
from bkkplan.ground.core.thai import format_baht
from communities.models import PlanProject


class ActionPlanError(Refusal):
    """An action on an action plan is refused, mostly because it is the wrong moment. str() is the sentence to show."""

    kind = Kind.WRONG_MOMENT


class NotOpenError(ActionPlanError):
    """The plan has no edition that may be changed: it is approved, or its edition waits for the director."""


class NotSubmittedError(ActionPlanError):
    pass


class NothingToApproveError(ActionPlanError):
    pass


class OwnEditionError(ActionPlanError):
    """The person who would approve the edition also submitted it."""


class NotAnAmendmentError(ActionPlanError):
    """The first edition (number 0) cannot be discarded: the plan would have no edition."""


class NotOfThisOfficeError(ActionPlanError):
    kind, field = Kind.WRONG_INPUT, "section"


class ReasonNeededError(ActionPlanError):
    kind, field = Kind.WRONG_INPUT, "reason"


class ItemHasMoneyError(ActionPlanError):
    pass


class NotIncludableError(ActionPlanError):
    """The project has no check that lets it into an action plan, is in another item, or belongs to another district."""


class CarriesProposalError(ActionPlanError):
    """The draft has the item for a proposal, which is taken back first."""


class AlreadyBegunError(ActionPlanError):
    """Work on the item has begun: what stands behind it stays."""


class NotAnsweredError(ActionPlanError):
    """One of the three questions has no answer, or a no has no reason; ``field`` is the first of them."""

    kind = Kind.WRONG_INPUT

    def __init__(self, field: str) -> None:
        super().__init__(_("ต้องตอบให้ครบสามข้อ และข้อที่ตอบว่าไม่สอดคล้องต้องมีเหตุผล"))
        self.field = field


class PartTooLargeError(ActionPlanError):
    """A part of a project that is to go into an item exceeds what other items leave of the project."""

    kind = Kind.WRONG_INPUT

    def __init__(self, project: PlanProject, left: Decimal) -> None:
        sentence = _("“%(title)s” นำเข้าได้อีกไม่เกิน %(left)s บาท ใส่จำนวนใหม่")
        if not left:
            sentence = _("“%(title)s” ไม่มีวงเงินให้แบ่ง ลบจำนวนที่ใส่")
        values = {"title": project.title, "left": format_baht(left)}
        super().__init__(sentence % values, field=f"part_{project.pk}")


class NotLastYearsError(ActionPlanError):
    """What is to be copied is not in the approved plan of the year before."""


class ChangedSinceError(ActionPlanError):
    """What an act took in was changed since, so it is not taken back as one."""


class NotLiveError(ActionPlanError):
    """The item was dropped from the plan."""


class NotMovableError(ActionPlanError):
    """Only items that the draft edition brings in can be moved; approved items keep their order."""


class NotCarriedError(ActionPlanError):
    """Progress can be reported only on items of the approved plan."""


class CheckError(Refusal):
    """An action on a check is refused. str() is the sentence to show."""

    kind = Kind.WRONG_MOMENT


class NotAwaitingCheckError(CheckError):
    pass


class UnansweredError(CheckError):
    """The plan cannot be confirmed: at least one of its projects has no finished check."""

    def __init__(self, projects: list[PlanProject]) -> None:
        sentence = _("ยังตรวจไม่ครบ %(count)s โครงการ ต้องตอบครบสามข้อและเลือกผลการพิจารณาทุกโครงการก่อนรับรองแผน")
        super().__init__(sentence % {"count": len(projects)})
        self.projects = projects


class PartError(CheckError):
    """The part that is taken in of a project is not less than the whole."""

    kind, field = Kind.WRONG_INPUT, "granted_amount"


class MoneyError(Refusal):
    """The money cannot be entered. str() is the sentence to show."""

    field: str | None = "amount"


class MoneyMomentError(MoneyError):
    """The money is at another step: entered, decided or taken back already."""

    kind = Kind.WRONG_MOMENT
    field = None


class NothingChosenError(CheckError):
    kind, field = Kind.WRONG_INPUT, "projects"
    sentence = gettext_lazy("เลือกอย่างน้อย 1 โครงการของแผนนี้")
