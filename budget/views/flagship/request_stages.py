"""What others decided on a request: recorded for all lines at once, withdrawn where it is wrong, granted at the end."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.forms.kept_files import send_kept_file
from bkkplan.ground.core.forms.portal import ReasonForm
from bkkplan.ground.core.pages.acts import ActPage, BulkActPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.rows.basis import Bases, Basis
from budget.actions.flagship import request_stages as actions
from budget.actions.money import ledger
from budget.forms.money import MovementForm
from budget.forms.requests import StageForm, read_pasted, typed
from budget.models import RequestStage
from budget.queries.flagship import requests as queries
from budget.views.flagship.requests import RequestMixin
from budget.views.money.entry import EntryPage
from districts.models import District


class NewStage(RequestMixin, BulkActPage):
    """The whole table of a stage in one page; amounts may be pasted from a spreadsheet."""

    template_name = "budget/request_stage.html"
    form_class = StageForm
    heading = _l("บันทึกผลพิจารณา")
    button = _l("บันทึกผลพิจารณา")
    pasted_note = ""
    has_fallen = False

    def basis(self) -> Bases:
        return queries.basis_of_stage(self.table)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "table": self.table, "today": today()}

    def get_initial(self) -> dict[str, Any]:
        """What was withdrawn last is filled in: it is recorded again with one thing changed."""
        last = self.table.last
        later = RequestStage.objects.filter(request=self.asked, pk__gt=last.pk if last else 0)
        wrong = later.exclude(withdrawn_on=None).order_by("-pk").prefetch_related("amounts").first()
        if wrong is None:
            return {}
        rows: dict[str, Any] = {f"amount_{row.line_id}": row.amount for row in wrong.amounts.all()}
        rows |= {f"reason_{row.line_id}": row.reason for row in wrong.amounts.all()}
        return {"stage": wrong.kind, "on": wrong.on, "body": wrong.body, "number": wrong.number, **rows}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "fill" not in request.POST:
            return super().post(request, *args, **kwargs)
        found, unknown = read_pasted(request.POST.get("pasted", ""), self.table)
        words = _("เติมตารางแล้ว %(n)s รายการ") % {"n": sum(name.startswith("amount_") for name in found)}
        self.pasted_note = " · ".join(filter(None, [words, unknown]))
        form = StageForm(initial=typed(request.POST.dict()) | found, table=self.table, today=today())
        return self.render_to_response(self.get_context_data(form=form))

    def obstacle(self) -> str:
        if self.asked.is_draft:
            return _("คำขอนี้ยังไม่ได้ยื่น จึงยังไม่มีผลพิจารณา")
        return ""

    @property
    def explanation(self) -> str:
        if not self.table.is_voted:
            return ""
        return _(
            "เมื่อได้รับเพิ่มจากข้อบัญญัติเพิ่มเติมหรืองบกลาง หรือพิจารณาใหม่ ใส่ยอดรวมของแต่ละรายการหลังการพิจารณาครั้งนี้ ระบบคิดส่วนที่เพิ่มให้เอง"
        )

    @property
    def done(self) -> str:
        if self.has_fallen:
            return _("บันทึกผลพิจารณาแล้ว ชุมชนของรายการที่ไม่ได้รับได้รับแจ้งเหตุผล")
        return _("บันทึกผลพิจารณาแล้ว")

    def act(self, data: dict[str, Any]) -> None:
        # A reason stands only beside an amount that this stage changes.
        self.has_fallen = any(one.reason and not one.amount for one in data["decided"].values())
        actions.record_stage(request_id=self.asked.pk, **data, **self.signed, today=today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "table": self.table, "year": self.year, "pasted_note": self.pasted_note}


class StageMixin(RequestMixin):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.stage = get_object_or_404(RequestStage.objects.live(), request=self.asked, pk=kwargs["stage"])


class WithdrawStage(StageMixin, ActPage):
    form_class = ReasonForm
    heading = _l("ถอนผลพิจารณาที่บันทึกผิด")
    explanation = _l("ขั้นนี้จะบันทึกใหม่ได้ ข้อมูลเดิมเติมไว้ให้ในแบบฟอร์ม และประวัติเก็บทั้งสองครั้ง")
    button = _l("ถอน")
    done = _l("ถอนผลพิจารณาแล้ว")
    is_danger = True

    def lead(self) -> str:
        return f"{self.whose()} · {self.stage}"

    def act(self, data: dict[str, Any]) -> None:
        actions.withdraw_stage(stage_id=self.stage.pk, **data, **self.signed, on=today())


class StageFile(StageMixin):
    """The paper of a stage, for those who work here."""

    permission = ""

    def get(self, request: WorkRequest, **_kept: Any) -> FileResponse:
        return send_kept_file(self.stage)


class GrantVoted(RequestMixin, EntryPage):
    """Enter the voted money in one act: amount, source and paper are those of the vote."""

    form_class: type[forms.BaseForm] = MovementForm
    heading = _l("บันทึกงบประมาณตามข้อบัญญัติ")
    button = _l("บันทึกงบประมาณที่ได้รับ")
    limit_words = _l("ตามข้อบัญญัติ")

    def figures(self) -> list[tuple[Any, Decimal]]:
        return [(_("ขอตั้ง"), self.table.asked)]

    def limit(self) -> Decimal:
        return self.table.to_grant.given if self.table.to_grant else Decimal(0)

    def books_of(self) -> District | None:
        return self.asked.district

    @property
    def explanation(self) -> str:
        if self.table.to_grant is None:
            return super().explanation
        return _("เงินจาก%(source)s %(year)s") % {"source": self.table.to_grant.stage, "year": super().explanation}

    def basis(self) -> Basis:
        return queries.basis_of_vote(self.table.to_grant)

    def obstacle(self) -> str:
        if self.table.is_granted:
            return _("บันทึกงบประมาณที่ได้รับตามข้อบัญญัตินี้แล้ว")
        if not self.table.to_grant:
            return _("คำขอนี้ยังไม่มีจำนวนเงินตามข้อบัญญัติ")
        return super().obstacle()

    def get_initial(self) -> dict[str, Any]:
        vote = self.table.to_grant
        number = vote.stage.number if vote else ""
        return {**super().get_initial(), "amount": self.limit(), "document_no": number}

    def enter(self, movement: dict[str, Any]) -> ledger.Entered:
        return actions.grant_voted(request_id=self.asked.pk, **movement)

    def above(self) -> list[Link]:
        return RequestMixin.above(self)

    def crumbs(self) -> list[Link]:
        return RequestMixin.crumbs(self)

    def next_links(self) -> list[Link]:
        return [Link(label=_("งบประมาณ"), href=self.money_page), *RequestMixin.next_links(self)]
