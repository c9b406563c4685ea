"""What has a code of the city's own system, such as 2100-1037: the search leads there, whatever kind of thing it is."""

import re
from collections.abc import Iterator

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.thai import from_thai_digits
from budget.models import ActionPlanItem, FlagshipProject
from communities.models import Community
from forums.models import Forum

MOST = 5  # of one kind: a code names one thing, and two years may have given it twice
LIKE_A_CODE = re.compile(r"[\w./-]*\d[\w./-]*", re.ASCII)


def things_with_code(query: str, user: User | AnonymousUser) -> list[Link]:
    """Links to the things of this code that the person may open; to their public pages without log-in."""
    code = from_thai_digits(query.strip())
    return list(_links(code, user)) if LIKE_A_CODE.fullmatch(code) else []


def _links(code: str, user: User | AnonymousUser) -> Iterator[Link]:
    is_at_work = user.is_authenticated
    for forum in Forum.objects.visible_to(user).filter(external_code__iexact=code).order_by("-pk")[:MOST]:
        page = forum.get_absolute_url() if is_at_work else reverse("public:hearing", args=[forum.pk])
        yield Link(label=" · ".join(filter(None, [str(forum), forum.title])), href=page)
    for item in ActionPlanItem.objects.visible_to(user).filter(external_code__iexact=code).order_by("-pk")[:MOST]:
        page = item.get_absolute_url() if is_at_work else reverse("public:item", args=[item.uuid])
        yield Link(label=str(item), href=page)
    if not user.is_authenticated:
        return
    for community in Community.objects.visible_to(user).filter(external_code__iexact=code).order_by("pk")[:MOST]:
        yield Link(label=str(community), href=reverse("communities:community", args=[community.code]))
    if user.has_perm("budget.view_flagships"):
        for project in FlagshipProject.objects.filter(external_code__iexact=code).order_by("-pk")[:MOST]:
            yield Link(label=str(project), href=reverse("budget:flagship-money", args=[project.pk]))
