"""Questions about figures: when quarters are closed, what measured days show, and what a KPI is to reach."""

from bkkplan.figures.kpi.queries.evidence import Evidence, EvidenceFile, EvidenceStep
from bkkplan.figures.kpi.queries.measured import MeasuredPoint, quarter_day, todos_for, trends
from bkkplan.figures.kpi.queries.targets import CITY, Aim, Owner, OwnerKind, Targets, targets_of
