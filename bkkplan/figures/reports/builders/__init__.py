"""Each report's content. Importing a builder registers its report."""

from bkkplan.figures.reports.builders import kpi

__all__ = ["kpi"]
