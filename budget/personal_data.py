"""Personal data in action plans and money.

They are who is responsible for an item, who was lent money, and the papers of decisions, which may have names.
"""

from collections.abc import Iterable

from django.db.models import QuerySet, Value
from django.db.models.functions import Replace
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.personal import MONEY_AND_RECORDS, Row, Subject, hold, keep, name_without_account
from bkkplan.ground.core.personal_files import PersonalFiles
from bkkplan.ground.core.questions.together import later
from budget.models import ActionPlanItem, Advance, CarryPaper, Handover, ItemPhoto, LotInspection, RequestStage


def inspected_by(person: User) -> QuerySet[LotInspection]:
    return LotInspection.objects.filter(inspectors__contains=person.full_name).order_by("pk")


def the_inspections(person: User) -> Iterable[Row]:
    found = inspected_by(person).select_related("lot")
    return (
        {_("การจัดซื้อรวม"): one.lot.title, _("ตรวจรับเมื่อ"): one.on, _("ผู้ตรวจรับ"): one.inspectors} for one in later(found)
    )


def forget_inspector(*, person: User, pseudonym: str) -> int:
    """Among several names only the person's own is replaced."""
    return inspected_by(person).update(inspectors=Replace("inspectors", Value(person.full_name), Value(pseudonym)))


hold(
    name_without_account(
        ActionPlanItem.objects.all(),
        "responsible",
        code="budget.responsible",
        title=gettext_lazy("ผู้รับผิดชอบโครงการ"),
        shown=lambda item: {_("โครงการ"): item.title, _("ผู้รับผิดชอบ"): item.responsible},
    ),
    name_without_account(
        Advance.objects.all(),
        "borrower",
        code="budget.borrower",
        title=gettext_lazy("ผู้ยืมเงิน"),
        shown=lambda advance: {_("สัญญายืม"): advance.agreement_no, _("ผู้ยืม"): advance.borrower},
    ),
    name_without_account(
        Handover.objects.select_related("lot"),
        "keeper",
        code="budget.keeper",
        title=gettext_lazy("ผู้ดูแลของที่ส่งมอบให้ชุมชน"),
        shown=lambda handover: {_("การจัดซื้อรวม"): handover.lot.title, _("ผู้ดูแล"): handover.keeper},
    ),
    Subject(
        code="budget.inspector",
        title=gettext_lazy("ผู้ตรวจรับของที่จัดซื้อรวม"),
        collect=the_inspections,
        forget=forget_inspector,
    ),
)


def the_stage_files(person: User) -> Iterable[Row]:
    stages = RequestStage.objects.filter(recorded_by=person.pk).exclude(file="").order_by("pk")
    return (
        {_("ไฟล์"): stage.original_name, _("ผลพิจารณา"): str(stage), _("แนบเมื่อ"): stage.recorded_at}
        for stage in later(stages)
    )


stage_files = PersonalFiles(
    model=RequestStage,
    heading=gettext_lazy("ผลพิจารณา"),
    belongs_to=str,
    select=("request__flagship", "request__district"),
    by="recorded_by",
    at="recorded_at",
)
hold(Subject(code="budget.stage_files", title=gettext_lazy("เอกสารผลพิจารณาคำของบประมาณที่แนบ"), collect=the_stage_files))
keep(
    stage_files.kept(
        code="budget.stage_files",
        title=gettext_lazy("เอกสารผลพิจารณาคำของบประมาณ"),
        holds=gettext_lazy("หนังสือแจ้งผลพิจารณา ซึ่งอาจมีชื่อและลายมือชื่อ"),
        basis=MONEY_AND_RECORDS,
    )
)


photos = PersonalFiles(
    model=ItemPhoto, heading=gettext_lazy("โครงการ"), belongs_to=lambda photo: photo.item, select=("item",)
)
hold(photos.held(code="budget.item_photos", title=gettext_lazy("ภาพถ่ายความก้าวหน้าที่แนบ")))
keep(
    photos.kept(
        code="budget.item_photos",
        title=gettext_lazy("ภาพถ่ายความก้าวหน้าของโครงการ"),
        holds=gettext_lazy("ภาพถ่าย ซึ่งอาจเห็นใบหน้าของบุคคล"),
        basis=gettext_lazy("ภารกิจเพื่อประโยชน์สาธารณะ (ม. 24 (4)): รายงานผลการดำเนินโครงการ"),
    )
)


carry_papers = PersonalFiles(
    model=CarryPaper,
    heading=gettext_lazy("เงินกัน"),
    belongs_to=lambda paper: paper.carry,
    select=("carry",),
    listed_as=lambda paper: f"{paper.carry} · {paper.carry.document_no}",
)
hold(carry_papers.held(code="budget.carry_papers", title=gettext_lazy("หนังสือขอกันเงินที่แนบ")))
keep(
    carry_papers.kept(
        code="budget.carry_papers",
        title=gettext_lazy("หนังสือขอกันเงินและขอขยายเวลา"),
        holds=gettext_lazy("หนังสือขอกันเงินไว้เบิกเหลื่อมปีและขอขยายเวลา ซึ่งอาจมีชื่อและลายมือชื่อ"),
        basis=MONEY_AND_RECORDS,
    )
)
