"""Every write of this app."""

from bkkplan.ground.routes.actions.errors import (
    EmptyStopError,
    NotAtThisStopError,
    NotHandedInError,
    NotUnderWayError,
    ReasonNeededError,
)
from bkkplan.ground.routes.actions.passages import decide, demand_handed_in, end, hand_in, pass_on, send_back
from bkkplan.ground.routes.actions.routes import basis_of_routes, set_routes
