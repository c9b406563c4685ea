"""A later last day of carried money, asked for and decided; and the files of the letters about carried money."""

from typing import Any

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Stat
from bkkplan.ground.core.forms.kept_files import send_kept_file
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.wording import thai_date_short
from budget.actions.books import extending
from budget.enums import CarryState
from budget.forms.carrying import DecideExtensionForm, ExtendForm
from budget.models import CarryExtension, CarryPaper
from budget.models.carrying import MOST_EXTENSIONS
from budget.queries.books import carrying as queries
from budget.views.books.carrying import CarryAct, CarryMixin


class ExtendCarry(CarryAct):
    """The office asks for a later last day."""

    permission = "budget.record_money"
    form_class = ExtendForm
    heading = _l("ขอขยายเวลาเบิกจ่ายเงินเหลื่อมปี")
    button = _l("ส่งคำขอขยายเวลา")
    done = _l("ส่งคำขอขยายเวลาแล้ว เงินกันนี้ยังไม่พับไปจนกว่าจะมีผลพิจารณา")

    @property
    def explanation(self) -> str:
        words = {"day": thai_date_short(self.carry.until), "most": MOST_EXTENSIONS}
        return _("เดิมใช้ได้ถึง %(day)s ขยายได้ไม่เกิน %(most)s ครั้ง") % words

    def obstacle(self) -> str:
        if self.carry.state != CarryState.APPROVED:
            return _("คำขอกันเงินนี้%(state)s") % {"state": self.carry.get_state_display()}
        return queries.why_not_extended(self.carry, on=today())

    def act(self, data: dict[str, Any]) -> None:
        extending.ask_extension(carry_id=self.carry.pk, **data, on=today(), **self.signed)


class DecideExtension(CarryMixin, ActPage):
    """Approve or refuse a later last day; the strategy office records so what the city decided."""

    permission = "budget.decide_carry"
    is_of_the_money = False
    form_class = DecideExtensionForm
    heading = _l("พิจารณาคำขอขยายเวลา")
    button = _l("อนุมัติ")
    second_button = _l("ไม่อนุมัติ")
    extension: CarryExtension

    def setup(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> None:
        rows = CarryExtension.objects.select_related("by").prefetch_related("papers")
        self.extension = get_object_or_404(rows, pk=pk)
        super().setup(request, *args, pk=self.extension.carry_id, **kwargs)

    @property
    def explanation(self) -> str:
        asked = self.extension
        files = " · ".join(paper.original_name for paper in asked.papers.all())
        return " · ".join(filter(None, [asked.reason, asked.document_no, files, str(asked.by)]))

    def stats(self) -> list[Stat]:
        return [
            Stat(label=_("เดิมใช้ได้ถึง"), value=thai_date_short(self.extension.was_until)),
            Stat(label=_("ขอขยายถึงวันที่"), value=thai_date_short(self.extension.until), tone="late"),
        ]

    @property
    def done(self) -> str:
        return _("บันทึกว่าไม่อนุมัติแล้ว") if self.is_second else _("ขยายเวลาแล้ว")

    def obstacle(self) -> str:
        if self.extension.state != CarryState.ASKED:
            state = self.extension.get_state_display()
            return _("คำขอขยายเวลานี้ตัดสินไปแล้ว: %(state)s") % {"state": state}
        return queries.why_not_decided_by(self.request.user, self.carry, on=today(), extension=self.extension)

    def act(self, data: dict[str, Any]) -> None:
        facts: dict[str, Any] = {"extension_id": self.extension.pk, "by": self.request.user, "at": now()}
        if self.is_second:
            extending.refuse_extension(reason=data["decision"], **facts)
        else:
            extending.approve_extension(decision=data["decision"], on=today(), **facts)


class CarryPaperFile(CarryMixin):
    """A file of a letter, for those who see the money."""

    def setup(self, request: HttpRequest, *args: Any, pk: int = 0, **kwargs: Any) -> None:
        self.paper = get_object_or_404(CarryPaper, uuid=kwargs["uuid"])
        super().setup(request, *args, pk=self.paper.carry_id, **kwargs)

    def get(self, request: WorkRequest, **_kept: Any) -> FileResponse:
        return send_kept_file(self.paper, is_download=False)
