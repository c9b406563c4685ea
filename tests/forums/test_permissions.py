import pytest

from forums.models import Attachment, Forum, Proposal
from tests.factories.communities import PlanFactory
from tests.factories.forums import AttachmentFactory, ForumFactory, ProposalFactory
from tests.fixtures.people import WHO

STATES = ("planned", "announced", "opened", "held", "recorded", "published", "withdrawn", "cancelled", "called_off")
HOME = {"officer", "director"}
STAFF = HOME | {"social", "strategy", "administrator"}
EVERYONE = set(WHO)

MAY_SEE = {
    "planned": STAFF,
    "announced": EVERYONE,
    "opened": EVERYONE,
    "held": EVERYONE,
    "recorded": EVERYONE,
    "published": EVERYONE,
    "withdrawn": EVERYONE,
    "cancelled": EVERYONE,
    "called_off": STAFF,
}
MAY = {
    "forums.add_forum": HOME,
    "forums.change_forum": HOME,
    "forums.correct_forum": HOME,
    "forums.publish_forum": HOME,
    "forums.view_history": STAFF,
}


def in_every_state(district):
    return {s: ForumFactory(district=district, **({} if s == "announced" else {s: True})) for s in STATES}


@pytest.mark.parametrize("who", WHO)
def test_a_forum_is_seen_by_everyone_once_announced_and_by_staff_always(cast, who):
    for state, forum in in_every_state(cast.home).items():
        assert cast.people[who].has_perm("forums.view_forum", forum) == (who in MAY_SEE[state]), state


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("permission", MAY)
def test_acts_belong_to_the_people_of_the_district(cast, who, permission):
    obj = cast.home if permission == "forums.add_forum" else ForumFactory(district=cast.home)

    assert cast.people[who].has_perm(permission, obj) == (who in MAY[permission])


@pytest.mark.parametrize("who", WHO)
def test_proposals_are_taken_over_by_the_committee_of_the_plan(cast, who):
    plan = PlanFactory(community=cast.home_community)

    assert cast.people[who].has_perm("forums.take_up", plan) == (who == "member")


@pytest.mark.parametrize("who", WHO)
def test_results_wait_for_the_director_where_the_district_says_so(cast, who):
    cast.home.publishing_needs_director = True
    cast.home.save(update_fields=["publishing_needs_director"])
    forum = ForumFactory(district=cast.home, recorded=True)

    assert cast.people[who].has_perm("forums.publish_forum", forum) == (who == "director")


@pytest.mark.parametrize("who", WHO)
def test_the_doors_and_the_rules_agree(cast, who):
    person = cast.people[who]
    for district in (cast.home, cast.away):
        for forum in in_every_state(district).values():
            ProposalFactory(forum=forum)
            ProposalFactory(forum=forum, removed_on="2023-06-01")
            for is_public in (True, False):
                AttachmentFactory(forum=forum, is_public=is_public)
                AttachmentFactory(forum=forum, is_public=is_public, removed_on="2023-06-01")

    for model, permission in (
        (Forum, "forums.view_forum"),
        (Proposal, "forums.view_proposal"),
        (Attachment, "forums.view_attachment"),
    ):
        seen = set(model.objects.visible_to(person))

        assert seen == {row for row in model.objects.all() if person.has_perm(permission, row)}, model
        assert seen != set() or model is not Forum
