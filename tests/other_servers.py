"""Which tests are run again on other servers: those in which another PostgreSQL or broker may answer otherwise.

What a page shows and who may see it does not depend on the server once its questions are answered. So every question
and every act is asked once, and what the database itself refuses, orders, locks, copies or counts is tried in full.
"""

import re
from collections.abc import Iterator
from fnmatch import translate
from functools import cache

from django.db import DatabaseError

# Files, and what in them another server may do otherwise.
AGAIN = {
    "tests/isolation/test_query_counts.py": "every page asks all its questions, at one filled row and at three",
    "tests/isolation/test_every_url.py::test_a_post_by_a_right_person_*": "every act, by each who may do it",
    "tests/isolation/test_log.py": "acts of several steps",
    "tests/isolation/test_kept_stages.py": "what is counted from other rows after every act",
    "tests/locks/test_locks.py": "locks",
    "tests/*/test_*at_once.py": "locks",
    "tests/*/test_constraints.py": "constraints and triggers",
    "tests/audit/test_record.py": "triggers, and what is written past them",
    "tests/budget/test_ledger.py": "triggers at the end of a transaction",
    "tests/budget/test_stages.py": "locks that are tried, and rows that are copied",
    "tests/core/test_db.py": "order of Thai names",
    "tests/core/test_jobs.py": "rows that others work on are passed over",
    "tests/core/test_jobs_machine.py": "rows that others work on are passed over",
    "tests/core/test_models.py": "a row that was changed meanwhile",
    "tests/core/test_csvs.py": "rows that are copied",
    "tests/districts/test_reference.py": "reference data, loaded twice",
    "tests/kpi/test_definitions.py": "figures",
    "tests/kpi/test_equal_to_the_records.py": "figures",
    "tests/lists/test_round_trips.py": "lists of every kind, read and written",
    "tests/communities/test_register_import.py": "a register, read and written under a lock of its own",
    "tests/trial/test_rules_hold.py": "rows that are copied",
}
# Where SQL is written by hand or asks for what servers say in their own way, and the tests of it: these run again, too.
BY_HAND = {
    "bkkplan/figures/kpi/queries/over_years.py": "tests/kpi/test_over_years.py",
    "bkkplan/figures/kpi/registry/__init__.py": "tests/kpi/test_summaries.py",
    "bkkplan/ground/accounts/actions/first.py": "tests/accounts/test_first_administrator.py",
    "bkkplan/ground/accounts/actions/lists.py": "tests/lists/test_people.py",
    "bkkplan/ground/accounts/actions/wrong_passwords.py": "tests/accounts/test_log_in_limits.py",
    "bkkplan/ground/accounts/models/letters.py": "tests/accounts/test_notice_letters.py",
    "bkkplan/ground/accounts/personal_data.py": "tests/accounts/test_personal_data.py",
    "bkkplan/ground/audit/pseudonyms.py": "tests/accounts/test_personal_data.py",
    "bkkplan/ground/core/rows/bulk.py": "tests/budget/test_stages.py",
    "bkkplan/ground/core/rows/db.py": "tests/core/test_db.py",
    "bkkplan/ground/core/rows/replica.py": "tests/core/test_replica.py",
    "bkkplan/ground/core/questions/together.py": "tests/core/test_together.py",
    "bkkplan/ground/core/questions/with_rows.py": "tests/core/test_with_rows.py",
    "bkkplan/ground/core/serving/sessions.py": "tests/core/test_sessions.py",
    "bkkplan/trial/actions/__init__.py": "tests/trial/test_rules_hold.py",
    "budget/actions/stages.py": "tests/budget/test_stages.py",
    "budget/queries/plan/pool.py": "tests/budget/test_pool.py",
    "budget/queries/books/register.py": "tests/lists/test_register_of_lots.py",
    "communities/actions/register.py": "tests/communities/test_register_import.py",
    "communities/models/writing.py": "tests/communities/test_plan_rows.py",
    "communities/queries/facts.py": "tests/communities/test_facts.py",
    "communities/queries/running.py": "tests/budget/test_last_years_plan.py",
    "forums/queries/preparing.py": "tests/forums/test_preparing.py",
}
PATTERNS = (*AGAIN, *BY_HAND.values())
# Files in which nothing depends on the server: it is always an embedded one, there is none; or the way back of the
# migrations, whose way there makes the database of these tests.
NOT_AGAIN = (
    "tests/core/test_migrations.py",
    "tests/setup/test_embedded.py",
    "tests/setup/test_image.py",
    "tests/setup/test_manage.py",
    "tests/setup/test_supervisor.py",
)


def is_asked_again(item) -> bool:
    """Whether the test needs real servers; or asks the database and is one of these, commits, or expects its errors."""
    if _is_one_of(NOT_AGAIN, item) or item.get_closest_marker("e2e"):
        return False
    if item.get_closest_marker("services"):
        return True
    return item.get_closest_marker("database") is not None and bool(
        _commits(item)
        or _is_one_of(PATTERNS, item)
        or any(isinstance(named, type) and issubclass(named, DatabaseError) for named in _named_by(item))
    )


def _is_one_of(patterns, item) -> bool:
    return bool(_any_of(patterns).match(item.nodeid))


@cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One question for each of 14,000 tests, and not forty."""
    return re.compile("|".join(translate(pattern if "::" in pattern else f"{pattern}::*") for pattern in patterns))


def _commits(item) -> bool:
    marks = [*item.iter_markers("django_db")]
    return "transactional_db" in item.fixturenames or any(mark.kwargs.get("transaction") for mark in marks)


def _named_by(item) -> Iterator[object]:
    """What the test's function and its parameters name."""
    of_its_module = item.function.__globals__
    yield from (of_its_module[name] for name in item.function.__code__.co_names if name in of_its_module)
    if hasattr(item, "callspec"):
        yield from item.callspec.params.values()
