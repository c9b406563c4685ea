"""What the pages of a plan's check share, and the answers on one project."""

from collections.abc import Iterable
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
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.pages.acts import ActButton
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.people import Person
from bkkplan.ground.core.personal import purpose
from bkkplan.ground.core.wording import localname
from bkkplan.ground.routes.actions import NotHandedInError
from bkkplan.ground.routes.queries.passages import passage_under_way, roles_of, why_not_decided
from budget.actions.checks import checks
from budget.enums import CONFIRMATION_PAPER, CheckOutcome
from budget.forms import CheckForm
from budget.models import ConsistencyCheck
from budget.queries.checks import check_table
from budget.queries.checks import checks as queries
from budget.queries.checks.second_looks import why_not_asked_again_of
from budget.queries.strategy.trees import Offered, choices_of, offered_to_checks
from communities.actions import steps as community_steps
from communities.enums import RevisionState
from communities.models import ConfirmationProof, Plan, PlanProject, PlanRevision


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


class Outcomes(RevisionMixin):
    """What became of an edition's projects, for whoever may read it; the plan's own page loads it as a fragment."""

    permission = ""

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        is_decided = self.revision.state in {RevisionState.RETURNED, RevisionState.CONFIRMED}
        if not is_decided and not request.user.has_perm("budget.view_checks", self.plan):
            raise Http404
        outcomes = queries.outcomes_of(self.revision)
        context = {
            "revision": self.revision,
            "plan": self.plan,
            "outcomes": outcomes,
            "may_ask_again": self.may_ask_again(outcomes),
            **self.goods_in(outcomes),
        }
        template = "budget/_outcomes.html" if request.htmx else "budget/outcomes.html"
        return render(request, template, context)

    def goods_in(self, outcomes: Iterable[queries.ProjectOutcome]) -> dict[str, bool]:
        """Whether projects get something out of joint purchases, and how much of it this person may read."""
        lots = [goods.lot for o in outcomes for goods in o.goods]
        if not lots:
            return {"has_goods": False}
        user = self.request.user
        return {
            "has_goods": True,
            "is_inside": user.has_perm("communities.view_committee", self.plan.community),
            "sees_lots": user.has_perm("budget.view_money", lots[0]),
        }

    def may_ask_again(self, outcomes: Iterable[queries.ProjectOutcome]) -> set[int]:
        """The projects of which this person may ask another look."""
        if not self.revision.is_confirmed or not self.request.user.has_perm("budget.ask_second_look", self.plan):
            return set()
        projects = list(self.revision.projects.live().filter(pk__in=[o.project for o in outcomes]))
        for project in projects:
            project.revision = self.revision
        return {pk for pk, why_not in why_not_asked_again_of(projects).items() if not why_not}


class Answer(RevisionMixin, RowPage):
    """What is answered on one project; the page of the check saves it as it is answered.

    A button that chooses an outcome sends ``at_once`` in place of the fields, and the three answers come with it.
    """

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
        choices = choices_of(self.offered([row]))
        words = CheckForm.words_of(row)
        if data and (outcome := data.get("at_once", "")) in CheckOutcome.values:
            said = check_table.said_at_once(row, outcome)
            data = {**words, **CheckForm.answers_in_words(said), "outcome": outcome}
        return CheckForm(data, initial=words, offered=choices)

    def save(self, form: CheckForm, *, seen: int) -> ConsistencyCheck:
        return checks.answer(project_id=self.project.pk, answers=form.answers, seen=seen, **self.signed, on=today())

    def back(self) -> str:
        return f"{super().back()}#row-{self.project.pk}"

    def next_page(self) -> str:
        """The page itself, where an outcome was chosen at once and needs words; the table otherwise."""
        saved = self.find() if "at_once" in self.request.POST else None
        return self.request.path if saved and queries.what_is_missing(saved) else self.back()

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
        self.kept = checks.keep_earlier_answers(revision_id=self.revision.pk, **self.signed, on=today())
