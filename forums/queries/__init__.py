"""Questions about forums, for this floor's pages and for the floors above."""

from forums.hearing_rule import HearingRule, HearingRules
from forums.queries.hearings import HearingFact, HearingStage, Timeliness, hearing_facts, timeliness_of
from forums.queries.my_work import todos_for
from forums.queries.path import UptakeStep, uptakes_by_lineage, uptakes_of
from forums.queries.readiness import readiness_of
from forums.queries.turnout import turnout_of
