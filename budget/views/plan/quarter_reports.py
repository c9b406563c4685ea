"""An item in the report of a quarter: its row, which saves itself, and its photographs."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.accounts.views.rows import RowPage
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import QUARTERS
from bkkplan.ground.core.forms.kept_files import send_kept_file
from bkkplan.ground.core.pages.acts import ActButton, ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.records import RecordPage
from budget.actions.plan import item_photos
from budget.actions.plan import quarter_reports as actions
from budget.forms.quarter_reports import ItemPhotosForm, ItemReportForm
from budget.models import ItemPhoto, ItemReport, QuarterReport
from budget.views.plan.items import ItemMixin


class OfQuarter(ItemMixin):
    """An item in one quarter; one goes back to the report of the office."""

    permission = "budget.report_progress"
    quarter: int

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.quarter = kwargs["quarter"]
        if self.quarter not in QUARTERS:
            raise Http404
        self.subject = self.item

    @cached_property
    def report(self) -> QuarterReport:
        place = {"district": self.plan.district, "fiscal_year": self.plan.fiscal_year, "quarter": self.quarter}
        return QuarterReport.objects.filter(**place).first() or QuarterReport(**place)

    def lead(self) -> str:
        return f"{self.item.title} · {self.report}"

    def back(self) -> str:
        return f"{self.report.get_absolute_url()}#item-{self.item.pk}"

    def crumbs(self) -> list[Link]:
        return [Link(label=str(self.report), href=self.back()), Link(label=str(self.heading))]


class ItemReportRow(OfQuarter, RowPage):
    heading = _l("ความก้าวหน้าของโครงการ")

    def find(self) -> ItemReport | None:
        return ItemReport.objects.filter(item=self.item, quarter=self.quarter).first()

    def form(self, row: ItemReport | None, data: Any = None) -> ItemReportForm:
        return ItemReportForm(data, initial=report_texts(row), auto_id=f"item_{self.item.pk}_%s")

    def closed(self) -> str:
        return "" if self.report.is_open else str(actions.NotOpenError.sentence)

    def save(self, form: ItemReportForm, *, seen: int) -> ItemReport:
        return actions.save_item_report(
            item_id=self.item.pk,
            quarter=self.quarter,
            words=form.words,
            seen=seen,
            on=today(),
            **self.signed,
        )

    def kept_under(self) -> str:
        return f"quarter-{self.plan.pk}-{self.quarter}:item-{self.item.pk}"


def report_texts(row: ItemReport | None) -> dict[str, Any]:
    names = ("percent", "done", "problems", "remedy", "fall_reason")
    return {name: getattr(row, name) for name in names} if row else {}


class ItemPhotos(OfQuarter, ActPage):
    form_class = ItemPhotosForm
    heading = _l("แนบภาพถ่ายของโครงการ")
    explanation = _l("ระบบย่อภาพและลบตำแหน่งที่ถ่ายก่อนเก็บ ภาพใช้ภายในหน่วยงานของกรุงเทพมหานคร")
    button = _l("แนบภาพ")
    done = _l("แนบภาพแล้ว")

    def obstacle(self) -> str:
        return "" if self.report.is_open else str(actions.NotOpenError.sentence)

    def next_links(self) -> list[Link]:
        return [Link(label=_("รายงานของไตรมาส"), href=self.back())]

    def act(self, data: dict[str, Any]) -> None:
        item_photos.keep_item_photos(
            item_id=self.item.pk,
            quarter=self.quarter,
            uploads=[(upload, upload.kind) for upload in data["files"]],
            **self.signed,
        )


class _OfPhoto(RecordPage):
    photo: ItemPhoto

    def setup(self, request: HttpRequest, *args: Any, uuid: UUID, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = ItemPhoto.objects.visible_to(self.request.user).select_related("item__plan__district")
        self.photo = get_object_or_404(rows, uuid=uuid)
        self.subject = self.photo.item

    def back(self) -> str:
        plan = self.photo.item.plan
        report = reverse("kpi:quarter-report", args=[plan.year, self.photo.quarter, plan.district.code])
        return f"{report}#item-{self.photo.item_id}"


class ItemPhotoFile(_OfPhoto):
    def get(self, request: WorkRequest, **_kept: Any) -> FileResponse:
        return send_kept_file(self.photo, is_download=False)


class ItemPhotoRemove(_OfPhoto, ActButton):
    permission = "budget.report_progress"
    done = _l("นำภาพออกแล้ว")

    def act(self, data: dict[str, Any]) -> None:
        item_photos.remove_item_photo(uuid=self.photo.uuid, **self.signed)
