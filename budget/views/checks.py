"""One plan beside the three questions, and what is done with it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.views.rows import RowPage
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link, Step
from bkkplan.ground.core.pages.acts import ActButton
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.people import Person, why_refused
from bkkplan.ground.core.personal import purpose
from bkkplan.ground.core.wording import localname, thai_date_short
from bkkplan.ground.core.work import WorkRequest
from bkkplan.ground.routes.actions import NotHandedInError
from bkkplan.ground.routes.queries.passages import passage_under_way, roles_of, why_not_decided
from bkkplan.ground.routes.views.presenting import passage_shown
from budget.actions import checks
from budget.enums import CONFIRMATION_PAPER, CheckOutcome
from budget.forms import FIT, CheckForm
from budget.models import ConsistencyCheck
from budget.queries import checks as queries
from budget.queries.trees import Choices, Offered, offered_to_checks
from communities.actions import steps as community_steps
from communities.enums import RevisionState
from communities.models import ConfirmationProof, Plan, PlanAdoption, PlanProject, PlanRevision
from communities.queries import completeness_of
from communities.queries.plans import office_writers
from communities.queries.running import count_years
from communities.views.paper import may_open_record, record_of

# The fields of each question: the answer, why it is no, what a yes fits.
QUESTIONS = [(name, reason, queries.NODES[name].removesuffix("_id")) for name, reason in queries.QUESTIONS.items()]


def may_open(proof: ConfirmationProof, user: Person) -> bool:
    """Daily work opens the file for as long as it needs it, then only the district's director and administrators."""
    over = purpose("communities.daily").over_since(now())
    is_daily = over is None or proof.at >= over
    return is_daily or user.has_perm("budget.open_kept_proof", proof.revision.plan)


def route_of_confirmation(plan: Plan) -> tuple[Role, ...]:
    return roles_of(CONFIRMATION_PAPER, plan.community.district)


def why_not_confirmed(revision: PlanRevision, user: User, *, has_route: bool) -> str:
    """Why the person may not confirm the plan now: it did not come up its route yet, or it is their own."""
    passage = passage_under_way(CONFIRMATION_PAPER, revision.pk)
    if passage is None and has_route:
        return str(NotHandedInError.sentence)
    on_its_way = why_not_decided(passage, by=user, on=today())
    return on_its_way or community_steps.why_not_confirmed_by(user, revision, on=today())


class RevisionMixin(RecordPage):
    """Loads the edition through its plan's door; rules are asked about the plan."""

    permission = "budget.check_projects"
    revision: PlanRevision

    def setup(self, request: HttpRequest, *args: Any, revision: int, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = PlanRevision.objects.visible_to(self.request.user)
        rows = rows.select_related("plan__community__district", "plan__template", "confirmation_proof")
        self.revision = get_object_or_404(rows, pk=revision)
        self.plan = self.subject = self.revision.plan

    def crumbs(self) -> list[Link]:
        page = reverse("budget:check", args=[self.revision.pk])
        here = [Link(label=str(self.heading))] if self.heading else []
        return [
            Link(label=_("ตรวจแผนพัฒนาชุมชน"), href=reverse("budget:checks", args=[self.plan.year])),
            Link(label=localname(self.plan.community.district)),
            Link(label=str(self.plan.community), href=page if here else ""),
            *here,
        ]

    def back(self) -> str:
        return reverse("budget:check", args=[self.revision.pk])

    def offered(self, checks: Iterable[ConsistencyCheck | None]) -> dict[str, Offered]:
        """What a yes may name, with what these checks name already."""
        named = [getattr(check, column) for check in checks if check for column in queries.NODES.values()]
        return offered_to_checks(self.plan.year, self.plan.community.district, besides=named)


class CheckPage(RevisionMixin):
    permission = "budget.view_checks"

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        projects = list(
            self.revision.projects.live()
            .select_related(
                "check_result__mission_node__tree",
                "check_result__area_node__tree",
                "check_result__strategy__tree",
                "problem",
            )
            .prefetch_related("areas", "budget_lines")
            .order_by("rank", "pk")
        )
        count_years(projects)
        may_check = request.user.has_perm("budget.check_projects", self.plan)
        is_open = self.revision.state == RevisionState.SUBMITTED and may_check
        offered = self.offered([getattr(project, "check_result", None) for project in projects]) if is_open else {}
        choices = {kind: nodes.choices() for kind, nodes in offered.items()}
        cards = [self.card(project, offered, choices) for project in projects]
        adoption = (
            PlanAdoption.objects.live()
            .filter(revision__plan=self.plan)
            .select_related("meeting__forum")
            .order_by("-adopted_on", "-pk")
            .first()
        )
        proof = getattr(self.revision, "confirmation_proof", None)
        record = record_of(self.revision)
        decided = Counter(card["check"].outcome for card in cards if card["is_finished"])
        has_route = is_open and bool(route_of_confirmation(self.plan))
        finished = sum(card["is_finished"] for card in cards)
        return render(
            request,
            "budget/check.html",
            {
                "revision": self.revision,
                "record": record if record and record.file and may_open_record(record, request.user) else None,
                "writers": office_writers(self.revision),
                "why_not_checked": self.why_not_checked(),
                "proof": proof,
                "may_open_proof": proof is not None and bool(proof.file) and may_open(proof, request.user),
                "plan": self.plan,
                "community": self.plan.community,
                "is_open": is_open,
                "refusal": why_not_confirmed(self.revision, request.user, has_route=has_route) if is_open else "",
                "has_route": has_route,
                "passage": passage_shown(CONFIRMATION_PAPER, self.revision.pk, user=request.user, on=today()),
                "cards": cards,
                "complete": completeness_of(self.revision),
                "finished": finished,
                "left": len(cards) - finished,
                "outcomes": [(value, label, decided[value]) for value, label in CheckOutcome.choices],
                "can_keep": is_open and finished < len(cards) and queries.can_keep_earlier(self.revision),
                "adoption": adoption,
                "may_adopt": request.user.has_perm("communities.record_adoption", self.plan),
                "steps": self.steps(finished, len(cards), adoption),
                "crumbs": self.crumbs(),
            },
        )

    def why_not_checked(self) -> str:
        """Why the person may not answer here, of an edition that waits for it."""
        if self.revision.state != RevisionState.SUBMITTED:
            return ""
        return why_refused(self.request.user, "budget.check_projects", self.plan)

    def card(
        self, project: PlanProject, offered: Mapping[str, Offered], choices: Mapping[str, Choices]
    ) -> dict[str, Any]:
        """One project; ``offered`` is empty where nothing can be answered."""
        check = getattr(project, "check_result", None)
        shown: dict[str, Any] = {
            "project": project,
            "check": check,
            "is_finished": check is not None and check.checked_on is not None,
            "version": check.version if check else 0,
        }
        if offered:
            form = CheckForm(initial=CheckForm.words_of(check), offered=choices, auto_id=f"p{project.pk}_%s")
            questions = [
                (form[question], form[reason], form[node], offered[FIT[node]]) for question, reason, node in QUESTIONS
            ]
            shown |= {"form": form, "questions": questions}
        elif check:
            labels = CheckForm.base_fields
            shown["answers"] = [
                (labels[question].label, getattr(check, question), getattr(check, reason), getattr(check, node))
                for question, reason, node in QUESTIONS
            ]
        return shown

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

    permission = ""

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        is_decided = self.revision.state in {RevisionState.RETURNED, RevisionState.CONFIRMED}
        if not is_decided and not request.user.has_perm("budget.view_checks", self.plan):
            raise Http404
        context = {"revision": self.revision, "plan": self.plan, "outcomes": queries.outcomes_of(self.revision)}
        template = "budget/_outcomes.html" if request.htmx else "budget/outcomes.html"
        return render(request, template, context)


class Answer(RevisionMixin, RowPage):
    """What is answered on one project; the page of the check saves it as it is answered."""

    @cached_property
    def project(self) -> PlanProject:
        project: PlanProject = get_object_or_404(self.revision.projects.live(), pk=self.kwargs["project"])
        return project

    @property
    def heading(self) -> str:
        return self.project.title

    def find(self) -> ConsistencyCheck | None:
        return ConsistencyCheck.objects.filter(project=self.project).first()

    def form(self, row: ConsistencyCheck | None, data: Any = None) -> CheckForm:
        choices = {kind: nodes.choices() for kind, nodes in self.offered([row]).items()}
        return CheckForm(data, initial=CheckForm.words_of(row), offered=choices)

    def save(self, form: CheckForm, *, seen: int) -> ConsistencyCheck:
        return checks.answer(
            project_id=self.project.pk, answers=form.answers, seen=seen, by=self.request.user, at=now(), on=today()
        )

    def back(self) -> str:
        return f"{super().back()}#project-{self.project.pk}"

    def shown_after_saving(self, form: CheckForm, row: ConsistencyCheck) -> dict[str, str]:
        # What was typed for a no stays in the page, should it be a no after all.
        shown = super().shown_after_saving(form, row)
        unasked = {reason for question, reason in queries.QUESTIONS.items() if getattr(row, question) is not False}
        return {name: text for name, text in shown.items() if name not in unasked}

    def more(self, row: ConsistencyCheck) -> dict[str, Any]:
        missing = queries.what_is_missing(row)
        return {"is_finished": not missing, "missing": list(missing)}


class KeepAnswers(RevisionMixin, ActButton):
    kept = 0

    @property
    def done(self) -> str:
        if not self.kept:
            return _("ทุกโครงการที่เหลือแก้ไขจากฉบับก่อน จึงต้องตอบใหม่")
        sentence = ngettext("ใช้คำตอบเดิม %(n)s โครงการที่ไม่ได้แก้ไข", "ใช้คำตอบเดิม %(n)s โครงการที่ไม่ได้แก้ไข", self.kept)
        return sentence % {"n": self.kept}

    def act(self, data: dict[str, Any]) -> None:
        self.kept = checks.keep_earlier_answers(
            revision_id=self.revision.pk, by=self.request.user, at=now(), on=today()
        )
