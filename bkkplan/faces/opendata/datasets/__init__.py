"""What anyone may take and reuse. A list of columns is a promise to the public: columns are added, never renamed.

Each dataset is rows of one fiscal year, as a visitor may see them; days are ISO dates, years are พ.ศ., money is baht.
"""

from bkkplan.faces.opendata.datasets.columns import DataColumn, Dataset, Row
from bkkplan.faces.opendata.datasets.items import ACTION_PLAN_ITEMS
from bkkplan.faces.opendata.datasets.money import MONEY_BY_SOURCE
from bkkplan.faces.opendata.datasets.targets import KPI_TARGETS
from bkkplan.faces.opendata.datasets.units import KPI_UNITS
from bkkplan.faces.opendata.datasets.voices import ATTENDANCE, HEARINGS, PROPOSALS

ALL = (KPI_UNITS, KPI_TARGETS, HEARINGS, ATTENDANCE, PROPOSALS, ACTION_PLAN_ITEMS, MONEY_BY_SOURCE)
DATASETS = {dataset.code: dataset for dataset in ALL}

__all__ = ["DATASETS", "DataColumn", "Dataset", "Row"]
