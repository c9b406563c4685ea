import re
from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from bkkplan.faces.public.views import search
from bkkplan.faces.public.views.sitemaps import ProposalPages
from bkkplan.ground.core.thai import search_key
from budget.actions.stages import follow_all_proposals
from budget.enums import ItemProgress
from budget.models import ActionPlan
from forums.enums import ForumKind, ForumState
from forums.models import AdoptionMeeting, Attendance, ParticipantSector, Postponement, Uptake
from tests.factories.accounts import UserFactory
from tests.factories.budget import (
    ActionPlanEditionFactory,
    ActionPlanFactory,
    ActionPlanItemFactory,
    ApprovedItemFactory,
    CheckFactory,
    FlagshipProjectFactory,
    InclusionFactory,
)
from tests.factories.communities import (
    CommunityFactory,
    PlanAdoptionFactory,
    PlanFactory,
    PlanProjectFactory,
    PlanRevisionFactory,
)
from tests.factories.districts import DistrictFactory
from tests.factories.forums import AT, ForumFactory, ProposalFactory, UptakeFactory
from tests.factories.signed import signer
from tests.words import packed, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_day_of_its_own(settings):
    settings.WORKING_DAY = "2023-06-02"
    cache.clear()


def published(**kwargs):
    return ForumFactory(published=True, announced_on=date(2023, 4, 1), **kwargs)


def carried(proposal, **item):
    """Taken up by a community whose project an approved action plan of the district carries."""
    community = CommunityFactory(subdistrict__district=proposal.forum.district)
    project = PlanProjectFactory(revision=PlanRevisionFactory(plan=PlanFactory(community=community), confirmed=True))
    Uptake.objects.create(proposal=proposal, project=project, on=date(2023, 5, 12), at=AT, by=signer("by"))
    CheckFactory(project=project, checked_on=date(2023, 5, 15))
    plan = ActionPlan.objects.filter(district=community.district).first() or ActionPlanFactory(
        district=community.district
    )
    edition = plan.editions.first() or ActionPlanEditionFactory(plan=plan, approved=True)
    return InclusionFactory(project=project, item=ActionPlanItemFactory(introduced_in=edition, **item))


FIXED_PAGES = ["home", "districts", "hearings", "search", "about", "privacy", "accessibility", "contacts"]


@pytest.mark.parametrize("name", FIXED_PAGES)
def test_a_visitor_reads_without_logging_in(client, name):
    published()

    assert client.get(reverse(f"public:{name}")).status_code == 200


@pytest.mark.parametrize("name", FIXED_PAGES)
def test_an_empty_city_has_pages_too(client, name):
    assert client.get(reverse(f"public:{name}")).status_code == 200


def test_the_front_page_shows_the_figure_that_the_one_door_gives(client):
    published()
    DistrictFactory()

    assert "50.00" in client.get(reverse("public:home")).content.decode()


def test_results_that_are_not_published_do_not_leak(client):
    forum = ForumFactory(held=True)
    ProposalFactory(forum=forum, title="ข้อเสนอลับ")

    page = client.get(reverse("public:hearing", args=[forum.pk]))

    assert page.status_code == 200
    assert "ข้อเสนอลับ" not in page.content.decode()


def test_proposals_are_counted_as_on_the_staff_s_page(client):
    forum = published()
    ProposalFactory(forum=forum, position=1, removed_on=date(2023, 5, 20), removed_by=UserFactory())
    ProposalFactory(forum=forum, position=2, title="ติดต่อสำนักงาน")

    page = packed(client.get(reverse("public:hearing", args=[forum.pk])).content.decode())

    assert re.search(r">1\.<a [^>]*>ติดต่อสำนักงาน<", page)


def test_a_planned_forum_is_not_there(client):
    forum = ForumFactory(state=ForumState.PLANNED, announced_on=None)

    assert client.get(reverse("public:hearing", args=[forum.pk])).status_code == 404


def test_a_removed_proposal_is_not_shown(client):
    forum = published()
    ProposalFactory(forum=forum, title="ข้อเสนอที่ลบ", removed_on=date(2023, 5, 20))

    assert "ข้อเสนอที่ลบ" not in client.get(reverse("public:hearing", args=[forum.pk])).content.decode()


def attended(forum, *counts):
    for position, people in enumerate(counts, 1):
        sector = ParticipantSector.objects.create(
            code=f"s{position}", name_th=f"ภาค{position}", name_en=f"S{position}", position=position
        )
        Attendance.objects.create(forum=forum, sector=sector, people=people)


def test_a_sector_of_fewer_than_five_is_not_told(client):
    forum = published(attendance_total=44)
    attended(forum, 4, 40)

    html = client.get(reverse("public:hearing", args=[forum.pk])).content.decode()

    assert "น้อยกว่า 5" in html
    assert ">40<" in html
    assert ">4<" not in html


def test_a_total_that_would_tell_a_small_sector_is_not_told(client):
    forum = published(attendance_total=44)
    attended(forum, 4, 40)

    html = client.get(reverse("public:hearing", args=[forum.pk])).content.decode()

    assert "อย่างน้อย 40" in html
    assert ">44<" not in html


def test_one_office_is_found_among_fifty(client):
    wanted, other = DistrictFactory(name_th="หนองจอก"), DistrictFactory(name_th="บางบอน")

    offices = client.get(reverse("public:contacts"), {"district": wanted.code}).context["places"].districts

    assert list(offices) == [wanted]
    assert other in client.get(reverse("public:contacts")).context["places"].districts


def test_the_page_that_one_is_on_is_marked(client):
    current = 'aria-current="page">ภาพรวม'

    assert current in client.get(reverse("public:home")).content.decode()
    assert current not in client.get(reverse("public:about")).content.decode()


@pytest.mark.parametrize("name", FIXED_PAGES)
def test_every_page_is_described_to_search_engines(client, name):
    assert re.search(
        '<meta name="description" content="[^"]+">', client.get(reverse(f"public:{name}")).content.decode()
    )


def test_the_working_portal_is_kept_out_of_search_engines(client):
    robots = client.get("/robots.txt").content.decode()

    assert "Disallow: /work/" in robots
    assert "Disallow: /accounts/" in robots
    assert "Sitemap: http://testserver/sitemap.xml" in robots


def test_the_map_of_the_site_leads_to_what_is_public_and_nowhere_else(client):
    shown = ProposalFactory(forum=published())
    hidden = ProposalFactory(forum=ForumFactory(held=True))
    planned = ForumFactory(state=ForumState.PLANNED, announced_on=None)

    addresses = [one for section in listed(client, "/sitemap.xml") for one in listed(client, section)]

    assert reverse("public:proposal", args=[shown.uuid]) in addresses
    assert reverse("public:hearing", args=[shown.forum.pk]) in addresses
    assert reverse("public:proposal", args=[hidden.uuid]) not in addresses
    assert reverse("public:hearing", args=[planned.pk]) not in addresses
    for address in addresses:
        assert client.get(address).status_code == 200


def listed(client, address):
    return re.findall("<loc>http://testserver(.*?)</loc>", client.get(address).content.decode())


def test_a_long_map_goes_on_in_another_file(client, monkeypatch):
    monkeypatch.setattr(ProposalPages, "limit", 2)
    proposals = ProposalFactory.create_batch(5, forum=published())

    sections = [address for address in listed(client, "/sitemap.xml") if "proposals" in address]
    addresses = [listed(client, section) for section in sections]

    assert [len(some) for some in addresses] == [2, 2, 1]
    assert [address for some in addresses for address in some] == [
        reverse("public:proposal", args=[one.uuid]) for one in proposals
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_map_asks_the_same_whatever_its_length(client, django_assert_max_num_queries, count):
    ProposalFactory.create_batch(count, forum=published())

    with django_assert_max_num_queries(6):
        client.get("/sitemap.xml")
    with django_assert_max_num_queries(3):
        client.get("/sitemap-proposals.xml")


def test_the_mark_is_found_where_browsers_look(client):
    assert client.get("/favicon.ico").headers["Location"].endswith("mark.svg")


def test_the_box_finds_a_tent_however_it_is_spelt(client):
    forum = published()
    ProposalFactory(forum=forum, title="จัดซื้อเต็นท์ชุมชน", search_text=search_key("จัดซื้อเต็นท์ชุมชน"))

    for word in ("เต็นท์", "เต้นท์", "เต็น"):
        assert "จัดซื้อเต็นท์ชุมชน" in client.get(reverse("public:search"), {"q": word}).content.decode()
    assert "ไม่พบข้อเสนอ" in client.get(reverse("public:search"), {"q": "เรือดำน้ำ"}).content.decode()


@pytest.mark.django_db
def test_a_search_that_finds_too_much_shows_the_first_and_says_so(client, monkeypatch):
    monkeypatch.setattr(search, "MOST_FOUND", 2)
    monkeypatch.setattr(search, "PAGE", 1)
    for day, title in ((1, "ซ่อมทางเก่า"), (3, "ซ่อมทางใหม่"), (2, "ซ่อมทางกลาง")):
        forum = ForumFactory(published=True, held_on=date(2023, 5, day), scheduled_on=date(2023, 5, day))
        ProposalFactory(forum=forum, title=title, search_text=search_key(title))

    def page(words, number):
        return client.get(reverse("public:search"), {"q": words, "page": number}).content.decode()

    assert "พบมากกว่า 2 ข้อเสนอ" in page("ซ่อม", 1)
    assert "ซ่อมทางใหม่" in page("ซ่อม", 1)
    assert "ซ่อมทางกลาง" in page("ซ่อม", 2)
    assert "ซ่อมทางกลาง" in page("ซ่อม", 10**9)
    assert "“เก่า” พบ 1 ข้อเสนอ" in page("เก่า", 1)


@pytest.mark.parametrize("count", [1, 3])
def test_the_hearing_asks_the_same_whatever_its_length(client, django_assert_max_num_queries, count):
    forum = published()
    for proposal in ProposalFactory.create_batch(count, forum=forum):
        carried(proposal)

    with django_assert_max_num_queries(20):
        client.get(reverse("public:hearing", args=[forum.pk]))


@pytest.mark.parametrize("count", [1, 3])
def test_the_district_asks_the_same_whatever_its_forums_and_projects(client, django_assert_max_num_queries, count):
    district = DistrictFactory()
    for number in range(count):
        carried(ProposalFactory(forum=published(district=district, number=number + 1)))

    with django_assert_max_num_queries(28):
        client.get(reverse("public:district", args=[district.code]))


def html_of(client, name, *args, **query):
    return words_of(client.get(reverse(f"public:{name}", args=args), query))


class TestWhatBecameOfIt:
    """The badge of the proposal's page, of the search list and of its forum's results say the same word."""

    @pytest.mark.parametrize(
        ("facts", "word"),
        [
            ({}, "บรรจุในแผนเขต"),
            ({"progress": ItemProgress.DONE, "done_on": date(2023, 5, 30), "result": "ติดตั้งครบ"}, "แล้วเสร็จ"),
            ({"cancelled": True, "planned_amount": 5000}, "ยกเลิกโครงการ"),
        ],
    )
    def test_three_pages_say_it_alike(self, client, facts, word):
        proposal = ProposalFactory(forum=published())
        carried(proposal, **facts)
        follow_all_proposals()

        pages = (
            html_of(client, "proposal", proposal.uuid),
            html_of(client, "hearing", proposal.forum_id),
            html_of(client, "search", district=proposal.forum.district.code),
        )

        for page in pages:
            assert f"</svg>{word}</span>" in packed(page)

    def test_the_way_of_a_cancelled_project_does_not_sound_as_if_it_went_on(self, client):
        proposal = ProposalFactory(forum=published())
        carried(proposal, cancelled=True, planned_amount=5000)

        page = html_of(client, "proposal", proposal.uuid)

        assert "เส้นทางสิ้นสุดที่ขั้น 6 จาก 6: ยกเลิกโครงการ" in page
        assert "เจ้าของที่ดินไม่ยินยอม" in page
        assert "30 พ.ค. 2566" in page
        assert "รอจัดสรรงบประมาณ" not in page

    def test_a_withdrawn_uptake_is_told_at_its_step_and_nothing_after_it(self, client):
        proposal = ProposalFactory(forum=published())
        UptakeFactory(
            proposal=proposal, on=date(2023, 5, 12),
            ended_on=date(2023, 5, 20), ended_at=AT, ended_by=UserFactory(), ended_reason="คุณสมชายไม่ยอม",
            public_reason="ซ้ำกับโครงการอื่น",
        )  # fmt: skip

        page = html_of(client, "proposal", proposal.uuid)

        assert "เคยนำเข้าแผน แล้วถอนออกเมื่อ 20 พ.ค. 2566: ซ้ำกับโครงการอื่น" in page
        assert "คุณสมชาย" not in page
        assert "ยังไม่มีชุมชนใดนำเข้าแผน" not in page
        assert "ตรวจความสอดคล้อง" not in page

    def test_the_search_finds_those_that_came_so_far(self, client):
        forum = published()
        ProposalFactory(forum=forum, title="ข้อเสนอที่รออยู่")
        carried(ProposalFactory(forum=forum, title="ข้อเสนอที่อยู่ในแผนเขต"))
        follow_all_proposals()

        page = html_of(client, "search", reached="included")

        assert "ข้อเสนอที่อยู่ในแผนเขต" in page
        assert "ข้อเสนอที่รออยู่" not in page

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_search_asks_the_same_whatever_it_finds(self, client, django_assert_max_num_queries, count):
        forum = published()
        for proposal in ProposalFactory.create_batch(count, forum=forum):
            carried(proposal)
        follow_all_proposals()

        with django_assert_max_num_queries(5):
            client.get(reverse("public:search"), {"district": forum.district.code, "reached": "included"})


class TestSearch:
    def test_what_was_asked_wrongly_is_said(self, client):
        assert "ไม่มีเขตรหัสนี้" in html_of(client, "search", district="9999")
        assert "ไม่เกิน 200 ตัวอักษร" in html_of(client, "search", q="ก" * 250)

    def test_where_nothing_is_found_there_is_a_way_on(self, client):
        district = DistrictFactory()

        page = html_of(client, "search", q="เรือดำน้ำ", district=district.code)

        assert "“เรือดำน้ำ” พบ 0 ข้อเสนอ" in page
        assert "ค้นคำเดียวกันทุกเขต" in page
        assert f"district={district.code}&amp;kind=all" in page


class TestHearings:
    def test_a_page_names_its_district(self, client):
        forum = published()

        assert f"<h1>{forum} เขต{forum.district.name_th}</h1>" in packed(html_of(client, "hearing", forum.pk))

    def test_a_meeting_that_adopts_a_plan_names_its_community_and_has_no_empty_list(self, client):
        plan = PlanFactory()
        meeting = published(district=plan.community.district, kind=ForumKind.ADOPTION_MEETING, community=plan.community)
        adoption = PlanAdoptionFactory(revision=PlanRevisionFactory(plan=plan, submitted=True))
        AdoptionMeeting.objects.create(adoption=adoption, forum=meeting, at=AT, by=signer("by"))

        page = packed(html_of(client, "hearing", meeting.pk))

        assert f"{plan.community} · " in page
        assert f"แผนพัฒนา{plan.community} ปี {plan.fiscal_year}" in page
        assert 'id="proposals"' not in page

    @pytest.mark.parametrize("trait", ["cancelled", "withdrawn"])
    def test_what_was_announced_and_ended_says_when_and_why_and_no_results(self, client, trait):
        forum = ForumFactory(**{trait: True}, summary="สรุปลับ")
        ProposalFactory(forum=forum, title="ข้อเสนอลับ")

        page = html_of(client, "hearing", forum.pk)

        assert f"{forum.get_state_display()} เมื่อ 12 พฤษภาคม 2566" in page
        assert forum.ending_reason in page
        assert "ลับ" not in page

    def test_what_was_called_off_before_anybody_was_told_is_not_there(self, client):
        forum = ForumFactory(called_off=True)

        assert client.get(reverse("public:hearing", args=[forum.pk])).status_code == 404

    def test_a_forum_that_was_put_off_says_from_when_and_why(self, client):
        forum = published()
        Postponement.objects.create(
            forum=forum, from_on=date(2023, 4, 20), to_on=date(2023, 5, 12), reason="น้ำท่วมที่จัด", at=AT, by=signer("by")
        )

        page = html_of(client, "hearing", forum.pk)

        assert "เลื่อนจาก 20 เมษายน 2566 เป็น 12 พฤษภาคม 2566" in page
        assert "น้ำท่วมที่จัด" in page

    def test_the_list_shows_hearings_of_districts_unless_more_is_asked_for(self, client):
        hearing = published(place="หอประชุมเขต")
        meeting = published(kind=ForumKind.ADOPTION_MEETING, place="ลานชุมชน")
        published(place="หอประชุมเก่า", fiscal_year=2565)

        plain, every, of_year = (
            html_of(client, "hearings"),
            html_of(client, "hearings", kind="all"),
            html_of(client, "hearings", year=2565, state="published"),
        )

        assert (hearing.place in plain, meeting.place in plain) == (True, False)
        assert meeting.place in every
        assert ("หอประชุมเก่า" in of_year, hearing.place in of_year) == (True, False)

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_list_asks_the_same_whatever_its_length(self, client, django_assert_max_num_queries, count):
        for _ in range(count):
            published()

        with django_assert_max_num_queries(6):
            client.get(reverse("public:hearings"))


class TestDistrict:
    def test_each_project_says_where_it_is_from_whom_and_what_came_of_it(self, client):
        proposal = ProposalFactory(forum=published(), title="ขอทางเท้าใหม่")
        facts = {"progress": ItemProgress.DONE, "done_on": date(2023, 5, 30), "result": "ซ่อมแล้ว 85 เมตร"}
        community = carried(proposal, **facts).project.revision.plan.community

        page = html_of(client, "district", proposal.forum.district.code)

        for words in (str(community), community.subdistrict.name_th, "ขอทางเท้าใหม่", "ซ่อมแล้ว 85 เมตร", "ทั้งหมด 1"):
            assert words in page
        assert reverse("public:proposal", args=[proposal.uuid]) in page

    def test_projects_are_found_year_by_year_and_those_unfinished_stand_first(self, client):
        forum = published()
        done = {"progress": ItemProgress.DONE, "done_on": date(2023, 5, 30), "result": "ครบ"}
        carried(ProposalFactory(forum=forum), title="โครงการที่เสร็จแล้ว", **done)
        carried(ProposalFactory(forum=forum), title="โครงการที่ยังทำอยู่")

        page = html_of(client, "district", forum.district.code)
        other_year = html_of(client, "district", forum.district.code, year="2560")

        assert page.index("โครงการที่ยังทำอยู่") < page.index("โครงการที่เสร็จแล้ว")
        assert "?year=2567#projects" in page
        assert "โครงการที่ยังทำอยู่" in other_year  # a year without projects shows the latest that has some


def test_the_search_leads_to_whatever_has_the_code_of_the_citys_own_system(client, cast):
    code = "2100-1037"
    approved = ApprovedItemFactory(external_code=code, title="รายการที่อนุมัติ")
    ActionPlanItemFactory(external_code=code, title="รายการในร่าง")
    forum = ForumFactory(external_code=code, announced_on=date(2023, 5, 1))
    flagship = FlagshipProjectFactory(external_code=code, title_th="โครงการหลักที่หา")
    community = CommunityFactory(external_code=code)
    outside = {reverse("public:item", args=[approved.uuid]), reverse("public:hearing", args=[forum.pk])}
    at_work = {approved.get_absolute_url(), forum.get_absolute_url()}
    at_work.add(reverse("communities:community", args=[community.code]))

    def found(asked=code):
        return {link.href for link in client.get(reverse("public:search"), {"q": asked}).context["with_code"]}

    assert found() == outside
    assert found("๒๑๐๐-๑๐๓๗") == outside
    assert found("2100") == found("รายการ 2100-1037") == set()
    client.force_login(cast.strategy)
    assert found() > at_work | {reverse("budget:flagship-money", args=[flagship.pk])}
    client.force_login(cast.people["stranger"])
    assert found() == at_work
