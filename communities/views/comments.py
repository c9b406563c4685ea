"""The comments on a plan, by its committee and its district."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import today
from communities.actions.comments import answer_comment, comment_on_plan
from communities.forms.comments import AnswerCommentForm, CommentForm
from communities.models import PlanComment
from communities.queries.comments import comments_on, places_of
from communities.views.base import PlanMixin
from communities.views.next_steps import PlanAct


class CommentPage(PlanMixin, PlanAct):
    permission = "communities.comment_on_plan"
    stylesheet = "css/pages/plan.css"

    def next_page(self) -> str:
        return self.address("comments")


class PlanComments(CommentPage):
    """All comments on a plan, and a form for another one; ``?about=`` chooses its place."""

    template_name = "communities/comments.html"
    form_class = CommentForm
    heading = gettext_lazy("ความเห็นในแผน")
    button = gettext_lazy("ส่งความเห็น")
    done = gettext_lazy("ส่งความเห็นแล้ว และแจ้งอีกฝ่ายแล้ว")

    @cached_property
    def shown_places(self) -> dict[str, str]:
        return places_of(self.revision)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "places": self.shown_places}

    def get_initial(self) -> dict[str, Any]:
        return {"uuid": uuid4(), "about": self.request.GET.get("about", "")}

    def act(self, data: dict[str, Any]) -> None:
        comment_on_plan(plan_id=self.plan.pk, **data, **self.signed, on=today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        comments = [(one, self.shown_places.get(one.about, "")) for one in comments_on(self.plan, self.request.user)]
        return super().get_context_data(plan=self.plan, comments=comments, **kwargs)


class CommentAnswer(CommentPage):
    form_class = AnswerCommentForm
    heading = gettext_lazy("ตอบความเห็น")
    button = gettext_lazy("ตอบและปิดความเห็น")
    done = gettext_lazy("ตอบแล้ว และแจ้งผู้เขียนความเห็นแล้ว")
    comment: PlanComment

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = PlanComment.objects.visible_to(self.request.user).filter(plan=self.plan)
        self.comment = get_object_or_404(rows, uuid=kwargs["uuid"])

    @property
    def explanation(self) -> str:
        return self.comment.text

    def back(self) -> str:
        return self.address("comments")

    def act(self, data: dict[str, Any]) -> None:
        answer_comment(comment_id=self.comment.pk, **data, **self.signed)
