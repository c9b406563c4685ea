"""The comments on a plan, and what they may be about."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from bkkplan.ground.core.people import Person
from communities.models import Plan, PlanComment, PlanRevision
from communities.queries.completeness import title_of


def places_of(revision: PlanRevision) -> dict[str, str]:
    """What a comment may be about, by its place: the whole plan (""), each section, and each project."""
    sections = {f"section-{one['code']}": title_of(one) for one in revision.plan.template.asked_sections}
    rows = revision.projects.live().order_by("rank", "pk")
    projects = {f"project-{one.lineage}": f"{one.rank}. {one.title}" for one in rows}
    return {"": _("ทั้งแผน"), **sections, **projects}


def comments_on(plan: Plan, user: Person) -> Sequence[PlanComment]:
    """Those that the person may read, the open ones first, then the newest."""
    rows = PlanComment.objects.visible_to(user).filter(plan=plan).select_related("by", "answered_by")
    return sorted(rows.order_by("-at", "-pk"), key=lambda comment: comment.answered_at is not None)


def open_comments_on(plan: Plan) -> Sequence[PlanComment]:
    """For the pages of those who work on the plan: what waits for an answer, the oldest first."""
    return list(plan.comments.unanswered().select_related("by").order_by("at", "pk"))
