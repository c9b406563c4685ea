"""People and their plans: the register of communities, their committees and their development plans."""

from communities.models.comments import PlanComment
from communities.models.committee import Committee, CommitteeMember, PlanAssistant, TermRule
from communities.models.community import Community, CommunityStanding, CommunityType, RegisterImport, RegisterReading
from communities.models.cut_off import CutOff
from communities.models.entries import CommunityEntry, CommunitySuccession, entries_on, names_on
from communities.models.paper import MeetingRecord, OfficeWriter
from communities.models.plan import (
    Plan,
    PlanAdoption,
    PlanArea,
    PlanRevision,
)
from communities.models.proof import ConfirmationProof
from communities.models.resolution import MeetingResolution
from communities.models.returning import ReturnReason
from communities.models.review import LastYearReview, ReviewedProject
from communities.models.template import PlanTemplate
from communities.models.training import (
    Course,
    CourseFile,
    CourseInvitation,
    CourseSession,
    Trainee,
)
from communities.models.writing import BudgetLine, PlanProblem, PlanProject, PlanSection
