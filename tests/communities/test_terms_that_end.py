"""A regulation says whether a committee goes on after its term until the next one takes office."""

from datetime import date

import pytest
from django.urls import reverse

from communities.actions import errors, plans, steps
from communities.actions.committees import take_back_term
from communities.actions.reference import load_reference
from communities.models import CommitteeMember, TermRule
from communities.models.committee import seats_held
from communities.queries import seats_on
from communities.queries.committees import committees_of
from tests.communities.conftest import AT
from tests.factories.accounts import UserFactory
from tests.factories.communities import (
    CommitteeFactory,
    CommitteeMemberFactory,
    PlanAssistantFactory,
    PlanFactory,
    TermRuleFactory,
)
from tests.words import words_of

ENDS, NEXT = date(2023, 5, 10), date(2023, 5, 25)
LAST_DAY, DAY_BEFORE_NEXT = date(2023, 5, 9), date(2023, 5, 24)
# By the day: whether the old committee is in office, where the regulation lets it go on, and where not.
DAYS = {
    LAST_DAY: (True, True),
    ENDS: (True, False),
    DAY_BEFORE_NEXT: (True, False),
    NEXT: (False, False),
}


@pytest.fixture
def old(cast):
    """The committee of the member at home, whose term is over; the next one takes office fifteen days later."""
    term = cast.home_community.committees.get()
    term.ends_on = ENDS
    term.save()
    CommitteeFactory(community=cast.home_community, term_no=term.term_no + 1, starts_on=NEXT)
    return term


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("goes_on", [True, False])
def test_the_old_committee_is_in_office_on_these_days(cast, old, settings, day, goes_on):
    TermRuleFactory(goes_on=goes_on)
    settings.WORKING_DAY = day.isoformat()
    assistant = PlanAssistantFactory(committee=old, user=UserFactory())
    plan = PlanFactory(community=cast.home_community)
    is_there = DAYS[day][0 if goes_on else 1]
    home = cast.home_community.pk

    assert (home in seats_held(cast.member)) == is_there
    assert cast.member.has_perm("communities.submit_plan", plan) == is_there
    assert assistant.user.has_perm("communities.write_plan", plan) == is_there
    assert (seats_on(cast.home_community, day).committee == old) == is_there
    assert committees_of([home], on=day) == ({home: [cast.member]} if is_there else {})


def test_without_a_rule_a_committee_ends_with_its_term(old):
    assert not CommitteeMember.objects.current(ENDS).filter(committee=old).exists()


def test_a_rule_that_comes_later_brings_no_committee_back(old):
    TermRuleFactory(goes_on=False)
    TermRuleFactory(code="later", valid_from=date(2023, 5, 11), goes_on=True)

    assert not CommitteeMember.objects.current(date(2023, 5, 12)).filter(committee=old).exists()


def test_the_rule_of_the_day_on_which_the_term_ends_holds_though_another_follows(old):
    TermRuleFactory(code="now", valid_from=ENDS, goes_on=True)
    TermRuleFactory(code="later", valid_from=date(2023, 5, 11), goes_on=False)

    assert CommitteeMember.objects.current(DAY_BEFORE_NEXT).filter(committee=old).exists()


def test_a_next_term_that_is_taken_back_leaves_the_old_committee_in_office(cast, old):
    TermRuleFactory(goes_on=True)
    after = cast.home_community.committees.get(starts_on=NEXT)

    take_back_term(committee_id=after.pk, ended_before=ENDS, by=cast.officer, at=AT)

    assert seats_on(cast.home_community, NEXT).committee == old
    assert seats_on(cast.home_community, NEXT).goes_on


def test_who_left_a_committee_does_not_come_back_with_it(old):
    TermRuleFactory(goes_on=True)
    gone = CommitteeMemberFactory(committee=old, ends_on=date(2023, 5, 1))

    assert gone not in CommitteeMember.objects.current(ENDS)


@pytest.mark.parametrize("goes_on", [True, False])
def test_who_goes_on_chairs_the_meeting_and_nobody_else_after_the_term(cast, old, settings, goes_on):
    settings.WORKING_DAY = LAST_DAY.isoformat()  # whose permission is asked; the meeting's day is asked for the chair
    TermRuleFactory(goes_on=goes_on)
    plan = PlanFactory(community=cast.home_community)
    revision = plan.revisions.create(number=1, created_at=AT, created_by=cast.member)
    chair = old.members.get()
    meeting = steps.Meeting(words="เห็นชอบ", met_on=DAY_BEFORE_NEXT, present=20, chair=chair)

    with pytest.raises(errors.IncompleteError if goes_on else errors.ChairNotSeatedError):
        plans.submit(revision_id=revision.pk, meeting=meeting, by=cast.member, at=AT, on=DAY_BEFORE_NEXT)


def test_the_page_says_that_a_committee_goes_on_and_asks_for_the_next(client, cast, settings, old):
    TermRuleFactory(goes_on=True)
    settings.WORKING_DAY = ENDS.isoformat()
    client.force_login(cast.officer)

    page = client.get(reverse("communities:committee", args=[cast.home_community.code]))
    end = client.get(reverse("communities:term-end", args=[cast.home_community.code, old.pk]))

    assert "ทำหน้าที่ต่อจนกว่าชุดใหม่เริ่มวาระ" in words_of(page)
    assert "เพิ่มกรรมการ" not in words_of(page)
    assert "กรรมการชุดนี้ทำหน้าที่ต่อหลังสิ้นวาระ" in words_of(end)


@pytest.mark.django_db
def test_what_an_administrator_set_stays_when_the_reference_data_are_loaded_again():
    load_reference(at=AT)
    TermRule.objects.filter(code="terms-2564").update(goes_on=True)

    load_reference(at=AT)

    assert dict(TermRule.objects.values_list("code", "goes_on")) == {"terms-2555": False, "terms-2564": True}
