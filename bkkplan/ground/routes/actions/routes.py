"""An office sets the routes of its papers."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.rows.basis import Basis, Point
from bkkplan.ground.routes.enums import LADDER
from bkkplan.ground.routes.models import Route
from bkkplan.ground.routes.queries.kinds import kinds
from districts.models import Office


def basis_of_routes(office: Office) -> Basis:
    """The routes as the page shows them: what somebody else set meanwhile is told before it is written over."""
    chosen = {route.kind: route for route in Route.objects.filter(office=office)}
    points = []
    for kind in kinds():
        roles = chosen[kind.code].roles if kind.code in chosen else []
        shown = " → ".join(str(Role(role).label) for role in roles)
        points.append(Point(kind.code, kind.title, list(roles), shown))
    return Basis.of(points)


@transaction.atomic
def set_routes(
    *, office_id: int, chosen: Mapping[str, Collection[Role]], seen: Basis | None = None, by: User, at: datetime
) -> list[Route]:
    """Set the stops of each kind of paper and return the routes that changed. No stops: the kind has no route.

    Papers under way keep the stops with which they were handed in.
    """
    # The office's row is the lock: two people who set its routes do so one after the other.
    office = Office.objects.select_for_update(of=("self",), no_key=True).select_related("district").get(pk=office_id)
    if not by.has_perm("routes.set_routes", office):
        raise PermissionDenied
    seen_as = basis_of_routes(office).demand(seen)
    routes = {route.kind: route for route in Route.objects.filter(office=office)}
    changed = []
    for kind in kinds():
        if kind.code not in chosen:
            continue
        roles = [role.value for role in LADDER if role in chosen[kind.code]]
        route = routes.get(kind.code) or Route(office=office, kind=kind.code)
        if roles == route.roles:
            continue
        before, route.roles = route.roles, roles
        route.set_at, route.set_by = at, by
        route.save()
        record(
            "routes.route_set",
            route,
            by=by,
            at=at,
            before={"stops": before},
            after={"stops": roles},
            office=office.code,
            seen=seen_as,
        )
        changed.append(route)
    return changed
