"""The joint purchase of the sample city has what the actions of the pages give it."""

from datetime import date
from types import SimpleNamespace

import pytest

from bkkplan.trial.actions.lots import buy_together
from bkkplan.trial.builders import story
from budget.models import LedgerEntry, Lot, LotInspection
from budget.queries.lots.lots import look_at
from tests.budget.lots import build_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def crew(cast, monkeypatch):
    monkeypatch.setattr(story, "SHOWCASE", (cast.away.code, cast.home.code))
    monkeypatch.setattr(story, "BOUGHT_TOGETHER", ("โต๊ะพับ", "เต็นท์"))
    return SimpleNamespace(officer=lambda code: cast.officer if code == cast.home.code else cast.away_officer)


def test_a_lot_is_ordered_received_handed_over_and_paid_in_part_before_today(cast, crew, settings):
    settings.WORKING_DAY = story.TODAY.isoformat()
    build_shop(cast)

    buy_together(crew)

    looked = look_at(Lot.objects.get())
    assert len(looked.groups) == 3
    assert [row.short for row in looked.short] == [2]
    assert [bool(group.handover) for group in looked.groups] == [True, True, False]
    assert 0 < looked.money.paid < looked.money.bound == looked.contract
    days = [*LedgerEntry.objects.values_list("on", flat=True), *LotInspection.objects.values_list("on", flat=True)]
    assert max(days) <= story.TODAY
    assert looked.lot.ordered_on > date(2023, 1, 10)


def test_nothing_is_bought_where_no_two_communities_want_the_same(crew):
    buy_together(crew)

    assert not Lot.objects.exists()
