"""The pages of a plan: who reaches them, what they show, and that they do not slow down with their rows."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities.models import Plan, PlanRevision
from tests.communities.conftest import ON
from tests.deciding import decide
from tests.factories.communities import (
    BudgetLineFactory,
    CommunityFactory,
    PlanAdoptionFactory,
    PlanAreaFactory,
    PlanProblemFactory,
    PlanProjectFactory,
    PlanRevisionFactory,
    PlanSectionFactory,
    PlanTemplateFactory,
)
from tests.fixtures.people import WHO

CITY = {"social", "strategy", "administrator"}
DISTRICT = {"officer", "director"}


@pytest.fixture
def draft(cast):
    return PlanRevisionFactory(plan__community=cast.home_community)


def page(revision, name=""):
    return f"/work/plans/2567/{revision.plan.community.code}/{name}"


def expected(who, allowed, inside):
    """200 for those allowed, 403 for colleagues who see the plan, 404 for strangers."""
    if who == "visitor":
        return 302
    return 200 if who in allowed else 403 if who in inside else 404


INSIDE = CITY | DISTRICT | {"member"}
PAGES = {
    "": INSIDE,
    "editions/1/": INSIDE,
    "write/": {"member"},
    "write/last-year/": {"member"},
    "write/projects/": {"member"},
    "write/items/": {"member"},
    "missing/": {"member"},
    "submit/": {"member"},
    "sections/vision/": {"member"},
    f"problems/{UUID(int=1)}/": {"member"},
    "withdraw/": DISTRICT,
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", WHO)
def test_who_reaches_the_pages_of_a_draft(client, cast, draft, who, name):
    if who != "visitor":
        client.force_login(cast.people[who])

    response = client.get(page(draft, name))

    assert response.status_code == expected(who, PAGES[name], INSIDE)


POSTS = ["begin/", "copy/", "submit/", "projects/", "sections/vision/", "withdraw/"]


@pytest.mark.parametrize("name", POSTS)
@pytest.mark.parametrize("who", ["stranger", "away_member", "away_officer", "away_director"])
def test_a_stranger_writes_nothing_in_a_draft(client, cast, draft, who, name):
    PlanTemplateFactory()
    client.force_login(cast.people[who])

    response = client.post(page(draft, name), {"title": "ก", "uuid": uuid4(), "text": "ก", "reason": "ก"})

    assert response.status_code == (403 if name == "begin/" else 404)
    assert not draft.projects.exists()


def test_a_confirmed_plan_is_read_by_anyone_logged_in_without_what_came_before(client, cast, draft):
    PlanRevision.objects.filter(pk=draft.pk).update(
        state="returned", return_reason="เหตุผลภายใน",
        submitted_on=ON, submitted_at="2023-06-01T01:00Z", submitted_by=cast.member,
        returned_on=ON, returned_at="2023-06-01T01:00Z", returned_by=cast.officer,
    )  # fmt: skip
    confirmed = PlanRevisionFactory(plan=draft.plan, number=2, confirmed=True)
    client.force_login(cast.stranger)

    response = client.get(page(confirmed))
    old = client.get(page(confirmed, "editions/1/"))

    assert response.status_code == 200
    assert "เหตุผลภายใน" not in response.content.decode()
    assert old.status_code == 404


def test_a_committee_reads_why_its_plan_came_back(client, cast):
    returned = PlanRevisionFactory(plan__community=cast.home_community, returned=True)
    draft = PlanRevisionFactory(plan=returned.plan, number=2)
    client.force_login(cast.member)

    for name in ("", "write/"):
        assert "ขาดเป้าหมาย" in client.get(page(draft, name)).content.decode()


def test_the_list_shows_those_not_begun_and_how_far_the_others_are(client, cast, draft):
    idle = CommunityFactory(subdistrict=cast.home_community.subdistrict, name_th="ยังไม่เริ่ม")
    done = CommunityFactory(subdistrict=cast.home_community.subdistrict, name_th="เสร็จแล้ว")
    PlanAdoptionFactory(
        revision=PlanRevisionFactory(plan__community=done, confirmed=True), adopted_on=date(2023, 5, 15)
    )
    CommunityFactory(subdistrict=cast.home_community.subdistrict, name_th="ยุบแล้ว", standing__status="dissolved")
    client.force_login(cast.officer)

    rows = {
        c.name_th: (label, c.plan_adopted_on)
        for c, _name, label, _tone in client.get("/work/plans/2567/").context["rows"]
    }

    assert rows == {
        cast.home_community.name_th: ("ร่าง", None),
        idle.name_th: ("ยังไม่เริ่ม", None),
        done.name_th: ("เขตรับรองแล้ว", date(2023, 5, 15)),
    }


@pytest.mark.parametrize(
    ("who", "sees"), [("member", {"home"}), ("officer", {"home"}), ("social", {"home", "away"}), ("stranger", set())]
)
def test_the_list_is_of_the_communities_one_works_with(client, cast, who, sees):
    client.force_login(cast.people[who])

    listed = {c.pk for c, _name, _label, _tone in client.get("/work/plans/2567/").context["rows"]}

    assert listed == {getattr(cast, f"{place}_community").pk for place in sees}


@pytest.mark.parametrize(
    ("query", "count"), [("?state=draft", 1), ("?state=none", 0), ("?q=ร่มเย็น", 1), ("?q=ไม่มีชื่อนี้", 0)]
)
def test_the_list_is_filtered(client, cast, draft, query, count):
    client.force_login(cast.officer)

    response = client.get(f"/work/plans/2567/{query}")

    assert len(response.context["rows"]) == count


def add_rows(revision, count):
    first = revision.projects.count() + 1
    for n in range(first, first + count):
        earlier = PlanProjectFactory(
            revision__plan__community=revision.plan.community, revision__plan__fiscal_year=2540 + n
        )
        project = PlanProjectFactory(
            revision=revision,
            rank=n,
            problem=PlanProblemFactory(revision=revision, position=n),
            carried_from=earlier,
        )
        project.areas.add(PlanAreaFactory(code=f"area{n}", position=n))
        BudgetLineFactory.create_batch(n, project=project)


def queries_of(client, url):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", ["", "write/", "write/projects/", "write/items/", "submit/", "missing/"])
def test_the_pages_of_a_plan_ask_as_much_for_three_projects_as_for_one(client, cast, draft, name):
    PlanSectionFactory(revision=draft)
    client.force_login(cast.member)
    add_rows(draft, 1)
    for_one = queries_of(client, page(draft, name))
    add_rows(draft, 2)

    assert queries_of(client, page(draft, name)) == for_one


def test_the_list_asks_as_much_for_three_plans_as_for_one(client, cast, draft):
    client.force_login(cast.officer)
    for_one = queries_of(client, "/work/plans/2567/")
    for _ in range(2):
        community = CommunityFactory(subdistrict=cast.home_community.subdistrict)
        PlanAdoptionFactory(revision=PlanRevisionFactory(plan__community=community, confirmed=True))

    assert queries_of(client, "/work/plans/2567/") == for_one


def test_a_member_begins_a_plan_from_the_list(client, cast):
    PlanTemplateFactory()
    client.force_login(cast.member)
    code = cast.home_community.code

    first = client.post(f"/work/plans/2567/{code}/begin/")
    second = client.post(f"/work/plans/2567/{code}/begin/")

    assert first.url == f"/work/plans/2567/{code}/write/"
    assert second.url == f"/work/plans/2567/{code}/"
    assert Plan.objects.get().community == cast.home_community


def test_a_confirmation_is_withdrawn_with_a_reason(client, cast):
    confirmed = PlanRevisionFactory(plan__community=cast.home_community, confirmed=True)
    client.force_login(cast.director)

    silent = decide(client, page(confirmed, "withdraw/"), reason=" ")
    decide(client, page(confirmed, "withdraw/"), reason="พบโครงการซ้ำ")

    assert silent.status_code == 422
    confirmed.refresh_from_db()
    assert (confirmed.confirmation_withdrawn_on, confirmed.withdrawal_reason) == (ON, "พบโครงการซ้ำ")


def test_a_wrong_moment_is_a_sentence_and_keeps_the_text(client, cast, draft):
    client.force_login(cast.officer)

    response = decide(client, page(draft, "withdraw/"), reason="เหตุผลยาว")

    assert response.status_code == 409
    assert response.context["form"].non_field_errors() == ["แผนฉบับนี้ไม่ได้รับรองอยู่"]
    assert "เหตุผลยาว" in response.content.decode()
