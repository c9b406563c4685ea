import rules

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.permissions import holds

rules.add_perm("reports.request_report", holds(Role.STRATEGY, Role.ADMINISTRATOR))
