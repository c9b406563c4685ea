"""Items of last year's action plan are chosen to begin those of the new one."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.pages.acts import BulkActPage
from bkkplan.ground.core.rows.basis import Bases
from budget.actions.plan.copying import copy_items
from budget.forms.pool import CopyForm
from budget.models import ActionPlanItem
from budget.queries.plan import action_plans as plans
from budget.queries.plan import last_years_items as queries
from budget.views.plan.action_plans import PlanMixin


class CopyItems(PlanMixin, BulkActPage):
    template_name = "budget/copy_items.html"
    form_class = CopyForm
    heading = _l("รายการจากแผนปีก่อน")
    button = _l("คัดลอกเข้าแผน")
    made: list[ActionPlanItem]
    done_by: UUID

    @property
    def done(self) -> str:
        return _("คัดลอกเข้าแผนแล้ว %(n)s รายการ") % {"n": len(self.made)}

    def next_page(self) -> str:
        return f"{self.back()}?taken={self.done_by}"

    @cached_property
    def items(self) -> list[ActionPlanItem]:
        return list(queries.last_years_items(self.plan))

    @cached_property
    def sent_ids(self) -> set[int]:
        return {int(pk) for pk in self.request.POST.getlist("items") if pk.isdecimal()}

    def basis(self) -> Bases:
        return Bases.of({item.pk: queries.basis_of_copy(item) for item in self.items})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "pick" in request.POST:
            typed = {name: text for name, text in request.POST.items() if name != "items"}
            return self.render_to_response(self.get_context_data(form=CopyForm(initial=typed)))
        return super().post(request, *args, **kwargs)

    def act(self, data: dict[str, Any]) -> None:
        self.done_by = data["act"]
        self.made = copy_items(
            plan_id=self.plan.pk,
            item_ids=data["items"],
            act=data["act"],
            with_amounts=data["with_amounts"],
            seen=data["seen"],
            **self.signed,
        )

    def chosen(self) -> set[int]:
        everything = {item.pk for item in self.items}
        if "pick" not in self.request.POST:
            return self.sent_ids
        return set() if everything <= self.sent_ids else everything

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        chosen = self.chosen()
        there = set(self.plan.items.live().values_list("title", flat=True))
        ours = set(queries.with_projects(queries.last_years_items(self.plan)).values_list("pk", flat=True))
        rows = [
            {
                "item": item,
                "months": plans.months_text(item.starts_in, item.ends_in),
                "is_chosen": item.pk in chosen,
                "is_there": item.title in there,
                "has_projects": item.pk in ours,
            }
            for item in self.items
        ]
        more = {
            "plan": self.plan,
            "year": self.year,
            "edition": plans.open_edition_of(self.plan),
            "rows": rows,
            "counted": _("รายการ"),
            "chosen_heading": _("คัดลอกรายการที่เลือก"),
            "chosen": len(chosen),
            "sum": sum(item.planned_amount or 0 for item in self.items if item.pk in chosen),
        }
        return {**more, **context}
