"""Items of last year's action plan begin those of the new one."""

from uuid import uuid4

import pytest
from django.urls import reverse

from bkkplan.ground.core.rows.basis import Bases, BasisChangedError
from budget.actions.errors import NotLastYearsError
from budget.actions.plan.copying import copy_items
from budget.models import ActionPlanItem, TakingIn
from tests.factories.budget import (
    AT,
    ActionPlanEditionFactory,
    ActionPlanItemFactory,
    ApprovedItemFactory,
    InclusionFactory,
)
from tests.words import words_of

pytestmark = pytest.mark.django_db
WORDS = {"title": "งานวันเด็ก", "objective": "ให้เด็กได้เล่น", "starts_in": 12, "ends_in": 1, "planned_amount": 80_000}


@pytest.fixture
def draft(cast):
    return ActionPlanEditionFactory(plan__district=cast.home, plan__fiscal_year=2567, number=0)


@pytest.fixture
def last_year(cast):
    """Two items of the approved plan of 2566; one of them carries a community project."""
    first = ApprovedItemFactory(introduced_in__plan__district=cast.home, **WORDS)
    second = ActionPlanItemFactory(introduced_in=first.introduced_in, title="ลอกท่อ", note="ของปีก่อน")
    InclusionFactory(item=second, edition=second.introduced_in)
    ActionPlanItemFactory(introduced_in=first.introduced_in, title="ยกเลิกไปแล้ว", cancelled=True)
    return [first, second]


@pytest.fixture
def address(draft, cast):
    return reverse("budget:items-copy", args=[draft.plan.year, cast.home.code])


def copy(draft, rows, by, **how):
    how = {"act": uuid4(), "with_amounts": False, **how}
    return copy_items(plan_id=draft.plan_id, item_ids=[row.pk for row in rows], **how, by=by, at=AT)


@pytest.mark.parametrize("with_amounts", [False, True])
def test_what_is_the_same_each_year_is_copied_and_the_amount_if_asked(cast, draft, last_year, with_amounts):
    made = copy(draft, last_year, cast.officer, with_amounts=with_amounts)

    first, second = made
    assert (first.title, first.objective, first.starts_in, first.ends_in) == ("งานวันเด็ก", "ให้เด็กได้เล่น", 12, 1)
    assert first.planned_amount == (80_000 if with_amounts else None)
    assert (second.title, second.note, second.inclusions.count()) == ("ลอกท่อ", "", 0)
    assert {item.introduced_in for item in made} == {draft}


def test_sent_twice_it_is_copied_once(cast, draft, last_year):
    act = uuid4()

    assert copy(draft, last_year, cast.officer, act=act) == copy(draft, last_year, cast.officer, act=act)
    assert draft.plan.items.count() == 2


def test_only_items_of_the_approved_plan_of_the_year_before_are_copied(cast, draft, last_year):
    elsewhere = ApprovedItemFactory(introduced_in__plan__district=cast.away)

    for other in (elsewhere, ActionPlanItemFactory(introduced_in=draft)):
        with pytest.raises(NotLastYearsError):
            copy(draft, [last_year[0], other], cast.officer)

    assert draft.plan.items.count() == 1


def test_the_page_offers_them_and_one_press_takes_the_copies_back(client, cast, address, draft, last_year):
    ActionPlanItemFactory(introduced_in=draft, title="ลอกท่อ")
    client.force_login(cast.officer)
    page = client.get(address)
    everything = client.post(address, {"pick": "all", **page.context["seen"]})

    assert [(row["item"], row["is_there"], row["has_projects"]) for row in page.context["rows"]] == [
        (last_year[0], False, False),
        (last_year[1], True, True),
    ]
    assert (everything.context["chosen"], everything.context["sum"]) == (2, 80_000)
    assert "ธ.ค. – ม.ค." in words_of(page)
    assert page.content.decode().count('class="is-on"') == 2
    sent = {"act": str(uuid4()), "items": [last_year[0].pk], **page.context["seen"]}
    after = client.post(address, sent, follow=True).content.decode()
    undo = reverse("budget:taking-undo", args=[TakingIn.objects.get().uuid])
    assert undo in after
    client.post(undo)
    assert list(draft.plan.items.live().values_list("title", flat=True)) == ["ลอกท่อ"]


def test_an_item_that_changed_meanwhile_is_told_and_nothing_is_copied(client, cast, address, draft, last_year):
    client.force_login(cast.officer)
    page = client.get(address)
    ActionPlanItem.objects.filter(pk=last_year[0].pk).update(title="งานวันเด็กใหญ่")
    sent = {"act": str(uuid4()), "items": [row.pk for row in last_year], **page.context["seen"]}

    answer = client.post(address, sent)

    assert answer.status_code == 409
    assert [change.label for change in answer.context["changed"].changes] == ["งานวันเด็กใหญ่"]
    with pytest.raises(BasisChangedError):
        copy(draft, last_year, cast.officer, seen=Bases())
    assert not draft.plan.items.exists()
