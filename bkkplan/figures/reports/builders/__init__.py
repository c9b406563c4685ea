"""Each report's content. Importing a builder registers its report."""

from bkkplan.figures.reports.builders import flagship_plan, kpi, kpi_cards
