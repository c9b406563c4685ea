"""The ordinary pages of a country: 30 offices in three provinces, first as one list, then as too many for one."""

from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import override_settings
from django.urls import reverse

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.builders.by_group import briefs, of_group
from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.core.fiscal import FiscalYear
from communities.models import Community, CommunityType
from districts import queries
from districts.models import District, Subdistrict
from tests.country import write_country
from tests.factories.accounts import AssignmentFactory, UserFactory
from tests.factories.budget import ActionPlanEditionFactory, ActionPlanItemFactory, InclusionFactory
from tests.factories.communities import (
    CommunityFactory,
    PlanAdoptionFactory,
    PlanProjectFactory,
    PlanRevisionFactory,
)
from tests.factories.forums import ForumFactory, ProposalFactory
from tests.trial.bench_sizes import KPI_1, KPI_2, KPI_3

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2566)
DAY = date(2023, 6, 2)
AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
MAY = date(2023, 5, 12)


@pytest.fixture(scope="module")
def reference(rows_of_the_file, tmp_path_factory):
    """The folder. Every third office published a hearing; of two communities each, one made its plan in every second

    office.
    """
    folder = write_country(tmp_path_factory.mktemp("country"), districts=30, per_province=10)
    with override_settings(WORKING_DAY=DAY.isoformat(), REFERENCE_DIR=folder):
        call_command("load_reference", verbosity=0)
        kind = CommunityType.objects.filter(valid_until=None).first()
        for n, place in enumerate(Subdistrict.objects.select_related("district").order_by("code")):
            made, _not_made = (
                CommunityFactory(subdistrict=place, code=f"{place.district.code}-{number:04}", standing__type=kind)
                for number in (1, 2)
            )
            if n % 3 == 0:
                forum = ForumFactory(
                    published=True, district=place.district, scheduled_on=MAY, held_on=MAY, published_on=MAY
                )
                ProposalFactory(forum=forum)
            if n % 2 == 0:
                revision = PlanRevisionFactory(plan__community=made, confirmed=True, confirmed_on=MAY)
                PlanAdoptionFactory(revision=revision, adopted_on=MAY)
    return folder


@pytest.fixture(params=["one list", "by group"])
def country(request, reference, settings, monkeypatch):
    cache.clear()
    settings.WORKING_DAY = DAY.isoformat()
    settings.REFERENCE_DIR = reference
    if request.param == "by group":
        monkeypatch.setattr(queries, "MOST_IN_ONE_LIST", 29)
    return request.param


@pytest.fixture
def strategy(db):
    user = UserFactory(username="strategy")
    AssignmentFactory(user=user, role=Role.STRATEGY, district=None)
    return user


@pytest.fixture
def administrator(db):
    user = UserFactory(username="administrator")
    AssignmentFactory(user=user, role=Role.ADMINISTRATOR, district=None)
    return user


def by_sql():
    """The three figures by district, in another way than the portal's."""
    values = {"start": YEAR.start, "day": DAY, "units": DAY}
    found = {}
    with connection.cursor() as cursor:
        for code, question in (("KPI-1", KPI_1), ("KPI-2", KPI_2), ("KPI-3", KPI_3)):
            cursor.execute(question, values)
            found[code] = {pk: (int(counted), units) for pk, counted, units in cursor.fetchall()}
    return found


def test_the_figures_in_short_and_of_each_group_are_those_of_the_records(country):
    edition = ActionPlanEditionFactory(
        plan__district=District.objects.get(code="TH020003"), plan__fiscal_year=2566, approved=True, approved_on=MAY
    )
    project = PlanProjectFactory(revision__plan__community=Community.objects.get(code="TH020003-0002"))
    InclusionFactory(item=ActionPlanItemFactory(introduced_in=edition), project=project, included_on=MAY)
    direct = by_sql()

    short = {brief.summary.code: brief for brief in briefs(YEAR, DAY, at=AT)}
    whole = {figure.code: figure for figure in registry.summaries(YEAR, DAY, at=AT)}

    for code, of_districts in direct.items():
        groups = {}
        for district in District.objects.all():
            counted, units = of_districts[district.pk]
            before = groups.get(district.group_id, (0, 0))
            groups[district.group_id] = (before[0] + counted, before[1] + units)
        brief = short[code]
        assert {pk: (g.ratio.counted, g.ratio.units) for pk, g in brief.groups.items()} == groups
        assert brief.summary.ratio == whole[code].ratio
        assert brief.not_counted == brief.summary.ratio.units - brief.summary.ratio.counted
        for group in groups:
            [own] = [figure for figure in of_group(group, YEAR, DAY, at=AT) if figure.code == code]
            expected = {d.pk: of_districts[d.pk] for d in District.objects.filter(group=group)}
            assert {pk: (ratio.counted, ratio.units) for pk, ratio in own.districts.items()} == expected
            assert {r.unit for r in own.results} <= expected.keys()
    assert sum(short["KPI-1"].marks.values()) == 30


def test_the_front_page_has_the_provinces_with_their_counts(country, client):
    page = client.get(reverse("public:home"))

    assert page.status_code == 200
    groups = page.context["map_groups"]
    assert [str(group.name) for group in groups] == ["จังหวัดที่ 1", "จังหวัดที่ 2", "จังหวัดที่ 3"]
    assert [str(group.note).split(" · ")[0] for group in groups] == ["เผยแพร่แล้ว 4", "เผยแพร่แล้ว 3", "เผยแพร่แล้ว 3"]
    assert {str(key.word): key.count for key in page.context["keys"]}["เผยแพร่แล้ว"] == 10
    unfolds = country == "one list"
    assert [len(group.tiles) for group in groups] == [10 * unfolds] * 3
    assert [bool(group.href) for group in groups] == [not unfolds] * 3
    assert 'class="tilemap-grid"' not in page.content.decode()


def test_a_province_leads_to_its_districts_and_these_to_their_pages(country, client):
    list_page = client.get(reverse("public:districts"))
    province = client.get(reverse("public:districts"), {"group": "th02"})

    assert list_page.content.decode().count("/districts/TH") == (30 if country == "one list" else 0)
    assert province.content.decode().count("/districts/TH02") == 10
    for code in ("TH010001", "TH020001"):
        page = client.get(reverse("public:district", args=[code]))
        assert page.status_code == 200
        assert "เขตเมือง" in page.content.decode()
        results = {str(item.text): item for item in page.context["results"]}
        hearing = next(item for text, item in results.items() if text.startswith("ตัวชี้วัดที่ 1"))
        assert str(hearing.word) == ("นับแล้ว" if code == "TH010001" else "ยังไม่มี")


@pytest.mark.parametrize(
    ("name", "args", "query"),
    [
        ("public:hearings", (), {}),
        ("public:hearings", (), {"district": "TH010001"}),
        ("public:search", (), {"q": "ทาง"}),
        ("public:search", (), {"district": "TH010001"}),
        ("public:contacts", (), {}),
        ("public:contacts", (), {"group": "th01"}),
        ("public:sitemap", (), {}),
        ("public:privacy", (), {}),
        ("opendata:catalogue", (), {}),
        *(("public:indicator", (YEAR, f"KPI-{n}"), {}) for n in (1, 2, 3, 4, 5)),
        ("public:indicator", (YEAR, "KPI-2"), {"district": "TH020001"}),
    ],
)
def test_each_public_page_is_there(country, client, name, args, query):
    assert client.get(reverse(name, args=args), query).status_code == 200


def test_a_district_is_typed_where_there_are_too_many_to_choose_from(country, client):
    page = client.get(reverse("public:hearings"), {"district": "เมือง จังหวัดที่ 1"})
    several = client.get(reverse("public:hearings"), {"district": "เมือง"})

    if country == "by group":
        assert page.context["page"].paginator.count == 1
        assert "<select" not in page.content.decode().split('name="district"')[0].rsplit("<", 1)[-1]
        assert "มีหลายเขตชื่อนี้" in several.content.decode()
        assert "TH030001 เมือง จังหวัดที่ 3" in several.content.decode()
    else:
        assert page.content.decode().count('value="TH') == 30


@pytest.mark.parametrize("kpi", ["KPI-1", "KPI-2", "KPI-3", "KPI-4", "KPI-5"])
def test_the_dashboard_has_each_province_and_the_districts_of_one(country, client, strategy, kpi):
    client.force_login(strategy)
    direct = by_sql()

    page = client.get(reverse("kpi:dashboard", args=[YEAR]), {"kpi": kpi})
    province = client.get(reverse("kpi:dashboard", args=[YEAR]), {"kpi": kpi, "group": "th02"})

    assert page.status_code == province.status_code == 200
    if kpi in direct:
        counts = [sum(direct[kpi][pk][0] for pk in ids) for ids in ids_of_groups()]
        assert [row.ratio.counted for row in page.context["groups"]] == counts
        of_second = [direct[kpi][pk] for pk in ids_of_groups()[1]]
        rows = province.context["districts"] if country == "by group" else page.context["districts"][10:20]
        assert [(row.ratio.counted, row.ratio.units) for row in rows] == of_second
        assert all(len(page.context[name]) <= 30 for name in ("not_counted", "not_counted_more"))


def ids_of_groups():
    rows = District.objects.order_by("code")
    return [[d.pk for d in rows if d.code.startswith(f"TH0{n}")] for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("name", "args", "query"),
    [
        ("desk:my-work", (), {}),
        ("desk:year-of-offices", (YEAR,), {}),
        ("desk:year-of-offices", (YEAR,), {"group": "th03"}),
        ("budget:money", (YEAR,), {}),
        ("budget:money", (YEAR,), {"group": "th03"}),
        ("budget:checks", (YEAR.next,), {}),
        ("budget:checks", (YEAR.next,), {"district": "TH010001"}),
        ("budget:waiting", (), {}),
        ("communities:plans", (YEAR.next,), {}),
        ("communities:plans", (YEAR.next,), {"district": "TH010001"}),
        ("forums:list", (YEAR,), {}),
        ("kpi:units", (YEAR, "KPI-1"), {"district": "TH010001"}),
        ("kpi:units", (YEAR, "KPI-2"), {}),
        ("desk:find", (), {"q": "เมือง"}),
    ],
)
def test_each_page_of_the_staff_is_there(country, client, strategy, name, args, query):
    client.force_login(strategy)

    assert client.get(reverse(name, args=args), query).status_code == 200


def test_roles_are_given_by_place(country, client, administrator):
    client.force_login(administrator)
    person = UserFactory(username="new")

    for name in ("people", "log"):
        assert client.get(reverse(f"accounts:{name}"), {"district": "TH010001"}).status_code == 200
    page = client.get(reverse("accounts:person", args=[person.pk]))
    assert page.status_code == 200
    district = District.objects.get(code="TH020001")
    given = {"role": Role.DISTRICT_OFFICER, "starts_on": "1 มิ.ย. 2566"}
    typed = "เมือง จังหวัดที่ 2" if country == "by group" else district.pk
    client.post(reverse("accounts:give-role", args=[person.pk]), given | {"district": typed})
    assert [one.district for one in person.assignments.all()] == [district]
