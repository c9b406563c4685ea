"""The pages of routes: an office sets them, a holder passes and sends back, the paper's own page shows the way."""

import pytest
from django.urls import reverse

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import Assignment
from bkkplan.ground.routes.models import Passage, Route
from bkkplan.ground.routes.queries.kinds import paper_of
from bkkplan.ground.routes.queries.my_work import todos_for
from tests.deciding import decide
from tests.factories.routes import person_as, route
from tests.routes.conftest import ON, CommunityPlan, Edition, Results, again
from tests.words import packed, words_of


def texts(person):
    return {(todo.text.split(" · ")[0], todo.is_waiting_for_others) for todo in todos_for(again(person), on=ON)}


def routes_page(district):
    return reverse("routes:office", args=[district.code])


def test_a_director_sets_the_routes_of_the_office(client, cast, staff):
    client.force_login(staff.director)

    answer = decide(
        client,
        routes_page(cast.home),
        follow=True,
        **{Edition.code: [Role.SECTION_HEAD], Results.code: [Role.SECTION_HEAD, Role.DISTRICT_DIRECTOR]},
    )

    assert "บันทึกเส้นทางแล้ว" in words_of(answer)
    assert {row.kind: row.roles for row in Route.objects.all()} == {
        Edition.code: [Role.SECTION_HEAD],
        Results.code: [Role.SECTION_HEAD, Role.DISTRICT_DIRECTOR],
    }


def test_the_page_says_who_fills_each_stop_and_which_stop_nobody_fills(client, cast, staff):
    route(cast.home, Edition.code, Role.SECTION_HEAD, Role.ASSISTANT_DIRECTOR, by=staff.director)
    Assignment.objects.filter(user=staff.assistant).update(ends_on=ON)
    client.force_login(staff.director)

    words = words_of(client.get(routes_page(cast.home)))

    assert "หัวหน้าฝ่าย ก" in words
    assert "“อนุมัติแผนปฏิบัติราชการ” เสนอไม่ได้ เพราะขั้นผู้ช่วยผู้อำนวยการเขตไม่มีผู้ดำรงตำแหน่ง" in words


def test_a_route_that_somebody_else_set_meanwhile_is_told_before_it_is_written_over(client, cast, staff):
    client.force_login(staff.director)
    seen = client.get(routes_page(cast.home)).context["seen"]
    route(cast.home, Edition.code, Role.SECTION_HEAD, by=staff.director)

    answer = client.post(routes_page(cast.home), {"seen": seen})

    assert answer.status_code == 409
    assert Route.objects.get().roles == [Role.SECTION_HEAD]


def test_a_holder_passes_on_what_the_page_shows(client, case, staff):
    case.hand_in(staff.officer)
    client.force_login(staff.head)
    page = reverse("routes:pass", args=[case.passage.pk])

    assert "เนื้อหาที่พิจารณา" in words_of(client.get(page))
    decide(client, page)

    assert case.passage.ladder[0].passed_by == staff.head


def test_a_holder_sends_back_with_a_reason_that_the_papers_page_shows(client, case, staff):
    case.hand_in(staff.officer)
    url = reverse("routes:send-back", args=[case.passage.pk])
    client.force_login(staff.head)

    decide(client, url, reason="ยอดรวมไม่ตรง")
    client.force_login(staff.officer)
    words = words_of(client.get(reverse("routes:paper", args=[case.passage.pk]), follow=True))

    assert "ยอดรวมไม่ตรง" in words
    assert "หัวหน้าฝ่าย ก ส่งกลับเมื่อ" in words


def test_the_papers_page_shows_where_it_is_and_offers_the_acts_to_its_holder(client, case, staff):
    case.hand_in(staff.officer)
    page = reverse("routes:paper", args=[case.passage.pk])

    client.force_login(staff.head)
    of_holder = words_of(client.get(page, follow=True))
    client.force_login(staff.assistant)
    of_next = words_of(client.get(page, follow=True))

    assert "เห็นชอบ ส่งต่อ" in of_holder
    assert "เห็นชอบ ส่งต่อ" not in of_next
    assert "หัวหน้าฝ่าย ก" in of_next


def test_the_queue_of_each_holder_in_turn_has_the_paper(case, staff):
    case.hand_in(staff.officer)
    assert ("เห็นชอบ ส่งต่อ", False) in texts(staff.head)
    assert texts(staff.officer) == texts(staff.assistant) == texts(staff.director) == {("รอหัวหน้าฝ่ายพิจารณา", True)}

    case.pass_on(staff.head)
    case.pass_on(staff.assistant)

    assert {is_waiting for _text, is_waiting in texts(staff.director)} == {False}
    assert texts(staff.head) == {("รอผู้อำนวยการเขตพิจารณา", True)}


def test_a_paper_whose_holder_left_is_in_the_directors_queue(case, staff):
    case.hand_in(staff.officer)
    Assignment.objects.filter(user=staff.head).update(ends_on=ON)

    assert texts(staff.director) == {("ไม่มีหัวหน้าฝ่าย ผู้อำนวยการเขตทำแทนได้", False)}


@pytest.mark.parametrize("who", ["officer", "head", "director"])
def test_my_work_has_a_paper_on_its_way_once(client, case, staff, who):
    case.hand_in(staff.officer)
    client.force_login(getattr(staff, who))

    page = client.get(reverse("desk:my-work"), {"all": 1})

    title = paper_of(case.code, case.row.pk).title.split(" · ")[0]
    decisions = [one.item for one in page.context["decisions"]]
    assert sum(title in item.text for item in [*decisions, *page.context["due"], *page.context["waiting"]]) == 1


def test_a_checked_plan_is_handed_in_on_its_page_before_it_is_confirmed(client, cast, staff):
    case = CommunityPlan(cast)
    route(cast.home, case.code, Role.SECTION_HEAD, by=cast.director)
    client.force_login(staff.officer)
    check = reverse("budget:check", args=[case.row.pk])
    assert "เสนอให้รับรองแผน" in words_of(client.get(check))

    decide(client, reverse("budget:check-hand-in", args=[case.row.pk]))
    client.force_login(staff.head)
    decide(client, reverse("budget:check-confirm", args=[case.row.pk]))

    assert case.now() == "confirmed"


def test_results_are_not_offered_for_publishing_before_their_last_stop(client, cast, staff):
    case = Results(cast)
    route(cast.home, case.code, Role.SECTION_HEAD, Role.ASSISTANT_DIRECTOR, by=cast.director)
    publish = reverse("forums:publish", args=[case.row.pk])
    client.force_login(staff.officer)
    assert publish not in client.get(case.row.get_absolute_url()).content.decode()

    case.hand_in(staff.officer)
    case.pass_on(staff.head)
    client.force_login(staff.assistant)

    assert publish in client.get(case.row.get_absolute_url()).content.decode()


def test_a_paper_of_another_district_is_not_there(client, cast, edition, staff):
    edition.hand_in(staff.officer)
    away = person_as(Role.SECTION_HEAD, cast.away)
    client.force_login(away)

    for name in ("paper", "pass", "send-back"):
        assert client.get(reverse(f"routes:{name}", args=[edition.passage.pk])).status_code == 404
    assert Passage.objects.visible_to(again(away)).count() == 0


@pytest.mark.parametrize(
    ("roles", "first"),
    [
        ((), "ผู้อำนวยการเขต"),
        ((Role.ASSISTANT_DIRECTOR,), "ผู้ช่วยผู้อำนวยการเขต"),
        ((Role.SECTION_HEAD, Role.ASSISTANT_DIRECTOR), "หัวหน้าฝ่าย"),
    ],
)
def test_handing_an_action_plan_in_names_the_person_for_whom_it_waits(client, cast, staff, roles, first):
    edition = Edition(cast).row
    if roles:
        route(cast.home, Edition.code, *roles, by=staff.director)
    client.force_login(staff.officer)
    hand_in = reverse("budget:action-plan-submit", args=[edition.plan.year, cast.home.code])

    assert f">เสนอ{first}</a>" in packed(words_of(client.get(edition.plan.get_absolute_url())))
    assert f">เสนอแผนให้{first}</h1>" in packed(words_of(client.get(hand_in)))
    assert f"เสนอแผนแล้ว {first}ได้รับแจ้ง" in words_of(client.post(hand_in, follow=True))


def test_passing_a_paper_on_names_who_has_it_next(client, case, staff):
    case.hand_in(staff.officer)
    client.force_login(staff.head)

    answer = decide(client, reverse("routes:pass", args=[case.passage.pk]), follow=True)

    assert "เห็นชอบแล้ว ผู้ช่วยผู้อำนวยการเขตได้รับแจ้ง" in words_of(answer)
