"""Taking a proposal that no community took up straight into the district's action plan, and taking it back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.forms.portal import ReasonForm
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.rows.basis import Basis
from budget.actions.errors import NotOpenError
from budget.actions.plan import direct as actions
from budget.enums import EditionState, TreeKind
from budget.forms.direct import TakeInForm
from budget.models import ActionPlan, DirectInclusion
from budget.queries.plan.direct import basis_of_proposal, plans_in_the_making
from budget.queries.strategy.trees import Offered, offered_to_checks
from budget.views.next_steps import steps_after_plan
from budget.views.places import plan_crumbs
from budget.views.plan.items import ItemAct
from communities.views.base import page_of
from forums.views.working_up import ProposalMixin


class TakeIn(ProposalMixin, ActPage):
    """The three questions of a check, asked of a proposal, and the item into which it goes.

    The year is that of the newest action plan in the making, or the one that is asked for.
    """

    permission = "forums.take_in"
    form_class = TakeInForm
    stylesheet = ""
    heading = _l("นำเข้าแผนปฏิบัติราชการโดยตรง")
    button = _l("นำเข้าแผน")
    made: DirectInclusion

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A proposal that is in the plan already leads to its item."""
        rows = DirectInclusion.objects.standing().filter(reply__proposal=self.proposal).select_related("item")
        taken_in = rows.first()
        return redirect(taken_in.item) if taken_in else super().get(request, *args, **kwargs)

    @cached_property
    def plans(self) -> list[ActionPlan]:
        """Those that this person may change."""
        may = self.request.user.has_perm
        return [plan for plan in plans_in_the_making(self.proposal.district) if may("budget.edit_action_plan", plan)]

    @cached_property
    def plan(self) -> ActionPlan | None:
        asked = self.request.GET.get("year", "")
        return next((plan for plan in self.plans if str(plan.fiscal_year) == asked), next(iter(self.plans), None))

    @property
    def explanation(self) -> str:
        if self.plan is None:
            return ""
        return _(
            "ข้อเสนอที่ไม่มีชุมชนใดรับ เขตนำเข้าแผนปฏิบัติราชการปี %(year)s ได้เองหลังตอบสามข้อ แสดงเป็นทางของเขตเอง "
            "และไม่นับเป็นโครงการของชุมชนในตัวชี้วัดที่ 3 ประชาชนเห็นเมื่อผู้อำนวยการเขตอนุมัติแผน"
        ) % {"year": self.plan.fiscal_year}

    def obstacle(self) -> str:
        return "" if self.plan else _("เขตไม่มีแผนปฏิบัติราชการที่กำลังจัดทำ เริ่มแผนหรือเปิดการแก้ไขเพิ่มเติมก่อน")

    def instead(self) -> list[Link]:
        others = [plan for plan in self.plans if plan != self.plan]
        return [
            Link(label=_("แผนปี %(year)s แทน") % {"year": plan.fiscal_year}, href=f"?year={plan.fiscal_year}")
            for plan in others
        ]

    @property
    def done(self) -> str:
        return _("นำ “%(title)s” เข้าแผนปฏิบัติราชการแล้ว") % {"title": self.proposal.title}

    def next_links(self) -> list[Link]:
        return steps_after_plan(self.plan, user=self.request.user) if self.plan else []

    def crumbs(self) -> list[Link]:
        here = Link(label=str(self.heading))
        return plan_crumbs(self.request.user, self.plan, here) if self.plan else [here]

    def back(self) -> str:
        is_theirs = self.request.user.has_perm("forums.work_up", self.proposal)
        return super().back() if is_theirs else page_of("public:proposal", self.proposal.uuid)

    def next_page(self) -> str:
        return self.made.item.get_absolute_url() if hasattr(self, "made") else self.back()

    def basis(self) -> Basis:
        return basis_of_proposal(self.proposal)

    def get_form_kwargs(self) -> dict[str, Any]:
        offered = dict.fromkeys(TreeKind.values, Offered())
        if self.plan is not None:
            offered |= offered_to_checks(self.plan.year, self.plan.district)
        choices = {kind: nodes.choices() for kind, nodes in offered.items()}
        return {**super().get_form_kwargs(), "plan": self.plan, "offered": choices}

    def get_initial(self) -> dict[str, Any]:
        return {"amount": self.proposal.requested_amount}

    def act(self, data: dict[str, Any]) -> None:
        if self.plan is None:
            raise NotOpenError(self.obstacle())
        self.made = actions.take_in(
            plan_id=self.plan.pk,
            proposal_id=self.proposal.pk,
            **TakeInForm.taken_apart(data),
            **self.signed,
            on=today(),
        )


class TakeBack(ItemAct):
    """Take one proposal out of the item that was to answer it."""

    form_class = ReasonForm
    button = _l("ถอนข้อเสนอ")
    is_danger = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = self.item.direct_inclusions.standing().select_related("reply__proposal", "edition")
        self.row = get_object_or_404(rows, pk=kwargs["direct"])

    @property
    def heading(self) -> str:
        return _("ถอนข้อเสนอ “%(title)s”") % {"title": self.row}

    @property
    def explanation(self) -> str:
        if self.row.edition.state != EditionState.APPROVED:
            return _("ข้อเสนอกลับไปรอ รายการที่ทำขึ้นเพื่อข้อเสนอนี้และไม่มีเรื่องอื่นจะออกจากแผนไปด้วย")
        return _("ข้อเสนอออกจากรายการเมื่อผู้อำนวยการเขตอนุมัติการแก้ไขเพิ่มเติม รายการยังอยู่ในแผน")

    @property
    def done(self) -> str:
        return _("ถอน “%(title)s” ออกจากแผนแล้ว") % {"title": self.row}

    def next_page(self) -> str:
        return self.plan.get_absolute_url()

    def act(self, data: dict[str, Any]) -> None:
        actions.take_back(direct_id=self.row.pk, **data, **self.signed, on=today())
