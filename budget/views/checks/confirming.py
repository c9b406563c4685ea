"""What the district decides about an edition of a plan, and the file that proves a decision of an earlier day."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link, Stat
from bkkplan.ground.core.forms.kept_files import send_kept_file
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.rows.basis import Basis
from budget.actions.checks import checks
from budget.actions.plan.taking_in import confirm_and_take_in
from budget.enums import CheckOutcome
from budget.forms import ConfirmForm
from budget.forms.returning import ReturnForm
from budget.models import ConsistencyCheck, Inclusion, granted_of
from budget.queries.checks import checks as queries
from budget.queries.plan import taking_in
from budget.views.checks.checks import RevisionMixin, may_open, route_of_confirmation, why_not_confirmed
from communities.enums import RevisionState
from communities.models import ConfirmationProof, PlanProject
from communities.queries.rules_to_meet import rules_of
from communities.views.next_steps import steps_after_plan


class CheckDecision(RevisionMixin, ActPage):
    """What the district decides about an edition, by the answers on its projects."""

    stylesheet = "css/pages/budget.css"

    def basis(self) -> Basis:
        return queries.basis_of_check(self.revision)

    def next_links(self) -> list[Link]:
        """The plan of the district that waits longest comes first: whoever checks goes on with it."""
        waiting = queries.queue(self.plan.year, [self.plan.community.district_id], state=RevisionState.SUBMITTED)
        following = waiting.exclude(pk=self.revision.pk).first()
        links = steps_after_plan(self.plan, user=self.request.user)
        if following is None:
            return links
        label = _("ตรวจแผนถัดไป: %(community)s") % {"community": following.plan.community}
        return [Link(label=label, href=reverse("budget:check", args=[following.pk])), *links]


class Confirm(CheckDecision):
    """Confirm the plan; where the action plan of the year is a draft, its projects go into it in the same act."""

    template_name = "budget/check_confirm.html"
    form_class = ConfirmForm
    explanation = gettext_lazy("กรรมการชุมชนจะได้รับแจ้งผลการพิจารณาทุกโครงการ และโครงการที่เลือกไว้จะนำเข้าแผนปฏิบัติราชการได้")
    made: list[Inclusion]

    @cached_property
    def taken_in(self) -> list[PlanProject]:
        """What goes into the action plan with the confirmation; none where this person can't put it there now."""
        return taking_in.to_take_in(self.revision) if taking_in.may_take_in(self.plan, self.request.user) else []

    @property
    def button(self) -> str:
        if not self.taken_in:
            return _("รับรองแผน")
        return _("รับรองแผน และนำ %(n)s โครงการเข้าแผน") % {"n": len(self.taken_in)}

    @property
    def second_button(self) -> str:
        return _("รับรองแผนอย่างเดียว") if self.taken_in else ""

    @property
    def heading(self) -> str:
        names = {"community": self.plan.community, "year": self.plan.fiscal_year}
        return _("รับรองแผนพัฒนา%(community)s ปี %(year)s") % names

    @property
    def done(self) -> str:
        words = {"community": self.plan.community, "n": len(self.made)}
        if self.made:
            return _("รับรองแผนพัฒนา%(community)s และนำ %(n)s โครงการเข้าแผนปฏิบัติราชการแล้ว") % words
        return _("รับรองแผนพัฒนา%(community)sแล้ว และแจ้งผลให้กรรมการชุมชนทราบ") % words

    @property
    def has_shown_place(self) -> bool:
        """Whether the page that was sent showed what goes into the action plan: then its first button does both."""
        shown = Basis.opened(self.request.POST.get("seen"))
        return bool(shown.points.keys() & taking_in.basis_of_place(self.revision).points.keys())

    def basis(self) -> Basis:
        basis = super().basis()
        if self.taken_in or self.has_shown_place:
            return basis.with_points_of(taking_in.basis_of_place(self.revision))
        return basis

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        taken_in = [(project, granted_of(project, project.check_result)) for project in self.taken_in]
        amounts = [amount for _project, amount in taken_in]
        more = {
            "taken_in": taken_in,
            "sum": sum(amounts, Decimal(0)),
            "year": self.plan.year,
            "is_begun": taking_in.place_of(self.plan) is not None,
        }
        return {**super().get_context_data(**kwargs), **more}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": today(), "earliest": self.plan.year.previous.start}

    @cached_property
    def outcomes(self) -> dict[str, int]:
        return queries.outcome_counts(self.revision.pk)

    def instead(self) -> list[Link]:
        return [Link(label=_("ส่งกลับให้แก้ไข"), href=reverse("budget:check-return", args=[self.revision.pk]))]

    def stats(self) -> list[Stat]:
        return [Stat(label=label, value=self.outcomes[value]) for value, label in CheckOutcome.choices]

    def obstacle(self) -> str:
        left = self.revision.projects.live().count() - sum(self.outcomes.values())
        sentence = ngettext(
            "ยังตรวจไม่ครบ %(n)s โครงการ รับรองแผนได้เมื่อตรวจครบทุกโครงการ",
            "ยังตรวจไม่ครบ %(n)s โครงการ รับรองแผนได้เมื่อตรวจครบทุกโครงการ",
            left,
        )
        if left:
            return sentence % {"n": left}
        return why_not_confirmed(self.revision, self.request.user, has_route=bool(route_of_confirmation(self.plan)))

    def act(self, data: dict[str, Any]) -> None:
        if self.has_shown_place and not self.is_second:
            self.made = confirm_and_take_in(
                revision_id=self.revision.pk, act=uuid4(), **data, **self.signed, on=today()
            )
            return
        self.made = []
        seen = data.pop("seen").without(taking_in.basis_of_place(self.revision))
        checks.confirm_plan(revision_id=self.revision.pk, **data, seen=seen, **self.signed, on=today())


class HandIn(CheckDecision):
    """The check is finished: the plan goes up the district's route, to whoever confirms it."""

    heading = gettext_lazy("เสนอให้รับรองแผน")
    button = gettext_lazy("เสนอ")

    @property
    def done(self) -> str:
        return _("เสนอแล้ว %(role)sได้รับแจ้ง") % {"role": route_of_confirmation(self.plan)[0].label}

    @property
    def explanation(self) -> str:
        ladder = " → ".join(str(role.label) for role in route_of_confirmation(self.plan))
        return _("แผนและผลการตรวจจะขึ้นไปตามเส้นทาง: %(ladder)s ถ้าแก้คำตอบภายหลังต้องเสนอใหม่") % {"ladder": ladder}

    def act(self, data: dict[str, Any]) -> None:
        checks.hand_in_for_confirmation(revision_id=self.revision.pk, **data, **self.signed, on=today())


class Return(CheckDecision):
    form_class = ReturnForm
    explanation = gettext_lazy("ข้อความเริ่มจากคำตอบ “ไม่สอดคล้อง” ที่บันทึกไว้ แก้ไขก่อนส่งได้")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "rules": rules_of(self.revision)}

    button = gettext_lazy("ส่งกลับ")

    @property
    def heading(self) -> str:
        names = {"community": self.plan.community, "year": self.plan.fiscal_year}
        return _("ส่งแผนพัฒนา%(community)s ปี %(year)s กลับให้แก้ไข") % names

    @property
    def done(self) -> str:
        return _("ส่งแผนกลับให้%(community)sแก้ไขแล้ว") % {"community": self.plan.community}

    def act(self, data: dict[str, Any]) -> None:
        checks.return_plan(revision_id=self.revision.pk, **data, **self.signed, on=today())

    def next_page(self) -> str:
        return reverse("budget:checks", args=[self.plan.year])

    def get_initial(self) -> dict[str, Any]:
        """Return the answers "no" with their reasons, as the first text of the form."""
        lines = []
        rows = ConsistencyCheck.objects.filter(project__revision=self.revision, project__removed_at=None)
        for check in rows.select_related("project").order_by("project__rank"):
            reasons = [
                getattr(check, reason)
                for question, reason in queries.QUESTIONS.items()
                if getattr(check, question) is False and getattr(check, reason)
            ]
            if reasons:
                lines.append(f"{check.project.rank}. {check.project.title}: {' · '.join(reasons)}")
        return {"reason": "\n".join(lines)}


class Proof(RevisionMixin):
    permission = "budget.view_checks"

    def get(self, request: WorkRequest, **_kept: Any) -> FileResponse:
        proof = get_object_or_404(ConfirmationProof, revision=self.revision)
        if not may_open(proof, self.request.user):
            raise Http404
        return send_kept_file(proof)
