"""Questions about forums, for this floor's pages and for the floors above."""

from forums.hearing_rule import HearingRule, HearingRules
from forums.queries.hearings import HearingFact, HearingStage, Timeliness, hearing_facts, timeliness_of
from forums.queries.my_work import ForumTodo, todos_for
from forums.queries.path import ProposalPath, UptakeStep, path_of, uptakes_by_lineage
from forums.queries.people import colleagues_of, committee_members_of, directors_of
from forums.queries.readiness import Readiness, passages_of, readiness_of
from forums.queries.turnout import Turnout, turnout_of

__all__ = [
    "ForumTodo",
    "HearingFact",
    "HearingRule",
    "HearingRules",
    "HearingStage",
    "ProposalPath",
    "Readiness",
    "Timeliness",
    "Turnout",
    "UptakeStep",
    "colleagues_of",
    "committee_members_of",
    "directors_of",
    "hearing_facts",
    "passages_of",
    "path_of",
    "readiness_of",
    "timeliness_of",
    "todos_for",
    "turnout_of",
    "uptakes_by_lineage",
]
