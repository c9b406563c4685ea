"""One plan beside the three questions, and what is done with it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bkkplan.ground.audit.queries import history_of
from bkkplan.ground.core import autosave
from bkkplan.ground.core.autosave import ForItsPersonMixin, wants_json
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link, Step
from bkkplan.ground.core.models import StaleError
from bkkplan.ground.core.templatetags.thai import localname, thai_date_short
from bkkplan.ground.core.work import WorkRequest
from budget.actions import checks
from budget.enums import CheckOutcome
from budget.forms import CheckForm, ReturnForm, strategy_choices
from budget.models import ConsistencyCheck
from budget.queries import checks as queries
from budget.views.places import MayMixin
from communities.actions import plans as community_plans
from communities.enums import RevisionState
from communities.models import PlanAdoption, PlanProject, PlanRevision
from communities.queries import areas_left


class RevisionMixin(MayMixin):
    """Loads the edition through its plan's door; rules are asked about the plan."""

    permission_required = "budget.check_projects"
    revision: PlanRevision

    def setup(self, request: HttpRequest, *args: Any, revision: int, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = PlanRevision.objects.visible_to(self.request.user).select_related("plan__community__district")
        self.revision = get_object_or_404(rows, pk=revision)
        self.plan = self.subject = self.revision.plan

    def back(self) -> HttpResponse:
        return redirect("budget:check", self.revision.pk)


class CheckPage(RevisionMixin):
    permission_required = "budget.view_checks"

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        projects = list(
            self.revision.projects.standing()
            .select_related("check_result__strategy", "problem")
            .prefetch_related("areas", "budget_lines")
            .order_by("rank", "pk")
        )
        may_check = request.user.has_perm("budget.check_projects", self.plan)
        is_open = self.revision.state == RevisionState.SUBMITTED and may_check
        strategies = strategy_choices()
        cards = [self.card(project, strategies, is_open=is_open) for project in projects]
        adoption = (
            PlanAdoption.objects.standing()
            .filter(revision__plan=self.plan)
            .select_related("meeting__forum")
            .order_by("-adopted_on", "-pk")
            .first()
        )
        outcomes = queries.outcome_counts(self.revision.pk)
        finished = sum(card["is_finished"] for card in cards)
        return render(
            request,
            "budget/check.html",
            {
                "revision": self.revision,
                "plan": self.plan,
                "community": self.plan.community,
                "is_open": is_open,
                "refusal": community_plans.why_not_confirmed_by(request.user, self.revision, on=today())
                if is_open
                else "",
                "cards": cards,
                "areas_left": areas_left(self.revision),
                "finished": finished,
                "left": len(cards) - finished,
                "outcomes": [(value, label, outcomes[value]) for value, label in CheckOutcome.choices],
                "can_keep": is_open and finished < len(cards) and queries.can_keep_earlier(self.revision),
                "adoption": adoption,
                "may_adopt": request.user.has_perm("communities.record_adoption", self.plan),
                "steps": self.steps(finished, len(cards), adoption),
                "crumbs": [
                    Link(label=_("ตรวจแผนพัฒนาชุมชน"), href=reverse("budget:checks", args=[self.plan.year])),
                    Link(label=localname(self.plan.community.district)),
                    Link(label=str(self.plan.community)),
                ],
            },
        )

    def card(self, project: PlanProject, strategies: list[tuple[str, str]], *, is_open: bool) -> dict[str, Any]:
        check = getattr(project, "check_result", None)
        form = CheckForm(initial=CheckForm.words_of(check), strategies=strategies, auto_id=f"p{project.pk}_%s")
        return {
            "project": project,
            "check": check,
            "is_finished": check is not None and check.checked_on is not None,
            "version": check.version if check else 0,
            "form": form,
            "questions": [(form[question], form[reason]) for question, reason in checks.QUESTIONS.items()],
            "answers": [
                (form.fields[question].label, getattr(check, question), getattr(check, reason))
                for question, reason in checks.QUESTIONS.items()
            ]
            if check and not is_open
            else [],
        }

    def steps(self, finished: int, count: int, adoption: PlanAdoption | None) -> list[Step]:
        revision = self.revision
        is_checked = finished == count
        returned = revision.state == RevisionState.RETURNED
        confirmed = revision.state == RevisionState.CONFIRMED
        return [
            Step(
                label=_("ชุมชนส่งแผน"), state="done" if revision.submitted_on else "now", when=_day(revision.submitted_on)
            ),
            Step(
                label=_("ตรวจรายโครงการ"),
                state="done" if is_checked or confirmed else "wait" if returned or not revision.submitted_on else "now",
                note=_("%(done)s จาก %(all)s โครงการ") % {"done": finished, "all": count},
            ),
            Step(label=_("ส่งกลับให้แก้ไข"), state="bad", when=_day(revision.returned_on))
            if returned
            else Step(
                label=_("เขตรับรองแผน"),
                state="done" if confirmed else "now" if is_checked and revision.submitted_on else "wait",
                when=_day(revision.confirmed_on),
            ),
            Step(
                label=_("ที่ประชุมชุมชนรับรอง"),
                state="done" if adoption else "wait",
                when=_day(adoption.adopted_on) if adoption else "",
            ),
            Step(label=_("บรรจุในแผนปฏิบัติราชการ"), state="wait"),
        ]


def _day(day: Any) -> str:
    return thai_date_short(day) if day else ""


class Outcomes(RevisionMixin):
    """What became of an edition's projects, for whoever may read it; the plan's own page loads it as a fragment."""

    permission_required: Any = ()

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        is_decided = self.revision.state in {RevisionState.RETURNED, RevisionState.CONFIRMED}
        if not is_decided and not request.user.has_perm("budget.view_checks", self.plan):
            raise Http404
        context = {"revision": self.revision, "plan": self.plan, "outcomes": queries.outcomes_of(self.revision)}
        template = "budget/_outcomes.html" if request.htmx else "budget/outcomes.html"
        return render(request, template, context)


class Answer(ForItsPersonMixin, RevisionMixin):
    """Saves what was answered on one project, as it is answered."""

    http_method_names = ["post"]

    def post(self, request: WorkRequest, project: int, **_kept: Any) -> HttpResponseBase:
        row = get_object_or_404(self.revision.projects.standing(), pk=project)
        strategies = strategy_choices()
        form = CheckForm(request.POST, strategies=strategies)
        if not form.is_valid():
            return autosave.refused_form(form) if wants_json(request) else self.say(str(form.errors))
        try:
            check = checks.answer(
                project_id=row.pk,
                answers=form.answers,
                seen=int(request.POST.get("version") or 0),
                by=request.user,
                at=now(),
                on=today(),
            )
        except checks.CheckError as error:
            return autosave.refused(sentence=str(error)) if wants_json(request) else self.say(str(error))
        except StaleError as error:
            return self.stale(error, strategies)
        if not wants_json(request):
            return redirect(f"{reverse('budget:check', args=[self.revision.pk])}#project-{row.pk}")
        shown = autosave.texts_of(CheckForm(initial=CheckForm.words_of(check), strategies=strategies))
        for question, reason in checks.QUESTIONS.items():
            if getattr(check, question) is not False:
                del shown[reason]  # what was typed for a no stays in the page, should it be a no after all
        missing = checks.what_is_missing(check)
        return autosave.saved(
            version=check.version, shown=shown, at=now(), more={"is_finished": not missing, "missing": list(missing)}
        )

    def stale(self, error: StaleError, strategies: list[tuple[str, str]]) -> HttpResponseBase:
        theirs = error.theirs
        assert isinstance(theirs, ConsistencyCheck)  # noqa: S101  (what this view saves)
        last = next(iter(history_of(theirs, limit=1)), None)
        if not wants_json(self.request):
            return self.say(_("มีผู้อื่นบันทึกคำตอบของโครงการนี้ก่อน ตรวจดูแล้วตอบอีกครั้ง"))
        return autosave.stale(
            version=theirs.version,
            theirs=autosave.texts_of(CheckForm(initial=CheckForm.words_of(theirs), strategies=strategies)),
            by=last.actor if last else "",
            at=last.at if last else None,
        )

    def say(self, sentence: str) -> HttpResponse:
        messages.warning(self.request, sentence)
        return self.back()


class KeepAnswers(RevisionMixin):
    http_method_names = ["post"]

    def post(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        try:
            kept = checks.keep_earlier_answers(revision_id=self.revision.pk, by=request.user, at=now(), on=today())
        except checks.CheckError as error:
            messages.warning(request, str(error))
            return self.back()
        if kept:
            sentence = ngettext("ใช้คำตอบเดิม %(n)s โครงการที่ไม่ได้แก้ไข", "ใช้คำตอบเดิม %(n)s โครงการที่ไม่ได้แก้ไข", kept)
            messages.success(request, sentence % {"n": kept})
        else:
            messages.info(request, _("ทุกโครงการที่เหลือแก้ไขจากฉบับก่อน จึงต้องตอบใหม่"))
        return self.back()


class Confirm(RevisionMixin):
    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        outcomes = queries.outcome_counts(self.revision.pk)
        context = {
            "revision": self.revision,
            "plan": self.plan,
            "outcomes": [(label, outcomes[value]) for value, label in CheckOutcome.choices],
            "left": self.revision.projects.standing().count() - sum(outcomes.values()),
            "refusal": community_plans.why_not_confirmed_by(request.user, self.revision, on=today()),
        }
        return render(request, "budget/check_confirm.html", context)

    def post(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        try:
            checks.confirm_plan(revision_id=self.revision.pk, by=request.user, at=now(), on=today())
        except (checks.CheckError, community_plans.PlanError) as error:
            messages.warning(request, str(error))
        else:
            messages.success(
                request,
                _("รับรองแผนพัฒนา%(community)sแล้ว และแจ้งผลให้กรรมการชุมชนทราบ") % {"community": self.plan.community},
            )
        return self.back()


class Return(RevisionMixin):
    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        return self.show(ReturnForm(initial={"reason": self.suggestion()}))

    def post(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        form = ReturnForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            checks.return_plan(
                revision_id=self.revision.pk,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=now(),
                on=today(),
            )
        except (checks.CheckError, community_plans.PlanError) as error:
            messages.warning(request, str(error))
            return self.back()
        messages.success(request, _("ส่งแผนกลับให้%(community)sแก้ไขแล้ว") % {"community": self.plan.community})
        return redirect("budget:checks", self.plan.year)

    def show(self, form: ReturnForm, *, status: int = 200) -> HttpResponse:
        context = {"revision": self.revision, "plan": self.plan, "form": form}
        return render(self.request, "budget/check_return.html", context, status=status)

    def suggestion(self) -> str:
        """The "no" answers with their reasons, to begin from."""
        lines = []
        rows = ConsistencyCheck.objects.filter(project__revision=self.revision, project__removed_at=None)
        for check in rows.select_related("project").order_by("project__rank"):
            reasons = [
                getattr(check, reason)
                for question, reason in checks.QUESTIONS.items()
                if getattr(check, question) is False and getattr(check, reason)
            ]
            if reasons:
                lines.append(f"{check.project.rank}. {check.project.title}: {' · '.join(reasons)}")
        return "\n".join(lines)
