"""The three KPIs of the source plan. Importing this package registers them."""

from bkkplan.figures.kpi.definitions.community_plans import KPI_2
from bkkplan.figures.kpi.definitions.hearings import KPI_1
from bkkplan.figures.kpi.definitions.inclusions import KPI_3

__all__ = ["KPI_1", "KPI_2", "KPI_3"]
