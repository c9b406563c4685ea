"""Each report's content. Importing a builder registers its report."""

from bkkplan.reports.builders import kpi

__all__ = ["kpi"]
