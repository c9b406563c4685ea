"""What a yes of a check fits is told wherever the check is: by code and name, and by its tree where two count."""

import pytest
from django.urls import reverse

from budget.enums import TreeKind
from budget.models import TreeInForce
from tests.factories.budget import (
    ActionPlanEditionFactory,
    ActionPlanFactory,
    ActionPlanItemFactory,
    CheckFactory,
    InclusionFactory,
    StrategyNodeFactory,
    StrategyTreeFactory,
)
from tests.factories.forums import ForumFactory, ProposalFactory, UptakeFactory
from tests.words import words_of

NODE = "ยุทธศาสตร์ที่ 1.5 เมืองที่ทุกคนเดินได้"


@pytest.fixture
def node(cast):
    tree = StrategyTreeFactory(name_th="แผนระยะที่ 3", first_year=2566, last_year=2570, levels=["ยุทธศาสตร์"])
    TreeInForce.objects.create(fiscal_year=2566, tree=tree)
    return StrategyNodeFactory(tree=tree, code="1.5", name_th="เมืองที่ทุกคนเดินได้")


@pytest.fixture
def told(client, cast, node):
    """Each page on which the answers of one check are told, and the words on it."""
    mission = StrategyTreeFactory(
        name_th="", kind=TreeKind.MISSION, district=cast.home, first_year=2566, last_year=2566, levels=["ภารกิจ"]
    )
    mission_node = StrategyNodeFactory(tree=mission, code="3", name_th="ดูแลทางเท้า")
    forum = ForumFactory(district=cast.home, published=True)
    proposal = ProposalFactory(forum=forum)
    project = UptakeFactory(
        proposal=proposal,
        project__revision__confirmed=True,
        project__revision__plan__community=cast.home_community,
        project__revision__plan__fiscal_year=2566,
    ).project
    CheckFactory(project=project, strategy=node, mission_node=mission_node)
    plan = ActionPlanFactory(fiscal_year=2566, district=cast.home)
    edition = ActionPlanEditionFactory(plan=plan, approved=True)
    item = ActionPlanItemFactory(introduced_in=edition, strategy=node)
    InclusionFactory(project=project, item=item)
    revision = project.revision
    public = {
        "trace": reverse("public:proposal", args=[proposal.uuid]),
        "plan": reverse("public:plan", args=[2566, revision.plan.community.code]),
        "action plan": reverse("public:action-plan", args=[2566, cast.home.code]),
        "item": reverse("public:item", args=[item.uuid]),
        "file": reverse("opendata:download", args=["action-plan-items", 2566]),
    }
    staff = {
        "outcomes": reverse("budget:outcomes", args=[revision.pk]),
        "staff's plan": plan.get_absolute_url(),
        "staff's item": item.get_absolute_url(),
    }

    def told():
        client.logout()
        pages = {name: _words(client.get(address)) for name, address in public.items()}
        client.force_login(cast.officer)
        return pages | {name: _words(client.get(address)) for name, address in staff.items()}

    return told


def _words(answer):
    if answer.streaming:
        return b"".join(answer.streaming_content).decode()
    return words_of(answer)


def test_the_node_is_told_on_every_page_and_in_the_file(told):
    for page, words in told().items():
        if page == "file":
            assert ",1.5,เมืองที่ทุกคนเดินได้,แผนระยะที่ 3," in words
        else:
            assert NODE in words, page
            assert "แผนระยะที่ 3" not in words, page


def test_the_tree_is_told_where_two_are_in_force(told):
    other = StrategyTreeFactory(name_th="ด้าน (ดี)", first_year=2566, last_year=2570, levels=["ด้าน (ดี)"])
    TreeInForce.objects.create(fiscal_year=2566, tree=other)

    for page, words in told().items():
        assert "แผนระยะที่ 3" in words, page


def test_the_mission_that_a_yes_fits_is_told_with_the_check(told):
    pages = told()

    for page in ("trace", "plan", "outcomes"):
        assert "ภารกิจที่ 3 ดูแลทางเท้า" in pages[page], page
