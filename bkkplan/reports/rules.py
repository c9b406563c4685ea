import rules

from bkkplan.accounts.enums import Role
from bkkplan.accounts.rules import holds

rules.add_perm("reports.request_report", holds(Role.STRATEGY, Role.ADMINISTRATOR))
