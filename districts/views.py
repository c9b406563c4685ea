"""How a page shows groups of districts, where there are too many districts for one list."""

from django.http import HttpRequest
from django.utils.translation import ngettext

from bkkplan.ground.core.components import StateItem
from bkkplan.ground.core.wording import localname, number
from districts.queries import Shown


def groups_of(places: Shown, request: HttpRequest) -> dict[str, object]:
    """What `districts/_groups.html` shows: the groups, each leading to this page with the districts of it alone."""
    return {
        "places": places,
        "groups": [
            StateItem(
                text=localname(row.group),
                note=ngettext("%(n)s เขต", "%(n)s เขต", row.count) % {"n": number(row.count)},
                href=f"?{query_with(request, group=row.group.code)}",
            )
            for row in places.groups
        ],
        "groups_href": f"?{query_with(request, group='')}",
    }


def query_with(request: HttpRequest, *, group: str) -> str:
    """The query of the address with another group, on the first page of it."""
    query = request.GET.copy()
    query.pop("page", None)
    query["group"] = group
    return query.urlencode()
