import csv
import io
import re
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from bkkplan.faces.opendata.datasets import DATASETS
from bkkplan.faces.opendata.views.catalogue import in_both
from bkkplan.figures.kpi import registry
from bkkplan.ground.core.fiscal import FiscalYear
from budget.actions.money.money import grant_yearly_budget
from budget.models import NamedSource
from forums.enums import ForumKind
from forums.models import Attendance, ParticipantSector
from tests.factories.accounts import AT, UserFactory
from tests.factories.budget import (
    ActionPlanEditionFactory,
    ActionPlanFactory,
    ActionPlanItemFactory,
    CheckFactory,
    InclusionFactory,
    MoneySourceFactory,
)
from tests.factories.communities import CommunityFactory
from tests.factories.forums import (
    AttendanceFactory,
    ForumFactory,
    ParticipantSectorFactory,
    ProposalFactory,
    UptakeFactory,
)
from tests.factories.kpi import TargetFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2566)


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = "2023-06-02"


def published(**kwargs):
    return ForumFactory(published=True, announced_on=date(2023, 4, 1), **kwargs)


FATE = ("stage", "outcome", "community_code", "item_uuid")


def read(client, code, language="th"):
    answer = client.get(reverse("opendata:download", args=[code, YEAR]), headers={"accept-language": language})
    body = b"".join(answer.streaming_content).decode()
    assert body.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(body[1:])))


def receive(district):
    """Money of the yearly ordinance, and some of the central fund."""
    for source in (None, NamedSource(MoneySourceFactory(code="central"))):
        grant_yearly_budget(
            district_id=district.pk,
            year=FiscalYear(2566),
            amount=Decimal(1000),
            from_source=source,
            act=uuid4(),
            on=date(2023, 1, 5),
            by=None,
            at=AT,
        )


@pytest.fixture
def told_apart(cast):
    """What numbers alone do not tell apart: two kinds of forum, a name that two communities share, an item of each."""
    sector = ParticipantSectorFactory()
    for kind in ForumKind:
        forum = published(kind=kind, number=1, district=cast.home)
        AttendanceFactory(forum=forum, sector=sector)
        ProposalFactory(forum=forum, position=1)
    CommunityFactory(name_th=cast.home_community.name_th, subdistrict__district=cast.home)
    for district in (cast.home, cast.away):
        plan = ActionPlanFactory(fiscal_year=2566, district=district)
        ActionPlanItemFactory(introduced_in=ActionPlanEditionFactory(plan=plan, approved=True), position=1)
        receive(district)
        TargetFactory(code="KPI-1", fiscal_year=2566, district=district)


@pytest.mark.parametrize("code", DATASETS)
def test_no_two_rows_of_a_file_share_its_key(client, told_apart, code):
    keys = [tuple(row[name] for name in DATASETS[code].key) for row in read(client, code)]

    assert len(keys) > 1
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("code", DATASETS)
def test_every_dataset_keeps_its_columns(client, code):
    published()
    plan = ActionPlanFactory(fiscal_year=2566)
    ActionPlanItemFactory(introduced_in=ActionPlanEditionFactory(plan=plan, approved=True))
    forum = published()
    ProposalFactory(forum=forum)

    for row in read(client, code):
        assert list(row) == [column.name for column in DATASETS[code].columns]
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


def test_a_proposal_says_how_far_it_came_and_its_item_says_whence(client):
    forum = published()
    proposal, waiting = ProposalFactory(forum=forum), ProposalFactory(forum=forum)
    project = UptakeFactory(proposal=proposal, project__revision__confirmed=True).project
    plan = ActionPlanFactory(fiscal_year=2566, district=forum.district)
    edition = ActionPlanEditionFactory(plan=plan, approved=True)
    item = ActionPlanItemFactory(introduced_in=edition, progress="done", done_on=date(2023, 6, 1), result="ติดตั้งครบ")
    InclusionFactory(project=project, item=item)

    told = {row["uuid"]: row for row in read(client, "proposals")}
    [given] = read(client, "action-plan-items")

    community = project.revision.plan.community.code
    assert [told[str(waiting.uuid)][name] for name in FATE] == ["proposed", "", "", ""]
    assert [told[str(proposal.uuid)][name] for name in FATE] == ["done", "done", community, str(item.uuid)]
    assert (given["proposal_uuids"], given["community_codes"], given["result"]) == (
        str(proposal.uuid),
        community,
        "ติดตั้งครบ",
    )


@pytest.mark.parametrize(
    ("outcome", "told"), [("forward", "forwarded"), ("community", "community"), ("not_possible", "not_possible")]
)
def test_a_proposal_says_how_its_way_ended(client, outcome, told):
    project = UptakeFactory(proposal__forum=published(), project__revision__confirmed=True).project
    CheckFactory(project=project, outcome=outcome, outcome_reason="นอกอำนาจหน้าที่", forwarded_to="สำนักการโยธา")

    [row] = read(client, "proposals")

    assert [row[name] for name in FATE[:2]] == ["checked", told]


@pytest.mark.parametrize("code", DATASETS)
@pytest.mark.parametrize("count", [1, 3])
def test_a_file_asks_the_same_whatever_its_length(client, django_assert_max_num_queries, count, code):
    for _ in range(count):
        forum = published()
        AttendanceFactory(forum=forum)
        project = UptakeFactory(proposal__forum=forum, project__revision__confirmed=True).project
        plan = ActionPlanFactory(fiscal_year=2566, district=forum.district)
        edition = ActionPlanEditionFactory(plan=plan, approved=True)
        InclusionFactory(project=project, item=ActionPlanItemFactory(introduced_in=edition))
        receive(forum.district)
        TargetFactory(code="KPI-1", fiscal_year=2566, district=forum.district)

    with django_assert_max_num_queries(20):
        assert len(read(client, code)) >= count


def test_a_forum_called_off_before_it_was_announced_stays_inside(client):
    ForumFactory(cancelled=True, announced_on=None)
    told = ForumFactory(cancelled=True)

    assert [row["forum_id"] for row in read(client, "hearings")] == [str(told.pk)]


def test_a_file_is_the_same_in_every_language(client):
    published()

    [thai], [english] = (
        [row["reason"] for row in read(client, "kpi-units", language) if row["kpi_code"] == "KPI-1"]
        for language in ("th", "en")
    )

    assert thai == english
    assert "พ.ค." in thai


def test_the_catalogue_tells_machines_what_the_page_tells_people(client):
    page = words_of(client.get(reverse("opendata:datasets")))
    packages = client.get(reverse("opendata:catalogue")).json()["packages"]

    assert len(packages) == len(DATASETS)
    for package in packages:
        dataset = DATASETS[package["name"].removeprefix("bkkplan-")]
        assert [column["id"] for column in package["data_dictionary"]] == [c.name for c in dataset.columns]
        assert set(package["primary_key"]) <= {c.name for c in dataset.columns}
        assert package["license_url"] in page
        assert package["license_title"] in page
        assert package["owner_org"] in page
        assert package["title"] != package["title_en"]
        assert package["last_updated_date"] == "2023-06-02"
        for resource in package["resources"]:
            assert resource["url"].removeprefix("http://testserver") in page


@pytest.mark.parametrize("code", DATASETS)
def test_every_column_has_its_meaning_in_both_languages(code):
    for column in DATASETS[code].columns:
        thai, english = in_both(column.meaning)
        assert re.search("[ก-๙]", thai)
        assert english != thai


def test_a_formula_leaves_as_text(client):
    ProposalFactory(forum=published(), title='=HYPERLINK("x")')

    assert read(client, "proposals")[0]["title"] == '\'=HYPERLINK("x")'


def test_a_dataset_no_one_knows_is_not_found(client):
    assert client.get(reverse("opendata:download", args=["secrets", YEAR])).status_code == 404
