"""What the pages of this floor share: the years to choose from, and the districts in which a person works."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.people import EVERYTHING, Person, own_bureaus, own_districts, within_reach, works_for_the_city
from bkkplan.ground.core.wording import localname
from budget.models import ActionPlan, Allocation
from districts.models import District, DistrictQuerySet, Office
from districts.queries import Shown, districts_called, shown


def years_around(name: str, year: FiscalYear, *args: Any, ahead: int = 1, back: int = 3) -> list[Link]:
    """The years before and after the one under way; the one in view has no address."""
    this = FiscalYear.of(today())
    years = sorted({FiscalYear(this.be + n) for n in range(-back, ahead + 1)} | {year})
    return [Link(label=str(y), href="" if y == year else reverse(name, args=[y, *args])) for y in years]


def districts_of(user: Person, year: FiscalYear) -> list[District]:
    """The districts of a year that a person reaches; 404 for who reaches none."""
    districts = list(_reached(user, year))
    if not districts and not works_for_the_city(user, in_year=year.be):
        raise Http404
    return districts


def districts_shown(user: Person, year: FiscalYear, group: str) -> Shown:
    """The districts that a person reaches in a year: all, or the groups and those of one group. 404 without any."""
    found = shown(_reached(user, year), group)
    if not found.districts and not found.groups and not works_for_the_city(user, in_year=year.be):
        raise Http404
    return found


def _reached(user: Person, year: FiscalYear) -> DistrictQuerySet:
    return District.objects.in_being(year.end).filter(within_reach(user, "pk", in_year=year.be)).order_by("code")


def action_plans_link(user: Person, year: FiscalYear) -> Link:
    """The crumb above every action plan; the list is for those who work in a district or in the city."""
    works = works_for_the_city(user) or own_districts(user)
    return Link(label=_("แผนปฏิบัติราชการ"), href=reverse("budget:action-plans", args=[year]) if works else "")


def plan_crumbs(user: Person, plan: ActionPlan, *more: Link) -> list[Link]:
    """แผนปฏิบัติราชการ › the district's plan › what follows."""
    return [
        action_plans_link(user, FiscalYear(plan.fiscal_year)),
        Link(label=localname(plan.district), href=plan.get_absolute_url()),
        *more,
    ]


def chosen_districts(request: WorkRequest, year: FiscalYear) -> tuple[Collection[int] | None, District | None]:
    """What a list is about: the one district asked for (if it may be seen), else all that the person works in.

    The first is None for those who work for the city and chose no district: all districts.
    """
    reached = District.objects.filter(within_reach(request.user, "pk", in_year=year.be))
    if (name := request.GET.get("district")) and len(found := districts_called(name, reached)) == 1:
        return [found[0].pk], found[0]
    if works_for_the_city(request.user, in_year=year.be):
        return None, None
    own = own_districts(request.user, in_year=year.be)
    return own, reached.get() if len(own) == 1 else None


def bureaus_in_reach(user: Person) -> Q:
    """The bureaus in which a person works; all for those who work for the city."""
    return EVERYTHING if works_for_the_city(user) else Q(pk__in=own_bureaus(user))


def district_money(year: FiscalYear, place: District | Office) -> str:
    """The page of the money of a district or a bureau."""
    return reverse("budget:district-money", args=[year, place.code])


def purse_page(purse: Allocation) -> str:
    """The page of the money of a purse: that of the item for which it is, or the purse's own."""
    return purse.item.get_absolute_url() if purse.item else reverse("budget:allocation", args=[purse.pk])


def place_in_year(place: District | Office, year: FiscalYear) -> str:
    return _("%(place)s ปีงบประมาณ %(year)s") % {"place": localname(place), "year": year}


def money_crumbs(year: FiscalYear, place: District | Office) -> list[Link]:
    """เงิน › the district's or the bureau's."""
    return [
        Link(label=_("งบประมาณ"), href=reverse("budget:money", args=[year])),
        Link(label=localname(place), href=district_money(year, place)),
    ]
