"""What a person finds by a few words, and may open: people, communities, forums and projects."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.wording import localname, thai_date_short
from budget.models import ActionPlanItem
from communities.models import Community, PlanProject, PlanRevision
from forums.models import Forum

SHORTEST = 2  # letters; a shorter text is like too much


@dataclass(frozen=True, slots=True)
class Found:
    label: str
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """``is_more``: there are others of this kind that are not listed."""

    title: str
    items: tuple[Found, ...]
    is_more: bool = False


def find(words: str, *, user: User, most: int) -> list[FoundGroup]:
    """At most ``most`` of each kind; kinds without any are left out. Each is loaded through `visible_to`."""
    if len(words) < SHORTEST:
        return []
    groups = [
        group_of(_("คน"), _people(words, user, most), most),
        group_of(_("ชุมชน"), _communities(words, user, most), most),
        group_of(_("เวที"), _forums(words, user, most), most),
        group_of(_("โครงการในแผนปฏิบัติราชการ"), _items(words, user, most), most),
        group_of(_("โครงการในแผนพัฒนาชุมชน"), _projects(words, user, most), most),
    ]
    return [group for group in groups if group.items]


def group_of(title: str, found: Iterable[Found], most: int) -> FoundGroup:
    listed = tuple(found)
    return FoundGroup(title, listed[:most], is_more=len(listed) > most)


def _people(words: str, user: User, most: int) -> Iterable[Found]:
    """For those who look after other people's roles: nobody else opens a person's page."""
    if not user.has_perm("accounts.invite_officer"):
        return ()
    people = User.objects.visible_to(user).filter(Q(full_name__icontains=words) | Q(username__icontains=words))
    rows = people.order_by("full_name", "pk")
    return (Found(str(one), reverse("accounts:person", args=[one.pk]), one.username) for one in rows[: most + 1])


def _communities(words: str, user: User, most: int) -> Iterable[Found]:
    rows = Community.objects.visible_to(user).named(words).select_related("district").order_by("name_order", "pk")
    return (
        Found(str(one), reverse("communities:community", args=[one.code]), localname(one.district))
        for one in rows[: most + 1]
    )


def _forums(words: str, user: User, most: int) -> Iterable[Found]:
    wanted = Q(title__icontains=words) | Q(place__icontains=words) | Q(district__name_th__icontains=words)
    wanted |= Q(district__name_en__icontains=words)
    rows = Forum.objects.visible_to(user).filter(wanted).select_related("district").order_by("-scheduled_on", "-pk")
    return (
        Found(one.title, one.get_absolute_url(), f"{one} · {one.district} · {thai_date_short(one.scheduled_on)}")
        for one in rows[: most + 1]
    )


def _items(words: str, user: User, most: int) -> Iterable[Found]:
    rows = ActionPlanItem.objects.visible_to(user).filter(title__icontains=words, dropped_in=None)
    listed = rows.select_related("plan__district").order_by("-plan__fiscal_year", "title", "pk")
    return (Found(one.title, one.get_absolute_url(), f"{one.plan} · {one.plan.district}") for one in listed[: most + 1])


def _projects(words: str, user: User, most: int) -> Iterable[Found]:
    """Projects as the newest edition has them that the person may see."""
    seen = PlanRevision.objects.visible_to(user)
    found = PlanProject.objects.live().filter(title__icontains=words, revision__in=seen)
    newest = found.order_by("lineage", "-revision__number").distinct("lineage")
    rows = PlanProject.objects.filter(pk__in=newest.values("pk")).select_related("revision__plan__community")
    for one in rows.order_by("-revision__plan__fiscal_year", "title", "pk")[: most + 1]:
        plan = one.revision.plan
        yield Found(one.title, plan.get_absolute_url(), f"{plan.community} · {plan.fiscal_year}")
