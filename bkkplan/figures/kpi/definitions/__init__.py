"""The KPIs: the three of the source plan, and supplementary ones. Importing this package registers them."""

from bkkplan.figures.kpi.definitions.community_plans import KPI_2
from bkkplan.figures.kpi.definitions.hearings import KPI_1
from bkkplan.figures.kpi.definitions.inclusions import KPI_3
from bkkplan.figures.kpi.definitions.publications import KPI_4
from bkkplan.figures.kpi.definitions.spending import KPI_5

__all__ = ["KPI_1", "KPI_2", "KPI_3", "KPI_4", "KPI_5"]
