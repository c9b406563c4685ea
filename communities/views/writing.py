"""What the pages on which a committee writes its plan share, and the acts on its draft."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.pages.acts import ActButton
from bkkplan.ground.core.pages.autosave import refused, wants_json
from bkkplan.ground.core.people import why_refused
from communities.actions import errors, plans, writing
from communities.enums import WritingStep
from communities.forms.plans import OTHER, PaperSubmitForm, SubmitForm
from communities.forms.writing import NewProjectForm, PlaceForm
from communities.models import CommitteeMember, PlanProblem, PlanProject
from communities.permissions import acts_for_the_committee
from communities.queries import Completeness, completeness_of
from communities.queries.committees import in_order, who_may_submit
from communities.queries.completeness import problems_of
from communities.queries.plans import latest_resolution
from communities.views.base import PlanMixin
from communities.views.next_steps import PlanAct
from communities.views.presenting import places_of, write_page


class Writing(PlanMixin):
    permission = "communities.write_plan"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        user = self.request.user
        may = user.has_perm(self.permission, self.plan)
        is_sent = request.method == "POST" and wants_json(self.request)
        if is_sent and not may and (why := why_refused(user, self.permission, self.plan)):
            # Taken over while the page was open: what was typed stays in the browser, and the page says why.
            return refused(sentence=why)
        if request.method == "GET" and may and not self.revision.is_open:
            messages.warning(request, errors.NotADraftError.sentence)
            return redirect(self.plan.get_absolute_url())
        return super().dispatch(request, *args, **kwargs)

    def problems(self) -> list[PlanProblem]:
        return problems_of(self.revision)

    @property
    def may_submit(self) -> bool:
        return self.request.user.has_perm("communities.submit_plan", self.plan)

    def write_page(self, step: WritingStep = WritingStep.PROBLEMS, anchor: str = "") -> str:
        return write_page(self.plan, step, anchor)

    def places(self, here: WritingStep, complete: Completeness) -> dict[str, Any]:
        """Where the person is among the five pages, for the top and the foot of each."""
        places = places_of(self.plan, here, complete, may_submit=self.may_submit)
        submitters = [] if self.may_submit else who_may_submit(self.plan.community_id, on=today())
        return {**places, "submitters": submitters}


class ProjectAdd(Writing, ActButton):
    """Adds a project with the uuid that the page's form has, so that a second click makes no second project."""

    form_class = NewProjectForm
    uuid: UUID

    def back(self) -> str:
        return self.write_page(WritingStep.PROJECTS)

    def next_page(self) -> str:
        return self.write_page(WritingStep.PROJECTS, f"project-{self.uuid}")

    def act(self, data: dict[str, Any]) -> None:
        self.uuid = data["uuid"]
        if self.revision.projects.filter(uuid=self.uuid).exists():
            return
        words = writing.ProjectWords(title=data["title"])
        writing.save_project(revision_id=self.revision.pk, uuid=self.uuid, words=words, seen=0, **self.signed)


class RowAct(Writing, ActButton):
    """Take a row out, put it back, or give it another place."""

    form_class = PlaceForm
    KINDS: ClassVar[dict[str, Any]] = {"problems": PlanProblem, "projects": PlanProject}
    ACTS: ClassVar[dict[str, Any]] = {
        "take-out": writing.take_out,
        "put-back": writing.put_back,
        "move": writing.move,
    }

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.kind, self.uuid, self.verb = kwargs["kind"], kwargs["uuid"], kwargs["act"]
        if self.kind not in self.KINDS or self.verb not in self.ACTS:
            raise Http404
        self.row = get_object_or_404(self.KINDS[self.kind], revision=self.revision, uuid=self.uuid)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "is_moved": self.verb == "move"}

    def act(self, data: dict[str, Any]) -> None:
        self.ACTS[self.verb](row=self.row, **data, **self.signed)

    def next_page(self) -> str:
        step = WritingStep(self.kind)
        if self.verb == "take-out":
            return f"{self.write_page(step)}?removed={self.uuid}#{self.kind}"
        return self.write_page(step, f"{self.kind[:-1]}-{self.uuid}")


class PlanSubmit(Writing, PlanAct):
    """Look once more, then hand it to the district."""

    permission = "communities.submit_plan"
    form_class = SubmitForm
    template_name = "communities/submit.html"
    stylesheet = "css/pages/plan.css"
    heading = gettext_lazy("ตรวจและส่งแผน")
    explanation = gettext_lazy("เมื่อส่งแล้วจะแก้ไม่ได้จนกว่าเขตจะส่งกลับ")
    button = gettext_lazy("ส่งให้สำนักงานเขต")
    done = gettext_lazy("ส่งแผนให้สำนักงานเขตแล้ว เขตจะแจ้งผลการตรวจมาที่หน้างานของฉัน")

    @cached_property
    def complete(self) -> Completeness:
        return completeness_of(self.revision)

    @cached_property
    def is_from_paper(self) -> bool:
        return acts_for_the_committee(self.request.user, self.plan.community_id)

    def get_form_class(self) -> type[Any]:
        return PaperSubmitForm if self.is_from_paper else SubmitForm

    def get_form_kwargs(self) -> dict[str, Any]:
        asked = {**super().get_form_kwargs(), "areas_left": self.complete.areas_left, "seats": self.seats}
        asked |= {"earliest": self.plan.year.previous.start, "latest": today()}
        if self.is_from_paper:
            asked["has_record"] = self.revision.meeting_records.exists()
        return asked

    @cached_property
    def seats(self) -> Sequence[CommitteeMember]:
        seats = CommitteeMember.objects.current(today()).filter(committee__community=self.plan.community_id)
        return in_order(seats.select_related("committee"))

    def get_initial(self) -> dict[str, Any]:
        """What was written when the plan was submitted before, and the meeting whose adoption is recorded.

        A plan that was never submitted has today's meeting, chaired by the committee's chair, or the next in rank.
        """
        earlier = self.plan.revisions.exclude(areas_reason="").order_by("-number").first()
        adopted = self.revision.adoptions.live().first()
        given: dict[str, Any] = {
            "areas_reason": earlier.areas_reason if earlier else "",
            "words": _("ที่ประชุมเห็นชอบแผนพัฒนาชุมชน ปี %(year)s ให้ส่งสำนักงานเขต") % {"year": self.plan.fiscal_year},
            "met_on": today(),
            "chair": self.seats[0].pk if self.seats else OTHER,
        }
        if before := latest_resolution(self.plan):
            given |= {"words": before.words, "met_on": before.met_on, "present": before.present}
            given |= {"chair": before.chair_id or OTHER, "chair_name": before.chair_name}
        return given | ({"met_on": adopted.adopted_on, "method": adopted.method} if adopted else {})

    def obstacle(self) -> str:
        return str(errors.IncompleteError.sentence) if self.complete.missing else ""

    def back(self) -> str:
        return self.write_page(WritingStep.ITEMS)

    def next_page(self) -> str:
        return self.plan.get_absolute_url()

    def act(self, data: dict[str, Any]) -> None:
        plans.submit(revision_id=self.revision.pk, **data, **self.signed, on=today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        projects = list(self.revision.projects.live().order_by("rank", "pk"))
        return super().get_context_data(
            plan=self.plan,
            complete=self.complete,
            projects=projects,
            problem_count=len(self.problems()),
            total=sum(project.amount for project in projects),
            **self.places(WritingStep.SEND, self.complete),
            **kwargs,
        )
