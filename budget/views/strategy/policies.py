"""A district's policy for developing its area: what its forums were held for."""

from typing import Any
from uuid import UUID

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.forms.portal import ReasonForm
from bkkplan.ground.core.pages.acts import ActButton, ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.rows.basis import Basis
from budget.actions.strategy import policies as actions
from budget.enums import PolicyState
from budget.forms.policies import StatementForm
from budget.models import AreaPolicy, PolicyStatement
from budget.queries.strategy import policies as queries
from budget.views.places import years_around
from budget.views.strategy.district_strategy import DistrictMixin
from communities.views.base import page_of
from forums.models import Proposal

NO_LINEAGE = UUID(int=0)  # of no statement


class PolicyMixin(DistrictMixin):
    """The policy of a district for a year; ``policy`` is its edition under way, or else the one in force."""

    permission = "budget.draft_policy"
    stylesheet = "css/pages/budget.css"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.subject = self.district
        rows = AreaPolicy.objects.visible_to(self.request.user).filter(fiscal_year=self.year.be, district=self.district)
        self.editions = list(
            rows.select_related("district", "approved_by", "submitted_by", "returned_by").order_by("number")
        )

    def crumbs(self) -> list[Link]:
        strategy = reverse("budget:district-strategy", args=[self.year, self.district.code])
        above = [*super().crumbs()[:-1], Link(label=_("ภารกิจและยุทธศาสตร์ของเขต"), href=strategy)]
        if type(self) is PolicyPage:
            return [*above, Link(label=str(self.heading))]
        return [*above, Link(label=_("นโยบายการพัฒนาเขต"), href=self.back()), Link(label=str(self.heading))]

    def back(self) -> str:
        return reverse("budget:policy", args=[self.year, self.district.code])

    @property
    def approved(self) -> AreaPolicy | None:
        return next((row for row in reversed(self.editions) if row.state == PolicyState.APPROVED), None)

    @property
    def under_way(self) -> AreaPolicy | None:
        return next((row for row in self.editions if row.state != PolicyState.APPROVED), None)

    def next_links(self) -> list[Link]:
        links = [Link(label=_("นโยบายการพัฒนาเขต"), href=self.back())]
        if page := page_of("public:district", self.district.code):
            links.append(Link(label=_("หน้าสาธารณะของเขต"), href=f"{page}#policy-{self.year}"))
        return links


class PolicyPage(PolicyMixin):
    """What is in force, and the edition under way with its next step."""

    permission = "budget.view_policy_drafts"
    heading = _l("นโยบายการพัฒนาเขต")

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        user = request.user
        shown = {
            policy.row.pk: policy for policy in queries.read(row for row in (self.approved, self.under_way) if row)
        }
        under_way = self.under_way
        is_waiting = under_way is not None and under_way.state == PolicyState.SUBMITTED
        may_approve = user.has_perm("budget.approve_policy", self.district)
        context = {
            **self.top(),
            "year": self.year,
            "district": self.district,
            "forum_year": queries.forum_year_of(self.year),
            "under_way": shown[under_way.pk] if under_way else None,
            "in_force": shown[self.approved.pk] if self.approved else None,
            "may_draft": user.has_perm("budget.draft_policy", self.district),
            "may_decide": is_waiting and may_approve,
            "refusal": queries.why_not_approved_by(user, under_way, on=today()) if under_way and is_waiting else "",
            "public_page": page_of("public:district", self.district.code),
            "years": years_around("budget:policy", self.year, self.district.code),
        }
        return render(request, "budget/policy.html", context)


class BeginPolicy(PolicyMixin, ActButton):
    """Begin the first edition, or the next one with what stands."""

    done = _l("เริ่มร่างแล้ว เพิ่มหรือแก้ทีละข้อ")

    def act(self, data: dict[str, Any]) -> None:
        actions.begin_policy(district_id=self.district.pk, year=self.year, **self.signed)


class PolicyStep(PolicyMixin, ActPage):
    """An act on the draft of the next edition; without an edition there is no such page."""

    policy: AreaPolicy

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        newest = self.editions[-1] if self.editions else None
        if newest is None:
            raise Http404
        self.policy = newest

    @property
    def step(self) -> dict[str, Any]:
        return {"policy_id": self.policy.pk, **self.signed}

    def obstacle(self) -> str:
        return "" if self.policy.is_draft else str(actions.NotDraftError.sentence)


class StatementStep(PolicyStep):
    @cached_property
    def statement(self) -> PolicyStatement | None:
        if "lineage" not in self.kwargs:
            return None
        found = self.policy.statements.filter(lineage=self.kwargs["lineage"]).first()
        if found is None:
            raise Http404
        return found

    def basis(self) -> Basis:
        return queries.basis_of_statement(self.statement)


class NewStatement(StatementStep):
    form_class = StatementForm
    heading = _l("เพิ่มข้อนโยบาย")
    button = _l("บันทึก")
    second_button = _l("บันทึกและเพิ่มอีก")
    done = _l("บันทึกข้อนโยบายแล้ว")

    def get_form_kwargs(self) -> dict[str, Any]:
        others = self.policy.statements.exclude(lineage=self.kwargs.get("lineage", NO_LINEAGE))
        named = dict(others.order_by("-position").values_list("proposals", "position"))
        return {**super().get_form_kwargs(), "proposals": self.proposals(), "named_elsewhere": named}

    def proposals(self) -> list[Proposal]:
        """Those that may be named, by area, the ones with most votes first."""
        rows = queries.may_be_named(self.policy).select_related("area")
        by_area = F("area__position").asc(nulls_last=True)
        return list(rows.order_by(by_area, F("votes").desc(nulls_last=True), "forum", "position", "pk"))

    @property
    def explanation(self) -> str:
        return _("ข้อเสนอที่เผยแพร่แล้วจากเวทีปีงบประมาณ %(year)s ซึ่งเป็นปีที่จัดทำแผนของปี %(plans)s") % {
            "year": queries.forum_year_of(self.year),
            "plans": self.year,
        }

    def act(self, data: dict[str, Any]) -> None:
        lineage = self.statement.lineage if self.statement else None
        actions.save_statement(**self.step, lineage=lineage, **data)

    def next_page(self) -> str:
        return reverse("budget:statement-new", args=[self.year, self.district.code]) if self.is_second else self.back()


class EditStatement(NewStatement):
    heading = _l("แก้ไขข้อนโยบาย")

    def get_initial(self) -> dict[str, Any]:
        if self.statement is None:
            return {}
        proposals = list(self.statement.proposals.values_list("pk", flat=True))
        return {"text": self.statement.text, "proposals": proposals}


class RemoveStatement(StatementStep):
    heading = _l("นำข้อนโยบายออก")
    button = _l("นำออก")
    done = _l("นำข้อนโยบายออกแล้ว")
    is_danger = True

    @property
    def explanation(self) -> str:
        return self.statement.text if self.statement else ""

    def act(self, data: dict[str, Any]) -> None:
        actions.remove_statement(**self.step, lineage=self.kwargs["lineage"], **data)


class DecidingStep(PolicyStep):
    """Shows what is decided: each statement, and the proposals behind it."""

    template_name = "budget/policy_step.html"

    def basis(self) -> Basis:
        return queries.basis_of_policy(self.policy)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        (policy,) = queries.read([self.policy])
        return super().get_context_data(policy=policy, **kwargs)


class SubmitPolicy(DecidingStep):
    heading = _l("เสนอนโยบายให้ผู้อำนวยการเขต")
    explanation = _l("ระหว่างรออนุมัติแก้ไขไม่ได้ ผู้ที่เสนออนุมัติเองไม่ได้")
    button = _l("เสนอนโยบาย")
    done = _l("เสนอนโยบายแล้ว ผู้อำนวยการเขตได้รับแจ้ง")

    def act(self, data: dict[str, Any]) -> None:
        actions.submit_policy(**self.step, **data)


class DirectorsStep(DecidingStep):
    permission = "budget.approve_policy"

    def obstacle(self) -> str:
        is_waiting = self.policy.state == PolicyState.SUBMITTED
        return "" if is_waiting else str(actions.NotSubmittedError.sentence)


class SendBackPolicy(DirectorsStep):
    form_class = ReasonForm
    heading = _l("ส่งนโยบายกลับให้แก้ไข")
    button = _l("ส่งกลับ")
    done = _l("ส่งนโยบายกลับแล้ว")

    def act(self, data: dict[str, Any]) -> None:
        actions.send_back_policy(**self.step, **data)


class ApprovePolicy(DirectorsStep):
    heading = _l("อนุมัตินโยบายการพัฒนาเขต")
    explanation = _l(
        "อนุมัติแล้วทุกคนอ่านได้ในหน้าเขตและหน้าข้อเสนอ และแต่ละข้อเป็นยุทธศาสตร์การพัฒนาของพื้นที่ ที่ใช้ตรวจความสอดคล้องของโครงการชุมชนในปีนี้"
    )
    button = _l("อนุมัติ")
    done = _l("อนุมัตินโยบายแล้ว")

    def obstacle(self) -> str:
        return super().obstacle() or queries.why_not_approved_by(self.request.user, self.policy, on=today())

    def instead(self) -> list[Link]:
        return [
            Link(label=_("ส่งกลับให้แก้ไข"), href=reverse("budget:policy-send-back", args=[self.year, self.district.code]))
        ]

    def public_page(self) -> Link | None:
        page = page_of("public:district", self.district.code)
        return Link(label=_("หน้าสาธารณะของเขต"), href=page) if page else None

    def act(self, data: dict[str, Any]) -> None:
        actions.approve_policy(**self.step, on=today(), **data)
