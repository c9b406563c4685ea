"""Answers for the floors above and for our own pages: plain frozen rows, or rows annotated for a list."""

from communities.queries.committees import count_members, required_members, seats_on
from communities.queries.completeness import (
    Completeness,
    Missing,
    ask_for_completeness,
    completeness_of,
    sections_of,
    title_of,
)
from communities.queries.facts import PlanFact, SomePlanFacts, plan_counts, plan_facts
from communities.queries.my_work import todos_for
from communities.queries.plans import NOT_BEGUN, UNSENT, count_by_state, with_plan_for, working_set
from communities.queries.register import RegisterRow, named_on, register_in_order, register_on
