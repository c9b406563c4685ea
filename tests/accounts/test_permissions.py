import pytest

from tests.factories.accounts import AssignmentFactory
from tests.fixtures.people import WHO

MAY_INVITE_OFFICERS_AT_HOME = {"director", "administrator"}


@pytest.mark.parametrize("who", WHO)
def test_officers_are_invited_by_their_director_or_an_administrator(cast, who):
    allowed = cast.people[who].has_perm("accounts.invite_officer", cast.home)

    assert allowed == (who in MAY_INVITE_OFFICERS_AT_HOME)


def test_a_right_closes_on_the_day_it_ends(cast, settings):
    settings.WORKING_DAY = "2023-06-02"
    AssignmentFactory(user=cast.stranger, role="district_director", district=cast.home, ends_on="2023-06-02")

    assert not cast.stranger.has_perm("accounts.invite_officer", cast.home)
