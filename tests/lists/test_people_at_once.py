"""A list of people while somebody else brings the same people in: everyone has one account, and holds a role once."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from bkkplan.ground.accounts.actions import assign, invite
from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import Assignment, User
from bkkplan.ground.core.refusals import Refusal
from bkkplan.ground.lists import actions
from bkkplan.ground.lists.builders.preview import seal_of
from bkkplan.ground.lists.models import RowList
from bkkplan.ground.lists.tasks import read_list
from tests.at_once import at_once
from tests.factories.accounts import AT, AssignmentFactory, UserFactory
from tests.fixtures.people import call_the_cast
from tests.lists.conftest import ON
from tests.lists.test_proposals import does

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

HEAD = "ชื่อ-นามสกุล,อีเมล,บทบาท,เขต"


@pytest.fixture
def people(transactional_db):
    """Two administrators, and the names of people of one district."""
    cast = call_the_cast()
    cast.second = AssignmentFactory(user=UserFactory(), role=Role.ADMINISTRATOR, district=None).user
    return cast


def hand_in(cast, *rows, by=None):
    text = "\n".join([HEAD, *(f"{row},{cast.home.name_th}" for row in rows)])
    facts = {"kind": "people", "place": "city", "uuid": uuid4(), "data": text.encode(), "name": "คน.csv"}
    upload = actions.submit(**facts, by=by or cast.administrator, at=AT)
    read_list(job_id=upload.reading.pk)
    return RowList.objects.get(pk=upload.pk)


def told(upload, by):
    """What a person is told who confirms the list as it was looked at."""
    try:
        return actions.confirm(list_id=upload.pk, seen=seal_of(upload.outcome), on=ON, by=by, at=AT).state
    except Refusal as refusal:
        return str(refusal)


ROWS = ("สมชาย ใจดี,somchai@example.org,เจ้าหน้าที่เขต", "วิไล แสงทอง,,ผู้อำนวยการเขต")


def test_one_list_of_people_that_two_confirm_at_once_one_of_them_twice_is_in_once(people):
    upload = hand_in(people, *ROWS)
    before = User.objects.count()
    both = [people.administrator, people.administrator, people.second]

    said = at_once(lambda by: told(upload, by), both)

    assert User.objects.count() == before + 2
    faster = RowList.objects.get(pk=upload.pk).confirmed_by
    sentence = f"{faster} นำตารางนี้เข้าแล้ว ไม่มีแถวใดเข้าซ้ำ"
    assert said == ["done" if person == faster else sentence for person in both]


def test_the_same_people_in_two_lists_at_once_have_one_account_each(people):
    lists = {by: hand_in(people, *ROWS, by=by) for by in (people.administrator, people.second)}
    before = User.objects.count()

    said = at_once(lambda by: told(lists[by], by), list(lists))

    assert User.objects.count() == before + 2
    assert sorted(said) == ["done", str(actions.RowsChangedError.sentence)]
    late = next(upload for by, upload in lists.items() if RowList.objects.get(pk=upload.pk).state == "checked")
    late.refresh_from_db()
    assert set(does(late)) <= {"same", "asked"}


def test_a_person_who_is_invited_by_hand_while_a_list_brings_them_in_has_one_account(people):
    upload = hand_in(people, ROWS[0])
    before = User.objects.count()

    def by_hand():
        named = {"username": "somchai.c", "full_name": "สมชาย ใจดี", "email": "somchai@example.org"}
        try:
            invite(**named, role=Role.DISTRICT_OFFICER, district=people.home, starts_on=ON, by=people.second, at=AT)
        except (Refusal, ValidationError):
            return "refused"
        return "done"

    said = at_once(lambda act: act(), [by_hand, lambda: told(upload, people.administrator)])

    assert User.objects.count() == before + 1
    assert Assignment.objects.filter(user__email="somchai@example.org").count() == 1
    assert said.count("done") == 1


def test_a_role_that_is_given_by_hand_while_a_list_gives_it_is_held_once(people):
    person = UserFactory(full_name="สมหญิง ขยัน", email="somying@example.org")
    upload = hand_in(people, "สมหญิง ขยัน,somying@example.org,เจ้าหน้าที่เขต")
    assert does(upload) == ["changed"]

    def by_hand():
        given = {"user": person, "role": Role.DISTRICT_OFFICER, "district": people.home, "starts_on": ON}
        try:
            assign(**given, by=people.second, at=AT)
        except (Refusal, ValidationError):
            return "refused"
        return "done"

    said = at_once(lambda act: act(), [by_hand, lambda: told(upload, people.administrator)])

    assert person.assignments.count() == 1
    assert said.count("done") == 1
