import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from bkkplan.core.fiscal import FiscalYear
from bkkplan.kpi import registry
from bkkplan.opendata.datasets import DATASETS
from forums.models import Attendance, ParticipantSector
from tests.factories.accounts import AT, UserFactory
from tests.factories.budget import ActionPlanEditionFactory, ActionPlanFactory, ActionPlanItemFactory
from tests.factories.forums import ForumFactory, ProposalFactory

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2566)


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = "2023-06-02"


def published(**kwargs):
    return ForumFactory(published=True, announced_on=date(2023, 4, 1), **kwargs)


def read(client, code):
    body = b"".join(client.get(reverse("opendata:download", args=[code, YEAR])).streaming_content).decode()
    assert body.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(body[1:])))


@pytest.mark.parametrize("code", DATASETS)
def test_every_dataset_keeps_its_columns(client, code):
    published()
    plan = ActionPlanFactory(fiscal_year=2566)
    ActionPlanItemFactory(introduced_in=ActionPlanEditionFactory(plan=plan, approved=True))
    forum = published()
    ProposalFactory(forum=forum)

    for row in read(client, code):
        assert list(row) == [name for name, _ in DATASETS[code].columns]
        assert None not in row


def test_the_data_page_is_public(client):
    assert client.get(reverse("opendata:datasets")).status_code == 200


def test_the_units_file_counts_as_the_figure_does(client):
    published()
    ForumFactory(held=True)

    rows = [row for row in read(client, "kpi-units") if row["kpi_code"] == "KPI-1"]

    ratio = registry.figure("KPI-1", YEAR, date(2023, 6, 2), at=AT).ratio
    assert (sum(int(row["is_counted"]) for row in rows), len(rows)) == (ratio.counted, ratio.units)


def test_unpublished_and_removed_proposals_stay_inside(client):
    ProposalFactory(forum=ForumFactory(held=True), title="ยังไม่เผยแพร่")
    ProposalFactory(forum=published(), title="ลบแล้ว", removed_on=date(2023, 5, 20))
    ProposalFactory(forum=published(), title="เผยแพร่")

    assert [row["title"] for row in read(client, "proposals")] == ["เผยแพร่"]


def test_proposals_are_counted_in_each_forum_as_on_its_page(client):
    forum, other = published(), published()
    ProposalFactory(forum=forum, position=1, removed_on=date(2023, 5, 20), removed_by=UserFactory())
    ProposalFactory(forum=forum, position=2)
    ProposalFactory(forum=other, position=7)

    assert [row["position"] for row in read(client, "proposals")] == ["1", "1"]


def test_neither_a_small_sector_nor_the_total_that_tells_it_goes_out(client):
    forum = published(attendance_total=44)
    for position, people in ((1, 4), (2, 40)):
        sector = ParticipantSector.objects.create(
            code=f"s{position}", name_th=f"ภาค{position}", name_en=f"S{position}", position=position
        )
        Attendance.objects.create(forum=forum, sector=sector, people=people)

    assert [row["people"] for row in read(client, "attendance")] == ["<5", "40"]
    assert [row["attendance_total"] for row in read(client, "hearings")] == [">=40"]


def test_a_formula_leaves_as_text(client):
    ProposalFactory(forum=published(), title='=HYPERLINK("x")')

    assert read(client, "proposals")[0]["title"] == '\'=HYPERLINK("x")'


def test_a_dataset_no_one_knows_is_not_found(client):
    assert client.get(reverse("opendata:download", args=["secrets", YEAR])).status_code == 404
