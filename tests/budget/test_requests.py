"""Money is asked for the year before, decided on stage by stage, and granted by the vote."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import Notice
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from budget.actions.flagship import request_stages, requests
from budget.actions.flagship.flagships import remove_flagship
from budget.actions.flagship.request_stages import (
    DecisionPaper,
    LineDecision,
    MoreThanVotedError,
    NotVotedError,
    OutOfOrderError,
    StageReasonError,
    StageRestsError,
)
from budget.actions.flagship.requests import LineWords, NothingToAskForError, RequestError
from budget.actions.money import money
from budget.actions.naming import NotOfThisYearError
from budget.enums import AskingStage
from budget.models import Appropriation, BudgetRequest, LedgerEntry, NamedSource, RequestLine
from budget.queries.flagship import requests as queries
from budget.queries.flagship.asked import asked_for
from budget.queries.money.sources import grants_of_year
from budget.queries.my_work import todos_for
from communities.enums import RevisionState
from tests.deciding import decide as decide_on_page
from tests.factories.accounts import AssignmentFactory
from tests.factories.budget import (
    AT,
    ActionPlanItemFactory,
    ApprovedItemFactory,
    BudgetRequestFactory,
    CheckFactory,
    FlagshipProjectFactory,
    InclusionFactory,
    MoneyCategoryFactory,
    MoneySourceFactory,
    RequestLineFactory,
)
from tests.factories.communities import PlanProjectFactory, PlanRevisionFactory
from tests.factories.forums import ForumFactory, ProposalFactory, UptakeFactory
from tests.factories.years import PlannedYearFactory
from tests.fixtures.people import WHO
from tests.words import words_of

DAY = date(2023, 6, 2)
YEAR = FiscalYear(2567)
PAPER = DecisionPaper("สำนักงบประมาณกรุงเทพมหานคร", "กท 0200/15")


@pytest.fixture
def project(cast):
    """A project of the home community that waits for money."""
    revision = PlanRevisionFactory(
        plan__community=cast.home_community,
        state=RevisionState.CONFIRMED,
        submitted_on=DAY,
        submitted_at=AT,
        confirmed_on=DAY,
        confirmed_at=AT,
    )
    project = PlanProjectFactory(revision=revision, amount=Decimal(80_000), title="ทาสีลานกีฬา")
    CheckFactory(project=project)
    return project


@pytest.fixture
def asked(cast, project):
    """The home district asks for the project and for something else, in January."""
    request = BudgetRequestFactory(district=cast.home)
    requests.add_chosen(request_id=request.pk, projects=[project.pk], by=cast.officer, at=AT)
    requests.add_line(request_id=request.pk, words=words(), by=cast.officer, at=AT)
    return requests.hand_in(request_id=request.pk, by=cast.director, at=AT, on=date(2023, 1, 20))


def words(**changed):
    return LineWords(**{"title": "ซ่อมรถบรรทุกน้ำ", "amount": Decimal(500_000), "category": None, "note": "", **changed})


def decide(request, *amounts, stage=AskingStage.BUDGET_OFFICE, by, reason="เงินไม่พอ", on=date(2023, 3, 1), **more):
    lines = request.lines.order_by("position")
    decided = {line.pk: LineDecision(Decimal(amount), reason) for line, amount in zip(lines, amounts, strict=True)}
    facts = {"decided": decided, "paper": PAPER, "on": on, "by": by, "at": AT, "today": DAY, **more}
    return request_stages.record_stage(request_id=request.pk, stage=stage, **facts)


def vote(request, *amounts, by, **more):
    source = NamedSource(MoneySourceFactory())
    facts = {"stage": AskingStage.VOTED, "from_source": source, "on": date(2023, 5, 30), **more}
    return decide(request, *amounts, by=by, **facts)


def test_only_a_districts_people_prepare_and_only_its_director_hands_in(cast):
    request = BudgetRequestFactory(district=cast.home)
    flagship = BudgetRequest(flagship=FlagshipProjectFactory(), fiscal_year=2567)

    def who(permission, obj):
        return {name for name in WHO if name != "visitor" and cast.people[name].has_perm(permission, obj)}

    assert who("budget.prepare_request", request) == {"officer", "director"}
    assert who("budget.hand_in_request", request) == {"director"}
    assert who("budget.prepare_request", flagship) == who("budget.hand_in_request", flagship) == {"strategy"}


def test_an_officer_cannot_hand_in(cast):
    line = RequestLineFactory(request__district=cast.home)

    with pytest.raises(PermissionDenied):
        requests.hand_in(request_id=line.request_id, by=cast.officer, at=AT, on=DAY)

    requests.hand_in(request_id=line.request_id, by=cast.director, at=AT, on=DAY)
    assert Entry.objects.filter(verb="budget.request_handed_in").exists()


def test_a_request_is_begun_once(cast):
    first = requests.begin_for_district(district_id=cast.home.pk, year=YEAR, by=cast.officer, at=AT)
    second = requests.begin_for_district(district_id=cast.home.pk, year=YEAR, by=cast.director, at=AT)

    assert first == second
    assert Entry.objects.filter(verb="budget.request_begun").count() == 1


def test_a_flagships_request_begins_with_its_budget(cast):
    flagship = FlagshipProjectFactory()

    request = requests.begin_for_flagship(flagship_id=flagship.pk, by=cast.strategy, at=AT)

    assert [line.amount for line in request.lines.all()] == [flagship.budget]


def test_an_item_is_asked_for_with_the_projects_that_it_carries(cast, project):
    item = ActionPlanItemFactory(
        introduced_in__plan__district=cast.home, introduced_in__plan__fiscal_year=2567, planned_amount=Decimal(90_000)
    )
    InclusionFactory(item=item, project=project)
    request = BudgetRequestFactory(district=cast.home)

    (line,) = requests.add_chosen(request_id=request.pk, items=[item.pk], projects=[project.pk], by=cast.officer, at=AT)

    assert (line.item, line.amount) == (item, Decimal(90_000))
    assert [requested.project for requested in line.requested.all()] == [project]
    assert not queries.items_to_ask_for(request).exists()
    assert not queries.projects_to_ask_for(request).exists()


def test_what_a_colleague_added_is_not_added_again(cast, project):
    request = BudgetRequestFactory(district=cast.home)
    requests.add_chosen(request_id=request.pk, projects=[project.pk], by=cast.officer, at=AT)

    with pytest.raises(NothingToAskForError):
        requests.add_chosen(request_id=request.pk, projects=[project.pk], by=cast.director, at=AT)


def test_a_project_that_has_its_money_does_not_wait(cast, project):
    item = ApprovedItemFactory(introduced_in__plan__district=cast.home)
    InclusionFactory(item=item, project=project)
    request = BudgetRequestFactory(district=cast.home)
    assert queries.projects_to_ask_for(request).exists()

    money.approve_item_budget(item_id=item.pk, amount=Decimal(80_000), act=uuid4(), on=DAY, by=cast.officer, at=AT)

    assert not queries.projects_to_ask_for(request).exists()


def test_a_request_handed_in_is_changed_only_after_it_was_recalled(cast, asked):
    line = asked.lines.last()
    with pytest.raises(RequestError):
        requests.change_line(line_id=line.pk, words=words(), by=cast.officer, at=AT)

    requests.recall(request_id=asked.pk, reason="ลืมรายการ", by=cast.director, at=AT)
    requests.change_line(line_id=line.pk, words=words(title="ซ่อมรถน้ำ"), by=cast.officer, at=AT)
    requests.remove_line(line_id=asked.lines.first().pk, by=cast.officer, at=AT)

    assert [line.title for line in asked.lines.all()] == ["ซ่อมรถน้ำ"]
    verbs = {"budget.request_recalled", "budget.request_line_changed", "budget.request_line_removed"}
    assert verbs <= set(Entry.objects.values_list("verb", flat=True))
    assert Entry.objects.filter(verb="budget.request_line_added").count() == 2


def test_a_category_of_other_years_is_refused(cast):
    request = BudgetRequestFactory(district=cast.home)
    old = MoneyCategoryFactory(code="assets", name_th="หมวดค่าครุภัณฑ์", until_year=2564)

    with pytest.raises(NotOfThisYearError, match=r"หมวดค่าครุภัณฑ์.*2567"):
        requests.add_line(request_id=request.pk, words=words(category=old), by=cast.officer, at=AT)

    requests.add_line(request_id=request.pk, words=words(category=MoneyCategoryFactory()), by=cast.officer, at=AT)


def test_stages_are_recorded_in_order_and_on_days_in_order(cast, asked):
    decide(asked, 80_000, 400_000, stage=AskingStage.DRAFT_ORDINANCE, by=cast.officer)

    with pytest.raises(OutOfOrderError, match="ร่างข้อบัญญัติ"):
        decide(asked, 80_000, 400_000, stage=AskingStage.BUDGET_OFFICE, by=cast.officer)
    for wrong in (date(2023, 2, 28), DAY + timedelta(days=1)):
        with pytest.raises(OutOfOrderError, match="วันที่"):
            decide(asked, 80_000, 400_000, stage=AskingStage.COUNCIL, by=cast.officer, on=wrong)

    decide(asked, 80_000, 400_000, stage=AskingStage.COUNCIL, by=cast.officer)


def test_an_amount_that_changes_has_a_reason(cast, asked):
    first, second = asked.lines.order_by("position")

    with pytest.raises(StageReasonError) as refused:
        decide(asked, 90_000, 400_000, by=cast.officer, reason="")

    assert set(refused.value.by_field) == {None, f"reason_{first.pk}", f"reason_{second.pk}"}
    assert "เพิ่มขึ้น" in refused.value.by_field[f"reason_{first.pk}"]
    decide(asked, 80_000, 500_000, by=cast.officer, reason="")


def test_a_draft_has_no_stages(cast):
    line = RequestLineFactory(request__district=cast.home)

    with pytest.raises(RequestError, match="ยังไม่ได้ยื่น"):
        decide(line.request, 1, by=cast.officer)


def test_a_line_that_falls_tells_its_community_why_and_waits_again(cast, asked, project):
    decide(asked, 0, 500_000, by=cast.officer, reason="ให้ใช้งบกลางของเขต")

    notice = Notice.objects.get(kind="request-fallen")
    assert notice.recipient == cast.member
    assert notice.params["reason"] == "ให้ใช้งบกลางของเขต"
    answer = asked_for([project.lineage])[project.lineage]
    assert (answer.year, answer.is_fallen, answer.reason) == (2567, True, "ให้ใช้งบกลางของเขต")
    later = BudgetRequestFactory(district=cast.home, fiscal_year=2568)
    assert list(queries.projects_to_ask_for(later)) == [project]


def test_a_line_that_came_in_again_is_not_fallen(cast, asked, project):
    decide(asked, 0, 500_000, by=cast.officer)
    decide(asked, 80_000, 500_000, stage=AskingStage.COUNCIL, by=cast.officer, reason="สภาเพิ่มให้")

    assert not asked_for([project.lineage])[project.lineage].is_fallen
    later = BudgetRequestFactory(district=cast.home, fiscal_year=2568)
    assert not queries.projects_to_ask_for(later).exists()


def test_drafts_are_told_to_nobody(cast, project):
    request = BudgetRequestFactory(district=cast.home)
    requests.add_chosen(request_id=request.pk, projects=[project.pk], by=cast.officer, at=AT)

    assert asked_for([project.lineage]) == {}


def test_the_vote_is_granted_in_one_act_with_its_source(cast, asked):
    decide(asked, 0, 400_000, by=cast.officer)
    vote(asked, 0, 350_000, by=cast.officer)
    act = uuid4()
    facts = {"request_id": asked.pk, "on": date(2023, 10, 2), "by": cast.officer, "at": AT, "document_no": "ข้อบัญญัติ"}

    with pytest.raises(MoreThanVotedError):
        request_stages.grant_voted(amount=Decimal(350_001), act=uuid4(), **facts)
    request_stages.grant_voted(amount=Decimal(350_000), act=act, **facts)

    entry = LedgerEntry.objects.get(act=act)
    assert (entry.amount, entry.source.code, entry.document_no) == (350_000, "ordinance", "ข้อบัญญัติ")
    with pytest.raises(NotVotedError):
        request_stages.grant_voted(amount=Decimal(350_000), act=uuid4(), **facts)
    table = queries.table_for(BudgetRequest.objects.filter(pk=asked.pk))
    steps = queries.path_of(table, entry.appropriation)
    assert [step.amount for step in steps] == [580_000, 400_000, 350_000, 350_000, 0]
    assert [step.difference for step in steps] == [None, -180_000, -50_000, 0, -350_000]


def test_no_request_is_offered_for_a_flagship_that_has_its_money(client, cast):
    bare, paid = FlagshipProjectFactory(fiscal_year=2567), FlagshipProjectFactory(fiscal_year=2567)
    money.grant(flagship_id=paid.pk, amount=Decimal(1), act=uuid4(), on=date(2023, 10, 1), by=None, at=AT)
    client.force_login(cast.strategy)

    def offered(name, *args):
        html = client.get(reverse(name, args=args)).content.decode()
        return [one for one in (bare, paid) if reverse("budget:request-begin-flagship", args=[one.pk]) in html]

    assert offered("budget:requests", FiscalYear(2567)) == [bare]
    assert [offered("budget:flagship-money", one.pk) for one in (bare, paid)] == [[bare], []]


def test_a_flagships_vote_goes_to_the_project(cast):
    flagship = FlagshipProjectFactory(budget=Decimal(1_000_000))
    request = requests.begin_for_flagship(flagship_id=flagship.pk, by=cast.strategy, at=AT)
    requests.hand_in(request_id=request.pk, by=cast.strategy, at=AT, on=date(2022, 1, 20))
    vote(request, 900_000, by=cast.strategy, on=date(2022, 9, 1))

    request_stages.grant_voted(
        request_id=request.pk,
        amount=Decimal(900_000),
        act=uuid4(),
        on=date(2022, 10, 1),
        by=cast.strategy,
        at=AT,
    )

    assert flagship.appropriation.amount == 900_000


def test_nothing_is_granted_before_the_vote(cast, asked):
    decide(asked, 80_000, 400_000, by=cast.officer)

    with pytest.raises(NotVotedError):
        request_stages.grant_voted(request_id=asked.pk, amount=Decimal(1), act=uuid4(), on=DAY, by=cast.officer, at=AT)


def test_a_stage_is_withdrawn_while_nothing_rests_on_it(cast, asked):
    first = decide(asked, 80_000, 400_000, by=cast.officer)
    voted = vote(asked, 80_000, 350_000, by=cast.officer)
    facts = {"reason": "พิมพ์ผิด", "by": cast.officer, "at": AT, "on": DAY}
    act = uuid4()
    request_stages.grant_voted(
        request_id=asked.pk, amount=Decimal(430_000), act=act, on=date(2023, 10, 2), by=cast.officer, at=AT
    )

    for stage in (first, voted):
        with pytest.raises(StageRestsError):
            request_stages.withdraw_stage(stage_id=stage.pk, **facts)

    money.undo(undone=act, act=uuid4(), by=cast.officer, at=AT)
    request_stages.withdraw_stage(stage_id=voted.pk, **facts)
    assert Entry.objects.filter(verb="budget.stage_withdrawn", details__reason="พิมพ์ผิด").exists()
    assert Entry.objects.filter(verb="budget.stage_recorded").count() == 2
    vote(asked, 80_000, 300_000, by=cast.officer)
    assert queries.table_for(BudgetRequest.objects.filter(pk=asked.pk)).latest == 380_000


def test_removing_a_line_leaves_the_project_to_wait(cast, project):
    request = BudgetRequestFactory(district=cast.home)
    (line,) = requests.add_chosen(request_id=request.pk, projects=[project.pk], by=cast.officer, at=AT)

    requests.remove_line(line_id=line.pk, by=cast.officer, at=AT)

    assert not RequestLine.objects.exists()
    assert list(queries.projects_to_ask_for(request)) == [project]


def test_everyone_reads_why_a_project_got_no_money(client, cast, asked, project):
    decide(asked, 0, 500_000, by=cast.officer, reason="ถนนเป็นของกรมทางหลวง")
    forum = ForumFactory(district=cast.home, published=True)
    proposal = ProposalFactory(forum=forum)
    UptakeFactory(proposal=proposal, project=project)
    revision = project.revision

    pages = [
        reverse("public:plan", args=[revision.plan.year, revision.plan.community.code]),
        reverse("public:proposal", args=[proposal.uuid]),
    ]
    for page in pages:
        assert "เสนอของบปี 2567 แล้ว ไม่ได้รับ เพราะ ถนนเป็นของกรมทางหลวง" in words_of(client.get(page))

    client.force_login(cast.member)
    assert "เพราะ ถนนเป็นของกรมทางหลวง" in words_of(client.get(reverse("budget:outcomes", args=[revision.pk])))


def test_only_those_who_may_begin_a_request_are_offered_to(client, cast, project):
    audits = AssignmentFactory(role=Role.AUDITOR, district=cast.home, ends_on=date(2023, 12, 31)).user
    begin = f'action="{reverse("budget:request-begin", args=[YEAR, cast.home.code])}"'

    def is_offered(person):
        client.force_login(person)
        return begin in client.get(reverse("budget:requests", args=[YEAR])).content.decode()

    offered = {person: is_offered(person) for person in (cast.officer, cast.director, audits, cast.strategy)}

    assert offered == {cast.officer: True, cast.director: True, audits: False, cast.strategy: False}


def test_communities_are_said_to_be_told_only_where_a_line_fell(client, cast, asked):
    page = reverse("budget:request-stage", args=[asked.pk])
    client.force_login(cast.officer)
    first, second = asked.lines.order_by("pk")

    def decided(stage, on, left):
        facts = {"stage": stage, "on": on, "body": "สำนักงบประมาณ", "number": "กท 1", "common_reason": "เงินไม่พอ"}
        amounts = {f"amount_{first.pk}": first.amount, f"amount_{second.pk}": left}
        seen = client.get(page).context["seen"]
        return words_of(client.post(page, {**facts, **amounts, **seen}, follow=True))

    told = "ชุมชนของรายการที่ไม่ได้รับได้รับแจ้งเหตุผล"
    assert told not in decided(1, "1 มี.ค. 2566", second.amount - 1)
    assert told in decided(2, "1 เม.ย. 2566", 0)


def test_the_whole_table_of_a_stage_is_recorded_in_one_page(client, cast, asked):
    client.force_login(cast.officer)
    first, second = asked.lines.order_by("position")
    address = reverse("budget:request-stage", args=[asked.pk])
    page = client.get(address)
    typed = {"stage": "1", "on": "1 มี.ค. 2566", "body": "สำนักงบประมาณ", "number": "กท 1", **page.context["seen"]}

    pasted = f"ที่\tรายการ\tเงิน\tเหตุผล\n1\t{first.title}\t80,000\n2\t{second.title}\t450,000.00\tราคาสูง\nรวม\t\t530,000"
    filled = client.post(address, {**typed, "fill": "yes", "pasted": pasted})
    assert "เติมตารางแล้ว 2 รายการ" in words_of(filled)
    assert "2 แถวไม่ตรงกับรายการใด" in words_of(filled)
    values = {
        field.html_name: field.value()
        for _row, amount, reason in filled.context["form"].rows
        for field in (amount, reason)
    }
    refused = client.post(address, {**typed, **values, f"reason_{second.pk}": ""})
    assert refused.status_code == 422
    assert "ลดลงเพราะเหตุใด" in words_of(refused)
    client.post(address, {**typed, **values})

    table = queries.table_for(BudgetRequest.objects.filter(pk=asked.pk))
    assert [row.latest for row in table.rows] == [80_000, 450_000]
    assert [row.reason for row in table.rows] == ["", "ราคาสูง"]


def test_a_late_request_is_said_to_be_late_and_is_taken(client, cast):
    line = RequestLineFactory(request__district=cast.home)
    client.force_login(cast.director)
    page = client.get(line.request.get_absolute_url())
    assert "เลยกำหนดยื่น 31 ม.ค. 2566 มา 122 วันแล้ว" in words_of(page)

    decide_on_page(client, reverse("budget:request-hand-in", args=[line.request_id]))

    line.request.refresh_from_db()
    assert line.request.handed_in_on == DAY
    assert "ยื่นหลังกำหนด 31 ม.ค. 2566 122 วัน" in words_of(client.get(line.request.get_absolute_url()))


@pytest.mark.parametrize(
    ("on", "texts"),
    [
        (date(2022, 10, 1), set()),
        (date(2022, 11, 15), {"ยื่นคำขอตั้งงบประมาณปี 2567"}),
        (date(2023, 7, 10), set()),
    ],
)
def test_a_request_waits_for_the_district_around_its_day(cast, on, texts):
    found = {due.text.split(" · ")[0] for due in todos_for(cast.officer, on=on)}

    assert found == texts


def test_a_stage_and_a_grant_wait_for_the_district(cast, asked):
    def waits(on):
        return {due.text.split(" · ")[0] for due in todos_for(cast.officer, on=on)} & {
            "บันทึกผลพิจารณา",
            "บันทึกงบประมาณที่ได้รับ",
        }

    assert waits(date(2023, 5, 1)) == set()
    assert waits(date(2023, 7, 10)) == {"บันทึกผลพิจารณา"}
    vote(asked, 80_000, 500_000, by=cast.officer)
    assert waits(date(2023, 7, 10)) == set()
    assert waits(date(2023, 10, 5)) == {"บันทึกงบประมาณที่ได้รับ"}


def test_the_projects_of_a_draft_year_go_with_the_drafts_of_their_requests(cast):
    PlannedYearFactory(fiscal_year=2570)
    flagships = FlagshipProjectFactory.create_batch(2, fiscal_year=2570)
    begun, asked = (
        requests.begin_for_flagship(flagship_id=flagship.pk, by=cast.strategy, at=AT) for flagship in flagships
    )
    requests.hand_in(request_id=asked.pk, by=cast.strategy, at=AT, on=DAY)

    remove_flagship(flagship_id=begun.flagship_id, by=cast.strategy, at=AT)
    with pytest.raises(RequestError):
        remove_flagship(flagship_id=asked.flagship_id, by=cast.strategy, at=AT)

    assert list(BudgetRequest.objects.all()) == [asked]


def test_an_added_ordinance_gives_a_request_more_and_each_grant_is_what_its_vote_added(cast, asked, project):
    first = vote(asked, 0, 400_000, by=cast.officer)
    central = NamedSource(MoneySourceFactory(code="central", name_th="งบกลาง"))
    added = vote(asked, 80_000, 450_000, by=cast.officer, from_source=central, paper=DecisionPaper("ผู้ว่าราชการ", "กท 9"))
    table = queries.table_for(BudgetRequest.objects.filter(pk=asked.pk))
    assert [(vote.stage, vote.given) for vote in table.votes] == [(first, 400_000), (added, 130_000)]
    answer = asked_for([project.lineage])[project.lineage]
    assert (answer.amount, answer.is_fallen, answer.is_voted) == (80_000, False, True)
    assert not queries.projects_to_ask_for(BudgetRequestFactory(district=cast.home, fiscal_year=2568)).exists()

    facts = {"request_id": asked.pk, "on": date(2023, 10, 2), "by": cast.officer, "at": AT}
    with pytest.raises(MoreThanVotedError):
        request_stages.grant_voted(amount=Decimal(530_000), act=uuid4(), **facts)
    request_stages.grant_voted(amount=Decimal(400_000), act=uuid4(), **facts)
    request_stages.grant_voted(amount=Decimal(130_000), act=(act := uuid4()), **facts)
    request_stages.grant_voted(amount=Decimal(130_000), act=act, **facts)  # the form was sent twice

    assert Appropriation.objects.get(district=cast.home, fiscal_year=2567).amount == 530_000
    assert {row.name: row.amount for row in grants_of_year(YEAR)} == {str(first): 400_000, "งบกลาง": 130_000}
    with pytest.raises(NotVotedError):
        request_stages.grant_voted(amount=Decimal(1), act=uuid4(), **facts)


def test_a_request_that_is_voted_again_before_its_grant_gives_what_the_last_vote_left(cast, asked):
    vote(asked, 80_000, 500_000, by=cast.officer)
    vote(asked, 80_000, 300_000, by=cast.officer, paper=DecisionPaper("สภากรุงเทพมหานคร", "กท 8"))

    facts = {"request_id": asked.pk, "on": date(2023, 10, 2), "by": cast.officer, "at": AT + timedelta(hours=1)}
    request_stages.grant_voted(amount=Decimal(380_000), act=uuid4(), **facts)

    table = queries.table_for(BudgetRequest.objects.filter(pk=asked.pk))
    assert (table.latest, table.to_grant, table.to_cut, table.is_granted) == (380_000, None, 0, True)
    vote(asked, 80_000, 250_000, by=cast.officer, at=AT + timedelta(hours=2))
    assert queries.table_for(BudgetRequest.objects.filter(pk=asked.pk)).to_cut == 50_000


def test_a_later_vote_waits_for_its_grant_and_may_be_withdrawn_until_then(client, cast, asked):
    def waits():
        found = todos_for(cast.officer, on=date(2023, 10, 5))
        return [due.text for due in found if due.text.startswith("บันทึกงบประมาณที่ได้รับ")]

    vote(asked, 80_000, 400_000, by=cast.officer)
    facts = {"request_id": asked.pk, "on": date(2023, 10, 2), "by": cast.officer, "at": AT}
    request_stages.grant_voted(amount=Decimal(480_000), act=uuid4(), **facts)
    assert not waits()
    client.force_login(cast.officer)
    assert "บันทึกการให้เพิ่มหรือพิจารณาใหม่" in words_of(client.get(asked.get_absolute_url()))
    page = client.get(reverse("budget:request-stage", args=[asked.pk]))
    assert "ใส่ยอดรวมของแต่ละรายการ" in words_of(page)
    assert page.context["form"]["from_source"].value() == ""

    added = vote(asked, 80_000, 450_000, by=cast.officer, at=AT + timedelta(hours=1))
    assert len(waits()) == 1
    assert "50,000" in words_of(client.get(reverse("budget:request-grant", args=[asked.pk])))
    request_stages.withdraw_stage(stage_id=added.pk, reason="พิมพ์ผิด", by=cast.officer, at=AT, on=DAY)
    assert not waits()


def test_the_money_of_a_vote_that_took_the_place_of_the_one_shown_is_asked_for_again(client, cast, asked, settings):
    settings.WORKING_DAY = "2023-10-05"
    wrong = vote(asked, 80_000, 400_000, by=cast.officer)
    client.force_login(cast.officer)
    page = reverse("budget:request-grant", args=[asked.pk])
    sent = {"act": str(uuid4()), "on": "2 ต.ค. 2566", "amount": "1,000", "seen": client.get(page).context["seen"]}
    request_stages.withdraw_stage(stage_id=wrong.pk, reason="พิมพ์ผิด", by=cast.officer, at=AT, on=DAY)
    vote(asked, 80_000, 300_000, by=cast.officer, at=AT + timedelta(hours=1))

    answer = client.post(page, sent)

    assert answer.status_code == 409
    assert len(answer.context["changed"].changes) == 1
    assert not LedgerEntry.objects.exists()
    assert client.post(page, sent | {"seen": answer.context["seen"]}).status_code == 302
    assert client.post(page, sent | {"seen": answer.context["seen"]}).status_code == 302  # sent twice
    assert LedgerEntry.objects.get().amount == 1_000
