"""What a person usually does after an act on an action plan, one of its items, or money."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FiscalYear
from budget.enums import EditionState
from budget.models import ActionPlan
from budget.queries.plan.action_plans import hand_in_in_words, open_edition_of
from budget.views.places import district_money
from communities.views.base import page_of
from districts.models import District, Office


def steps_after_plan(plan: ActionPlan, *, user: User) -> list[Link]:
    """By the edition that is under way, or by the approved plan. Only what this person may open."""
    return list(_of_plan(plan, user))


def _of_plan(plan: ActionPlan, user: User) -> Iterator[Link]:
    where = [plan.year, plan.district.code]
    edition = open_edition_of(plan)
    if user.has_perm("budget.edit_action_plan", plan):
        if edition and edition.state == EditionState.DRAFT:
            yield Link(label=_("โครงการจากแผนพัฒนาชุมชน"), href=reverse("budget:pool", args=where))
            yield Link(label=hand_in_in_words(plan.district), href=reverse("budget:action-plan-submit", args=where))
        if edition and edition.state == EditionState.SUBMITTED:
            yield Link(label=_("ดึงกลับมาแก้ไข"), href=reverse("budget:action-plan-recall", args=where))
        if not edition:
            yield Link(label=_("บันทึกงบประมาณของเขต"), href=district_money(plan.year, plan.district))
    is_approved = plan.editions.filter(state=EditionState.APPROVED).exists()
    if is_approved and (page := page_of("public:action-plan", *where)):
        yield Link(label=_("ดูหน้าที่ประชาชนเห็น"), href=page)
    yield Link(label=_("อ่านและพิมพ์แผนปฏิบัติราชการ"), href=plan.get_absolute_url())


def steps_after_money(year: FiscalYear, place: District | Office) -> list[Link]:
    if isinstance(place, Office):
        return [Link(label=_("งบประมาณของสำนัก"), href=district_money(year, place))]
    return [
        Link(label=_("งบประมาณของเขต"), href=district_money(year, place)),
        Link(label=_("แผนปฏิบัติราชการของเขต"), href=reverse("budget:action-plan", args=[year, place.code])),
    ]
