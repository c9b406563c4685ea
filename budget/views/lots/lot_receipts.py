"""What came of a lot: inspected pieces, and goods that a community took over."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.pages.acts import ActButton, ActPage, BulkActPage
from bkkplan.ground.core.rows.basis import Bases
from budget.actions.lots import lots as actions
from budget.enums import LotState
from budget.forms.lots import HandOverForm, InspectForm
from budget.models import LotInspection
from budget.queries.lots.lots import CommunityRows, basis_of_pieces
from budget.views.lots.lots import LotMixin


class InspectLot(LotMixin, BulkActPage):
    """How many pieces of each line were received on a day; fewer than ordered may come, and the rest later."""

    template_name = "budget/lot_inspect.html"
    form_class = InspectForm
    heading = _l("บันทึกการตรวจรับ")
    button = _l("บันทึกการตรวจรับ")
    done = _l("บันทึกการตรวจรับแล้ว")
    explanation = _l("ใส่จำนวนที่รับจริง น้อยกว่าที่สั่งได้ ส่วนที่ขาดแสดงไว้และตรวจรับเพิ่มภายหลังได้")

    def obstacle(self) -> str:
        if self.lot.state != LotState.ORDERED:
            return _("การจัดซื้อนี้ยังไม่ได้สั่งซื้อ หรือสิ้นสุดไปแล้ว")
        return "" if self.looked.short else _("รับของครบแล้ว")

    def get_initial(self) -> dict[str, Any]:
        return {"on": today()}

    def basis(self) -> Bases:
        rows = self.looked.rows
        return basis_of_pieces([row.line for row in rows], {row.line.pk: row.received for row in rows})

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "rows": self.looked.rows}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        return {"rows": [(row, form[f"line_{row.line.pk}"]) for row in form.rows], **context}

    def act(self, data: dict[str, Any]) -> None:
        actions.inspect(lot_id=self.lot.pk, **data, **self.signed)


class UndoInspection(LotMixin, ActButton):
    done = _l("เลิกทำการตรวจรับแล้ว")
    inspection: LotInspection

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.inspection = get_object_or_404(LotInspection, pk=kwargs["inspection"], lot=self.lot)

    def act(self, data: dict[str, Any]) -> None:
        actions.undo_inspection(inspection_id=self.inspection.pk, **self.signed)


class HandOver(LotMixin, ActPage):
    """A community takes over its goods: when, with which asset numbers, and who keeps them."""

    form_class = HandOverForm
    heading = _l("บันทึกการส่งมอบให้ชุมชน")
    button = _l("บันทึกการส่งมอบ")
    done = _l("บันทึกการส่งมอบแล้ว")
    group: CommunityRows

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = next((group for group in self.looked.groups if group.community.pk == kwargs["community"]), None)
        if found is None:
            raise Http404
        self.group = found

    @property
    def explanation(self) -> str:
        goods = " · ".join(
            _("%(item)s %(n)s %(unit)s") % {"item": row.line.item, "n": f"{row.received:,}", "unit": row.line.unit}
            for row in self.group.rows
        )
        return f"{self.group.community}: {goods}"

    def obstacle(self) -> str:
        return "" if self.group.is_received else _("ยังไม่ได้ตรวจรับของของชุมชนนี้ จึงยังส่งมอบไม่ได้")

    def get_initial(self) -> dict[str, Any]:
        handover = self.group.handover
        if handover is None:
            return {"on": today()}
        return {"on": handover.on, "asset_numbers": handover.asset_numbers, "keeper": handover.keeper}

    def act(self, data: dict[str, Any]) -> None:
        community = self.group.community.pk
        actions.hand_over(lot_id=self.lot.pk, community_id=community, **data, **self.signed)
