"""What the pages of this floor share: the years to choose from, and the districts in which a person works."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import Person
from bkkplan.ground.core.templatetags.thai import localname
from bkkplan.ground.core.work import WorkRequest, WorkView
from districts.models import District


class MayMixin(PermissionRequiredMixin, WorkView):
    """A colleague without the right gets 403; ``subject`` is what the rule is asked about."""

    raise_exception = True
    subject: Any = None

    def has_permission(self) -> bool:
        return all(self.request.user.has_perm(perm, self.subject) for perm in self.get_permission_required())


def years_around(name: str, year: FiscalYear, *args: Any, ahead: int = 1, back: int = 3) -> list[Link]:
    """The years before and after the one under way; the one in view has no address."""
    this = FiscalYear.of(today())
    years = sorted({FiscalYear(this.be + n) for n in range(-back, ahead + 1)} | {year})
    return [Link(label=str(y), href="" if y == year else reverse(name, args=[y, *args])) for y in years]


def own_districts(user: Person) -> Sequence[int] | None:
    """The districts in which someone holds a role; None for those who work for the whole city."""
    held = user.held_assignments
    if any(a.district_id is None for a in held):
        return None
    return sorted({a.district_id for a in held if a.district_id is not None})


def action_plans_link(user: Person, year: FiscalYear) -> Link:
    """The crumb above every action plan; the list is for those who work in a district or in the city."""
    works = own_districts(user) != []
    return Link(label=_("แผนปฏิบัติราชการ"), href=reverse("budget:action-plans", args=[year]) if works else "")


def chosen_districts(request: WorkRequest) -> tuple[Sequence[int] | None, District | None]:
    """What a list is about: the one district asked for (if it may be seen), else all that the person works in."""
    own = own_districts(request.user)
    code = request.GET.get("district")
    if code:
        wanted = District.objects.filter(code=code).first()
        if wanted and (own is None or wanted.pk in own):
            return [wanted.pk], wanted
    if own is not None and len(own) == 1:
        return own, District.objects.get(pk=own[0])
    return own, None


def district_money(year: FiscalYear, district: District) -> str:
    return reverse("budget:district-money", args=[year, district.code])


def money_crumbs(year: FiscalYear, district: District) -> list[Link]:
    """เงิน › the district's."""
    return [
        Link(label=_("งบประมาณ"), href=reverse("budget:money", args=[year])),
        Link(label=localname(district), href=district_money(year, district)),
    ]
