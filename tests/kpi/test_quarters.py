from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.actions import quarters
from bkkplan.figures.kpi.models import FrozenQuarter
from bkkplan.figures.kpi.registry import Ratio
from bkkplan.ground.core.fiscal import FiscalYear
from tests.deciding import decide
from tests.factories.forums import ForumFactory

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
YEAR = FiscalYear(2566)
END_OF_Q1 = date(2022, 12, 31)


def counted(as_of):
    return registry.figure("KPI-1", YEAR, as_of, at=AT).ratio


def back_dated(district):
    ForumFactory(published=True, district=district, announced_on="2022-10-01", scheduled_on=date(2022, 11, 1))


def test_a_frozen_quarter_does_not_move_and_a_reopened_one_is_live_again(cast):
    quarters.freeze_quarter(year=YEAR, quarter=1, by=cast.strategy, at=AT)
    back_dated(cast.home)

    assert counted(END_OF_Q1) == Ratio(0, 2)

    quarters.reopen_quarter(year=YEAR, quarter=1, reason="เขตส่งหลักฐานเพิ่ม", by=cast.strategy, at=AT)

    assert counted(END_OF_Q1) == Ratio(1, 2)
    assert FrozenQuarter.objects.count() == len(registry.all_definitions())


def test_the_last_quarter_holds_for_every_later_day(cast):
    quarters.freeze_quarter(year=YEAR, quarter=4, by=cast.strategy, at=AT)
    back_dated(cast.home)

    assert counted(date(2023, 9, 30)) == Ratio(1, 2)
    assert counted(date(2024, 3, 1)) == Ratio(0, 2)


def test_a_quarter_is_frozen_once(cast):
    quarters.freeze_quarter(year=YEAR, quarter=1, by=cast.strategy, at=AT)

    with pytest.raises(quarters.QuarterError):
        quarters.freeze_quarter(year=YEAR, quarter=1, by=cast.strategy, at=AT)


def test_reopening_needs_a_reason(cast):
    quarters.freeze_quarter(year=YEAR, quarter=1, by=cast.strategy, at=AT)

    with pytest.raises(quarters.ReasonNeededError):
        quarters.reopen_quarter(year=YEAR, quarter=1, reason=" ", by=cast.strategy, at=AT)

    assert not FrozenQuarter.objects.exclude(reopened_at=None).exists()


@pytest.mark.parametrize("who", ["officer", "director", "social", "member", "stranger"])
def test_others_do_not_freeze(cast, who):
    with pytest.raises(PermissionDenied):
        quarters.freeze_quarter(year=YEAR, quarter=1, by=cast.people[who], at=AT)


def test_the_page_freezes_and_reopens(client, cast, settings):
    settings.WORKING_DAY = "2023-06-02"
    client.force_login(cast.strategy)

    decide(client, reverse("kpi:freeze", args=[YEAR, 1]))
    early = decide(client, reverse("kpi:freeze", args=[YEAR, 4]), follow=True)
    decide(client, reverse("kpi:reopen", args=[YEAR, 1]), reason="เขตส่งหลักฐานเพิ่ม")
    html = client.get(reverse("kpi:quarters", args=[YEAR])).content.decode()

    assert "ตรึงตัวเลขได้เมื่อสิ้นไตรมาสแล้ว" in early.content.decode()
    assert "เขตส่งหลักฐานเพิ่ม" in html
    assert set(FrozenQuarter.objects.values_list("quarter", flat=True)) == {1}


def test_figures_that_changed_after_the_page_was_opened_are_told_and_not_frozen(client, cast, settings):
    settings.WORKING_DAY = "2023-06-02"
    client.force_login(cast.strategy)
    address = reverse("kpi:freeze", args=[YEAR, 1])
    shown = client.get(address).context["seen"]
    back_dated(cast.home)

    page = client.post(address, {"seen": shown})

    assert page.status_code == 409
    changes = {change.before: change.now for change in page.context["changed"].changes}
    assert changes["0 / 2"] == "1 / 2"
    assert not FrozenQuarter.objects.exists()
    client.post(address, {"seen": page.context["seen"]})
    assert FrozenQuarter.objects.count() == len(registry.all_definitions())


def test_a_quarter_that_is_not_frozen_is_not_opened(client, cast, settings):
    settings.WORKING_DAY = "2023-06-02"
    client.force_login(cast.strategy)

    page = decide(client, reverse("kpi:reopen", args=[YEAR, 1]), reason="พิมพ์ไว้")

    assert page.status_code == 409
    assert "พิมพ์ไว้" in page.content.decode()


def test_freezing_asks_first_and_shows_what_will_be_kept(client, cast, settings):
    settings.WORKING_DAY = "2023-06-02"
    client.force_login(cast.strategy)
    address = reverse("kpi:freeze", args=[YEAR, 1])

    asked = client.get(address)

    assert asked.context["stats"][0].note == "0 / 2"
    assert "0 / 2" in asked.content.decode()
    assert not FrozenQuarter.objects.exists()
