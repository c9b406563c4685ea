"""People and their plans: the register of communities, their committees and their development plans."""

from communities.models.committee import Committee, CommitteeMember
from communities.models.community import Community, CommunityStanding, CommunityType, RegisterImport
from communities.models.plan import (
    BudgetLine,
    Plan,
    PlanArea,
    PlanProblem,
    PlanProject,
    PlanRevision,
    PlanTemplate,
)

__all__ = [
    "BudgetLine",
    "Committee",
    "CommitteeMember",
    "Community",
    "CommunityStanding",
    "CommunityType",
    "Plan",
    "PlanArea",
    "PlanProblem",
    "PlanProject",
    "PlanRevision",
    "PlanTemplate",
    "RegisterImport",
]
