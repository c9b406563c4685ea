"""People who only read, and the people of a bureau: what they may send, and how far they see."""

from datetime import date

import pytest
from django.db import transaction

from bkkplan.ground.accounts.enums import READING_ROLES, Role
from tests.factories.accounts import AssignmentFactory, UserFactory
from tests.isolation.answers import OK, answer_of, is_refusal
from tests.isolation.conftest import session_of
from tests.isolation.rows import CASES
from tests.isolation.test_every_url import client_of, written

END = date(2023, 12, 1)
YEAR = {"first_year": 2566, "last_year": 2567}


@pytest.fixture
def readers(city):
    """Names of people who are added to the city: every read-only role in every kind of place, and a bureau's people."""
    people = {
        "auditor_of_home": {"role": Role.AUDITOR, "district": city.home, "ends_on": END, **YEAR},
        "auditor_of_all": {"role": Role.AUDITOR, "ends_on": END},
        "auditor_of_a_bureau": {"role": Role.AUDITOR, "bureau": city.bureau, "ends_on": END},
        "budget_office": {"role": Role.BUDGET_OFFICE},
        "finance_office": {"role": Role.FINANCE_OFFICE},
        "of_a_bureau": {"role": Role.BUREAU_OFFICER, "bureau": city.bureau},
    }
    assert {role["role"] for role in people.values()} >= set(READING_ROLES)
    with transaction.atomic():
        for name, role in people.items():
            city.people[name] = AssignmentFactory(user=UserFactory(username=name), **role).user
            city.sessions[name] = session_of(city.people[name])
        yield list(people)
        for name in people:
            del city.people[name], city.sessions[name]
        transaction.set_rollback(True)


def test_who_only_reads_may_send_what_a_person_without_a_role_may_and_nothing_else(city, readers, plain_refusals):
    done = {}

    for case, (name, row) in CASES.items():
        if row.post is None or not is_refusal(row.post["stranger"]):
            continue
        with transaction.atomic():
            before, address = written(), row.address(name, city)
            answers = {who: answer_of(client_of(city, who, row).post(address, row.data(city))) for who in readers}
            taken = {who: answer for who, answer in answers.items() if not is_refusal(answer)}
            if taken or written() != before:
                done[case] = taken or "refused, but something has written"
            transaction.set_rollback(True)

    assert done == {}


def test_an_auditor_is_shown_what_the_offices_people_or_administrators_are_shown_and_nothing_of_elsewhere(
    city, readers, plain_refusals
):
    shown = {}

    for case, (name, row) in CASES.items():
        if row.get is None:
            continue
        with transaction.atomic():
            response = client_of(city, "auditor_of_home", row).get(row.address(name, city))
            answer = answer_of(response)
            # The files that it sends; closing the answer as a whole would end the test's connection.
            for close in response._resource_closers:
                close()
            transaction.set_rollback(True)
        colleagues = {row.get[who] for who in ("officer", "director", "administrator", "stranger")}
        if not is_refusal(answer) and all(is_refusal(colleague) for colleague in colleagues):
            shown[case] = answer

    assert shown == {}


@pytest.mark.parametrize("case", ["accounts:log", "budget:money", "budget:action-plans", "forums:list"])
def test_an_auditor_reaches_the_log_the_money_and_the_plans(city, readers, case):
    name, row = CASES[case]

    for who in ("auditor_of_home", "auditor_of_all"):
        answer = client_of(city, who, row).get(row.address(name, city), follow=True)
        assert answer.status_code == OK, who
