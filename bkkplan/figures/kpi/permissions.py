import rules

from bkkplan.figures.kpi.models import KpiRun
from bkkplan.ground.accounts.enums import CITY_ROLES, DISTRICT_ROLES, Role
from bkkplan.ground.accounts.permissions import holds
from bkkplan.ground.core.people import Person

looks_at_figures = holds(*Role)
works_in_the_city_or_a_district = holds(*DISTRICT_ROLES, *CITY_ROLES)
keeps_the_figures = holds(Role.STRATEGY, Role.ADMINISTRATOR)

rules.add_perm("kpi.view_dashboard", looks_at_figures)
rules.add_perm("kpi.run", works_in_the_city_or_a_district)


@rules.predicate
def asked_for_it(user: Person, run: KpiRun) -> bool:
    return run.requested_by_id == user.pk and user.has_perm("kpi.run")


# Cancelling a run (obj: a KpiRun). The whole city uses its result, so only some may cancel another person's or the
# nightly one.
rules.add_perm("kpi.cancel_run", keeps_the_figures | asked_for_it)
rules.add_perm("kpi.freeze_quarter", keeps_the_figures)
# Codes of the city's own system, and results that were reported on paper.
rules.add_perm("kpi.keep_reported", keeps_the_figures)
# What an office said of its quarter (obj: the QuarterReport).
rules.add_perm("kpi.evaluate", holds(Role.STRATEGY))
rules.add_perm("kpi.view_quarter_reports", holds(*CITY_ROLES))
