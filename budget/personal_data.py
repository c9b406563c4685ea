"""Personal data in action plans and money.

They are who is responsible for an item, who was lent money, and the papers of decisions, which may have names.
"""

from collections.abc import Iterable

from django.db.models import QuerySet, Value
from django.db.models.functions import Replace
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.personal import Row, Subject, hold, keep
from bkkplan.ground.core.personal_files import HandedIn
from bkkplan.ground.core.together import later
from budget.models import ActionPlanItem, Advance, CarryPaper, Handover, ItemPhoto, LotInspection, RequestStage


def answered_by(person: User) -> QuerySet[ActionPlanItem]:
    return ActionPlanItem.objects.filter(responsible=person.full_name).exclude(responsible="").order_by("pk")


def the_items(person: User) -> Iterable[Row]:
    return ({_("โครงการ"): item.title, _("ผู้รับผิดชอบ"): item.responsible} for item in later(answered_by(person)))


def forget_responsible(*, person: User, pseudonym: str) -> int:
    return answered_by(person).update(responsible=pseudonym)


hold(
    Subject(
        code="budget.responsible",
        title=gettext_lazy("ผู้รับผิดชอบโครงการ"),
        collect=the_items,
        forget=forget_responsible,
    )
)


def lent_to(person: User) -> QuerySet[Advance]:
    return Advance.objects.filter(borrower=person.full_name).exclude(borrower="").order_by("pk")


def the_advances(person: User) -> Iterable[Row]:
    return ({_("สัญญายืม"): advance.agreement_no, _("ผู้ยืม"): advance.borrower} for advance in later(lent_to(person)))


def forget_borrower(*, person: User, pseudonym: str) -> int:
    return lent_to(person).update(borrower=pseudonym)


hold(
    Subject(
        code="budget.borrower",
        title=gettext_lazy("ผู้ยืมเงิน"),
        collect=the_advances,
        forget=forget_borrower,
    )
)


def kept_by(person: User) -> QuerySet[Handover]:
    return Handover.objects.filter(keeper=person.full_name).exclude(keeper="").order_by("pk")


def the_handovers(person: User) -> Iterable[Row]:
    kept = kept_by(person).select_related("lot")
    return ({_("การจัดซื้อรวม"): handover.lot.title, _("ผู้ดูแล"): handover.keeper} for handover in later(kept))


def forget_keeper(*, person: User, pseudonym: str) -> int:
    return kept_by(person).update(keeper=pseudonym)


hold(
    Subject(
        code="budget.keeper",
        title=gettext_lazy("ผู้ดูแลของที่ส่งมอบให้ชุมชน"),
        collect=the_handovers,
        forget=forget_keeper,
    )
)


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
    Subject(
        code="budget.inspector",
        title=gettext_lazy("ผู้ตรวจรับของที่จัดซื้อรวม"),
        collect=the_inspections,
        forget=forget_inspector,
    )
)


def the_stage_files(person: User) -> Iterable[Row]:
    stages = RequestStage.objects.filter(recorded_by=person.pk).exclude(file="").order_by("pk")
    return (
        {_("ไฟล์"): stage.original_name, _("ผลพิจารณา"): str(stage), _("แนบเมื่อ"): stage.recorded_at}
        for stage in later(stages)
    )


stage_files = HandedIn(
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
        basis=gettext_lazy("หน้าที่ตามกฎหมาย (ม. 24 (6)): ระเบียบการเงินและระเบียบงานสารบรรณ"),
    )
)


photos = HandedIn(
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


carry_papers = HandedIn(
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
        basis=gettext_lazy("หน้าที่ตามกฎหมาย (ม. 24 (6)): ระเบียบการเงินและระเบียบงานสารบรรณ"),
    )
)
