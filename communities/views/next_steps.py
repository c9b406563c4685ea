"""What a person usually does after an act on a plan, a community or its committee."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.pages.acts import ActPage
from communities.enums import RevisionState
from communities.models import Community, Plan
from communities.views.base import page_of


def steps_after_plan(plan: Plan, *, user: User) -> list[Link]:
    """By the state of the plan's newest edition. Only what this person may open."""
    return list(_of_plan(plan, user))


def _of_plan(plan: Plan, user: User) -> Iterator[Link]:
    latest = plan.revisions.latest("number")
    where = [plan.year, plan.community.code]
    if latest.state == RevisionState.DRAFT and user.has_perm("communities.write_plan", plan):
        yield Link(label=_("เขียนแผนต่อ"), href=reverse("communities:write", args=where))
    may_recall = latest.state == RevisionState.SUBMITTED and user.has_perm("communities.submit_plan", plan)
    if may_recall and (page := page_of("budget:recall-plan", *where)):
        yield Link(label=_("ดึงกลับมาแก้ไข"), href=page)
    if user.has_perm("communities.return_plan", plan):
        if latest.state == RevisionState.SUBMITTED and (page := page_of("budget:check", latest.pk)):
            yield Link(label=_("ตรวจแผน"), href=page)
        if latest.state == RevisionState.CONFIRMED and (page := page_of("budget:action-plan", *_own_year(plan))):
            yield Link(label=_("แผนปฏิบัติราชการของเขต"), href=page)
        if page := page_of("budget:checks", plan.year):
            yield Link(label=_("แผนที่รอตรวจ"), href=page)
    if latest.is_confirmed and (page := page_of("public:plan", *where)):
        yield Link(label=_("ดูหน้าที่ประชาชนเห็น"), href=page)
    yield Link(label=_("อ่านและพิมพ์แผน"), href=plan.get_absolute_url())


def _own_year(plan: Plan) -> list[object]:
    return [plan.year, plan.community.district.code]


class PlanAct(ActPage):
    """An act on the plan of the page, after which a person usually goes on with the plan."""

    plan: Plan

    def next_links(self) -> list[Link]:
        return steps_after_plan(self.plan, user=self.request.user)


def steps_after_register(community: Community) -> list[Link]:
    return [
        Link(label=_("คณะกรรมการ"), href=reverse("communities:committee", args=[community.code])),
        Link(label=_("ทะเบียนชุมชน"), href=reverse("communities:register")),
    ]


def steps_after_committee(community: Community, *, on: date) -> list[Link]:
    """Another member where a term is under way, otherwise a new term."""
    # Whoever goes on after the term gets no new members: the next committee is due.
    under_way = community.committees.filter(starts_on__lte=on).exclude(ends_on__lte=on)
    term = under_way.order_by("-term_no").first()
    code = community.code
    return [
        Link(label=_("เพิ่มกรรมการ"), href=reverse("communities:member-seat", args=[code, term.pk]))
        if term
        else Link(label=_("ตั้งคณะกรรมการชุดใหม่"), href=reverse("communities:term-begin", args=[code])),
        Link(label=_("หน้าชุมชน"), href=reverse("communities:community", args=[code])),
    ]
