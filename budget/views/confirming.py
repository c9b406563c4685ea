"""What the district decides about an edition of a plan, and the file that proves a decision of an earlier day."""

from typing import Any

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bkkplan.ground.core.basis import Basis
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link, Stat
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.work import WorkRequest
from budget.actions import checks
from budget.enums import CheckOutcome
from budget.forms import ConfirmForm, ReturnForm
from budget.models import ConsistencyCheck
from budget.queries import checks as queries
from budget.views.checks import RevisionMixin, may_open, route_of_confirmation, why_not_confirmed
from communities.models import ConfirmationProof
from communities.views.next_steps import steps_after_plan


class Decision(RevisionMixin, ActPage):
    """What the district decides about an edition, by the answers on its projects."""

    stylesheet = "css/pages/budget.css"

    def basis(self) -> Basis:
        return queries.basis_of_check(self.revision)

    def next_links(self) -> list[Link]:
        return steps_after_plan(self.plan, user=self.request.user)


class Confirm(Decision):
    form_class = ConfirmForm
    explanation = gettext_lazy("กรรมการชุมชนจะได้รับแจ้งผลการพิจารณาทุกโครงการ และโครงการที่เลือกไว้จะนำเข้าแผนปฏิบัติราชการได้")
    button = gettext_lazy("รับรองแผน")

    @property
    def heading(self) -> str:
        names = {"community": self.plan.community, "year": self.plan.fiscal_year}
        return _("รับรองแผนพัฒนา%(community)s ปี %(year)s") % names

    @property
    def done(self) -> str:
        return _("รับรองแผนพัฒนา%(community)sแล้ว และแจ้งผลให้กรรมการชุมชนทราบ") % {"community": self.plan.community}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": today(), "earliest": self.plan.year.previous.start}

    @cached_property
    def outcomes(self) -> dict[str, int]:
        return queries.outcome_counts(self.revision.pk)

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
        checks.confirm_plan(revision_id=self.revision.pk, **data, by=self.request.user, at=now(), on=today())


class HandIn(Decision):
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
        checks.hand_in_for_confirmation(
            revision_id=self.revision.pk, **data, by=self.request.user, at=now(), on=today()
        )


class Return(Decision):
    form_class = ReturnForm
    explanation = gettext_lazy("ข้อความเริ่มจากคำตอบ “ไม่สอดคล้อง” ที่บันทึกไว้ แก้ไขก่อนส่งได้")
    button = gettext_lazy("ส่งกลับ")

    @property
    def heading(self) -> str:
        names = {"community": self.plan.community, "year": self.plan.fiscal_year}
        return _("ส่งแผนพัฒนา%(community)s ปี %(year)s กลับให้แก้ไข") % names

    @property
    def done(self) -> str:
        return _("ส่งแผนกลับให้%(community)sแก้ไขแล้ว") % {"community": self.plan.community}

    def act(self, data: dict[str, Any]) -> None:
        checks.return_plan(revision_id=self.revision.pk, **data, by=self.request.user, at=now(), on=today())

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
        proof = get_object_or_404(ConfirmationProof.objects.exclude(file=""), revision=self.revision)
        if not may_open(proof, self.request.user):
            raise Http404
        response = FileResponse(
            proof.file.open(), as_attachment=True, filename=proof.original_name, content_type=proof.content_type
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response
