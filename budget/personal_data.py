"""Personal data in action plans and money.

They are who is responsible for an item, who was lent money, and the papers of decisions, which may have names.
"""

from collections.abc import Iterable

from django.db.models import QuerySet, Value
from django.db.models.functions import Replace
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.personal import (
    DESTROYED,
    MONEY_AND_RECORDS,
    Files,
    Purpose,
    Row,
    Subject,
    hold,
    keep,
    name_without_account,
)
from bkkplan.ground.core.together import later
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

stage_files = Files(
    rows=RequestStage.objects.exclude(file="").select_related("request__flagship", "request__district"),
    by="recorded_by",
    at="recorded_at",
    heading=gettext_lazy("ผลพิจารณา"),
    about=str,
)
photos = Files(
    rows=ItemPhoto.objects.select_related("item"), heading=gettext_lazy("โครงการ"), about=lambda photo: str(photo.item)
)
carry_papers = Files(
    rows=CarryPaper.objects.select_related("carry"),
    heading=gettext_lazy("เงินกัน"),
    about=lambda paper: str(paper.carry),
    label=lambda paper: f"{paper.carry} · {paper.carry.document_no} · {paper.original_name}",
)
hold(
    Subject(
        code="budget.stage_files",
        title=gettext_lazy("เอกสารผลพิจารณาคำของบประมาณที่แนบ"),
        collect=stage_files.of_a_person,
    ),
    Subject(code="budget.item_photos", title=gettext_lazy("ภาพถ่ายความก้าวหน้าที่แนบ"), collect=photos.of_a_person),
    Subject(code="budget.carry_papers", title=gettext_lazy("หนังสือขอกันเงินที่แนบ"), collect=carry_papers.of_a_person),
)
keep(
    Purpose(
        code="budget.stage_files",
        title=gettext_lazy("เอกสารผลพิจารณาคำของบประมาณ"),
        holds=gettext_lazy("หนังสือแจ้งผลพิจารณา ซึ่งอาจมีชื่อและลายมือชื่อ"),
        basis=MONEY_AND_RECORDS,
        at_the_end=DESTROYED,
        for_destruction=stage_files.for_destruction,
        destroy=stage_files.destroy,
    ),
    Purpose(
        code="budget.item_photos",
        title=gettext_lazy("ภาพถ่ายความก้าวหน้าของโครงการ"),
        holds=gettext_lazy("ภาพถ่าย ซึ่งอาจเห็นใบหน้าของบุคคล"),
        basis=gettext_lazy("ภารกิจเพื่อประโยชน์สาธารณะ (ม. 24 (4)): รายงานผลการดำเนินโครงการ"),
        at_the_end=DESTROYED,
        for_destruction=photos.for_destruction,
        destroy=photos.destroy,
    ),
    Purpose(
        code="budget.carry_papers",
        title=gettext_lazy("หนังสือขอกันเงินและขอขยายเวลา"),
        holds=gettext_lazy("หนังสือขอกันเงินไว้เบิกเหลื่อมปีและขอขยายเวลา ซึ่งอาจมีชื่อและลายมือชื่อ"),
        basis=MONEY_AND_RECORDS,
        at_the_end=DESTROYED,
        for_destruction=carry_papers.for_destruction,
        destroy=carry_papers.destroy,
    ),
)
