"""The recording page and the action plan hold once what all their rows share."""

import pytest
from django.urls import reverse

from bkkplan.ground.core.fiscal import FiscalYear
from tests.factories.budget import ActionPlanEditionFactory, ActionPlanItemFactory
from tests.factories.communities import PlanAreaFactory
from tests.factories.forums import ForumFactory, ParticipantSectorFactory, ProposalFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.officer)
    return client


def test_a_row_of_the_record_has_no_list_of_its_own(officer, cast):
    forum = ForumFactory(held=True, district=cast.home)
    area, sector = PlanAreaFactory(name_th="ด้านกายภาพ"), ParticipantSectorFactory(name_th="ผู้แทนชุมชน")
    PlanAreaFactory.create_batch(4)
    ProposalFactory.create_batch(3, forum=forum, area=area, sector=sector)

    page = officer.get(reverse("forums:record", args=[forum.pk])).content.decode()

    assert page.count(f'<option value="{area.pk}" selected>กายภาพ</option>') == 3
    assert page.count(f'<option value="{area.pk}">กายภาพ</option>') == 1, "in the list of the page"
    assert page.count(f'<option value="{sector.pk}" selected>ผู้แทนชุมชน</option>') == 3
    assert page.count('data-options="areas"') == 4, "three rows and the template of a new one"
    assert page.count('data-options-of="areas"') == 1


def test_the_items_of_a_plan_are_moved_by_one_form(officer, cast):
    edition = ActionPlanEditionFactory(plan__district=cast.home, number=0)
    items = ActionPlanItemFactory.create_batch(3, introduced_in=edition)
    address = reverse("budget:action-plan", args=[FiscalYear(edition.plan.fiscal_year), cast.home.code])

    page = officer.get(address).content.decode()

    assert page.count('id="move-item"') == 1
    assert page.count('form="move-item"') == 2 * len(items)
    for item in items:
        assert page.count(f'formaction="{reverse("budget:item-move", args=[item.uuid])}"') == 2
    tokens = page.count("csrfmiddlewaretoken")
    ActionPlanItemFactory.create_batch(3, introduced_in=edition)
    assert officer.get(address).content.decode().count("csrfmiddlewaretoken") == tokens
