import rules

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.rules import holds

works_in_the_city_or_a_district = holds(*Role)
keeps_the_figures = holds(Role.STRATEGY, Role.ADMINISTRATOR)

rules.add_perm("kpi.view_dashboard", works_in_the_city_or_a_district)
rules.add_perm("kpi.run", works_in_the_city_or_a_district)
rules.add_perm("kpi.set_target", keeps_the_figures)
rules.add_perm("kpi.freeze_quarter", keeps_the_figures)
