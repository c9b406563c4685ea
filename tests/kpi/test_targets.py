from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from bkkplan.figures.kpi.actions.targets import set_target
from bkkplan.figures.kpi.models import Target
from bkkplan.figures.kpi.registry import district_targets, targets
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from tests.factories.communities import CommunityFactory

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
YEAR = FiscalYear(2566)


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = "2023-06-02"


def post(client, **data):
    return client.post(reverse("kpi:targets", args=[YEAR]), {"code": "KPI-2", "district": "", "percent": "", **data})


def test_the_strategy_office_sets_changes_and_takes_away_a_target(client, cast):
    client.force_login(cast.strategy)

    post(client, percent="80")
    post(client, percent="85.5")
    post(client, district=cast.home.code, percent="90")

    assert targets(YEAR)["KPI-2"] == Decimal("85.50")
    assert district_targets("KPI-2", YEAR) == {cast.home.pk: Decimal("90.00")}

    post(client, district=cast.home.code)

    assert district_targets("KPI-2", YEAR) == {}
    verbs = Entry.objects.filter(verb__startswith="kpi.target").order_by("pk").values_list("verb", "before", "after")
    assert list(verbs) == [
        ("kpi.target_set", {}, {"percent": "80"}),
        ("kpi.target_set", {"percent": "80.00"}, {"percent": "85.5"}),
        ("kpi.target_set", {}, {"percent": "90"}),
        ("kpi.target_removed", {"percent": "90.00"}, None),
    ]


def test_others_set_none(cast):
    with pytest.raises(PermissionDenied):
        set_target(code="KPI-2", year=YEAR, district_id=None, percent=Decimal(80), by=cast.officer, at=AT)


@pytest.mark.parametrize("typed", ["101", "-1", "มาก"])
def test_what_is_no_percentage_comes_back(client, cast, typed):
    client.force_login(cast.strategy)

    assert post(client, percent=typed).status_code == 422
    assert not Target.objects.filter(fiscal_year=YEAR.be, code="KPI-2").exists()


def test_a_districts_target_is_shown_where_its_figure_is(client, cast):
    CommunityFactory(subdistrict__district=cast.home)
    set_target(code="KPI-2", year=YEAR, district_id=cast.home.pk, percent=Decimal("77.5"), by=cast.strategy, at=AT)
    client.force_login(cast.strategy)

    dashboard = client.get(f"{reverse('kpi:dashboard', args=[YEAR])}?kpi=KPI-2").content.decode()
    client.logout()
    public = client.get(reverse("public:district", args=[cast.home.code])).content.decode()

    assert "77.50" in dashboard
    assert "เป้าหมายของเขต 77.50 %" in public
