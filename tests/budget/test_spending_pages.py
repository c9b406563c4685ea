"""The pages of bureaus' money, allotments, paying at once, advances, second persons and costs."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import Notice
from bkkplan.ground.core.fiscal import FiscalYear
from budget.actions.money import money, payments
from budget.actions.money.costs import PaidFor
from budget.models import Advance, Allocation, Payment, SpendingRule
from budget.queries.my_work import todos_for
from tests.deciding import decide
from tests.factories.accounts import AT, AssignmentFactory
from tests.factories.budget import FlagshipProjectFactory
from tests.factories.communities import CourseSessionFactory
from tests.factories.districts import OfficeFactory
from tests.factories.forums import ForumFactory
from tests.factories.years import PlannedYearFactory
from tests.words import words_of

ON = date(2023, 6, 2)
TODAY = "2 มิ.ย. 2566"
YEAR = FiscalYear(2566)


def act(**given):
    return {"act": uuid4(), "on": date(2023, 4, 3), "by": None, "at": AT, **given}


@pytest.fixture
def bureau(db):
    return OfficeFactory(code="2400", name_th="สำนักพัฒนาสังคม")


@pytest.fixture
def officer(bureau):
    return AssignmentFactory(role=Role.BUREAU_OFFICER, bureau=bureau).user


@pytest.fixture
def of_bureau(bureau, cast):
    """A bureau that received 40,000, by the strategy office."""
    flagship = FlagshipProjectFactory(bureau=bureau, sharing="none", share_per_district=None)
    money.grant(flagship_id=flagship.pk, amount=Decimal(50_000), **act())
    money.transfer_to_bureau(flagship_id=flagship.pk, amount=Decimal(40_000), **act(by=cast.strategy))
    return Allocation.objects.get(bureau=bureau)


@pytest.fixture
def purse(cast):
    flagship = FlagshipProjectFactory()
    money.grant(flagship_id=flagship.pk, amount=Decimal(200_000), **act())
    money.transfer_to_districts(flagship_id=flagship.pk, shares={cast.home.pk: Decimal(100_000)}, **act())
    return Allocation.objects.get(district=cast.home)


def test_a_bureaus_people_reach_their_own_money_and_no_other(client, bureau, officer, of_bureau, purse, cast):
    other = OfficeFactory(code="2300")
    client.force_login(officer)

    assert client.get(reverse("budget:money", args=[YEAR])).url == reverse("budget:district-money", args=[YEAR, "2400"])
    page = client.get(reverse("budget:district-money", args=[YEAR, bureau.code]))
    assert "งบประมาณของสำนัก ปี 2566" in words_of(page)
    assert "40,000" in words_of(page)
    assert client.get(reverse("budget:allocation", args=[of_bureau.pk])).status_code == 200
    assert client.get(reverse("budget:allocation", args=[purse.pk])).status_code == 404
    assert client.get(reverse("budget:district-money", args=[YEAR, other.code])).status_code == 404
    client.force_login(cast.officer)
    assert client.get(reverse("budget:allocation", args=[of_bureau.pk])).status_code == 404


def test_a_transfer_to_a_bureau_is_told_to_its_people(officer, of_bureau):
    assert "40,000" in Notice.objects.get(recipient=officer).text


def test_the_citys_page_shows_bureaus_beside_the_districts_sum(client, cast, of_bureau, purse):
    client.force_login(cast.strategy)

    page = client.get(reverse("budget:money", args=[YEAR]))

    assert page.context["total"].transferred == 100_000
    assert [(office.code, sums.transferred) for office, sums in page.context["bureaus"]] == [("2400", 40_000)]
    then = client.get(reverse("budget:money", args=[YEAR]), {"as_of": "1 มี.ค. 2566"})
    assert then.context["bureaus"] == []


def test_the_page_of_the_project_shows_what_its_bureau_has(client, cast, officer, of_bureau):
    for who in (cast.strategy, officer, cast.officer):
        client.force_login(who)
        page = client.get(reverse("budget:flagship-money", args=[of_bureau.appropriation.flagship_id]))
        assert "สำนักพัฒนาสังคม" in words_of(page)
        link = f'href="{reverse("budget:allocation", args=[of_bureau.pk])}"'
        assert (link in page.content.decode()) is (who != cast.officer)


def test_a_bureau_allots_pays_at_once_lends_and_clears(client, officer, of_bureau):
    client.force_login(officer)

    def send(name, *args, **data):
        answer = client.post(reverse(f"budget:{name}", args=args), {"act": uuid4(), "on": TODAY, **data})
        assert answer.status_code == 302, words_of(answer)

    send("move", of_bureau.pk, "allot", amount="25,000", document_no="กท 1302/1")
    send("pay-at-once", of_bureau.pk, amount="1,500", document_no="บค 1")
    lent = {"agreement_no": "บย 1", "borrower": "นางสมศรี ใจดี", "due_on": TODAY, "purpose": "อบรม"}
    send("lend", of_bureau.pk, amount="5,000", **lent)
    send("clear-advance", Advance.objects.get().pk, papers="4,200", cash="800", document_no="บค 2")

    of_bureau.refresh_from_db()
    assert (of_bureau.allotted, of_bureau.committed, of_bureau.disbursed, of_bureau.advanced) == (
        25_000,
        5_700,
        5_700,
        0,
    )


def most_at(client, address):
    """How much a page says may be entered at most."""
    return client.get(address).context["stats"][-1].value


def allot_first():
    SpendingRule.objects.create(planned=PlannedYearFactory(fiscal_year=2566, opened=True), needs_allotment=True)


def test_where_money_is_allotted_first_no_more_than_that_is_offered(client, officer, of_bureau):
    allot_first()
    client.force_login(officer)
    acts = {name: reverse(f"budget:{name}", args=[of_bureau.pk]) for name in ("pay-at-once", "lend")}
    acts["commit"] = reverse("budget:move", args=[of_bureau.pk, "commit"])

    def offered():
        page = client.get(reverse("budget:allocation", args=[of_bureau.pk])).content.decode()
        return {name for name, address in acts.items() if f'href="{address}"' in page}

    assert offered() == set()
    money.allot(allocation_id=of_bureau.pk, amount=Decimal(25_000), **act(document_no="กท 1"))
    assert offered() == set(acts)
    for address in acts.values():
        assert most_at(client, address) == "25,000.00"


def test_what_is_allotted_is_not_offered_to_be_transferred_back(client, cast, of_bureau):
    money.allot(allocation_id=of_bureau.pk, amount=Decimal(25_000), **act(document_no="กท 1"))
    client.force_login(cast.strategy)

    assert most_at(client, reverse("budget:move", args=[of_bureau.pk, "transfer-back"])) == "15,000.00"


def test_an_advance_that_is_cleared_asks_for_nothing_more(client, officer, of_bureau):
    lent = {"borrower": "นางสมศรี ใจดี", "purpose": "อบรม", "allocation_id": of_bureau.pk, "amount": Decimal(5_000)}
    for number, due in (("บย 1", date(2023, 5, 31)), ("บย 2", date(2023, 4, 30))):
        payments.lend(agreement_no=number, due_on=due, **lent, **act())
    later, sooner = Advance.objects.order_by("pk")
    client.force_login(officer)
    rows = words_of(client.get(reverse("budget:allocation", args=[of_bureau.pk])))
    assert rows.index("บย 2") < rows.index("บย 1")

    payments.clear(advance_id=sooner.pk, papers=Decimal(5_000), cash=Decimal(0), **act(document_no="บค 1"))
    page = client.get(reverse("budget:clear-advance", args=[sooner.pk]))

    assert "บย 2 ของ นางสมศรี ใจดี ล้างไปแล้ว ล้างอีกครั้งไม่ได้" in words_of(page)
    assert page.context["obstacle"]
    assert not client.get(reverse("budget:clear-advance", args=[later.pk])).context["obstacle"]


def test_the_money_of_a_bureaus_project_is_led_to_the_bureau(client, cast, bureau):
    flagship = FlagshipProjectFactory(bureau=bureau, sharing="none", share_per_district=None)
    to_bureau, to_districts = (
        f'href="{reverse(f"budget:{name}", args=[flagship.pk])}"' for name in ("transfer-bureau", "transfer")
    )
    client.force_login(cast.strategy)

    def send(name, amount):
        page, data = reverse(f"budget:{name}", args=[flagship.pk]), {"act": uuid4(), "on": TODAY, "amount": amount}
        return decide(client, page, **data, follow=True).content.decode()

    granted = send("fund", "50,000")
    assert to_bureau in granted
    assert to_districts not in granted
    all_given = send("transfer-bureau", "50,000")
    assert to_bureau not in all_given
    assert to_districts not in all_given


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("move", {"amount": "40,001", "document_no": "กท 1"}, "อนุมัติเงินงวด 40,001.00 บาทไม่ได้"),
        ("pay-at-once", {"amount": "40,001", "document_no": "บค 1"}, "เงินจัดสรรเหลือให้ก่อหนี้ผูกพัน 40,000.00 บาท"),
    ],
)
def test_too_much_comes_back_with_a_sentence_and_what_was_typed(client, officer, of_bureau, name, data, sentence):
    client.force_login(officer)
    args = [of_bureau.pk, "allot"] if name == "move" else [of_bureau.pk]

    answer = client.post(reverse(f"budget:{name}", args=args), {"act": uuid4(), "on": TODAY, **data})

    assert answer.status_code == 422
    assert sentence in words_of(answer)
    assert "40,001" in answer.content.decode()


def test_an_advance_that_is_late_waits_in_the_queue_of_its_office(client, cast, officer, purse, of_bureau):
    lent = {"agreement_no": "บย 9/2566", "borrower": "นางสมศรี ใจดี", "purpose": "จัดเวที", "due_on": date(2023, 5, 23)}
    payments.lend(allocation_id=purse.pk, amount=Decimal(10_000), **lent, **act())

    (todo,) = [todo for todo in todos_for(cast.officer, on=ON) if "บย 9/2566" in todo.text]
    assert todo.days_late == 10
    assert not [todo for who in (officer, cast.away_officer) for todo in todos_for(who, on=ON) if "บย" in todo.text]
    client.force_login(cast.officer)
    assert "เลยกำหนด 10 วัน" in words_of(client.get(reverse("budget:allocation", args=[purse.pk])))
    page = client.get(todo.url)
    assert "นางสมศรี ใจดี" in words_of(page)

    cleared = {"act": uuid4(), "on": TODAY, "papers": "9,000", "cash": "500", "document_no": "บค 2"}
    answer = client.post(todo.url, cleared)
    assert answer.status_code == 422
    assert "ขาด 500.00 บาท" in words_of(answer)
    client.post(todo.url, cleared | {"cash": "1,000"})
    answer = client.post(todo.url, cleared | {"cash": "1,000", "act": uuid4()})
    assert answer.status_code == 409
    assert "ล้างไปแล้ว ล้างอีกครั้งไม่ได้" in words_of(answer)
    assert not [todo for todo in todos_for(cast.officer, on=ON) if "บย" in todo.text]


def test_a_director_asks_for_a_second_person_and_confirms(client, cast, purse):
    OfficeFactory(district=cast.home)
    setting = reverse("budget:second-person", args=[YEAR, cast.home.code])
    client.force_login(cast.officer)
    assert client.get(setting).status_code == 403
    client.force_login(cast.director)
    client.post(setting, {"is_needed": "yes"})

    client.force_login(cast.officer)
    paid = {"act": uuid4(), "on": TODAY, "amount": "700", "document_no": "บค 1"}
    answer = client.post(reverse("budget:pay-at-once", args=[purse.pk]), paid, follow=True)
    assert "บันทึกแล้ว รออีกคนหนึ่งยืนยัน" in words_of(answer)
    payment = Payment.objects.get()
    confirm = reverse("budget:payment-confirm", args=[payment.pk])
    assert "ตัดสินเรื่องของตนเองไม่ได้" in words_of(client.get(confirm))
    waits = {who: [t for t in todos_for(who, on=ON) if "ยืนยันการจ่าย" in t.text] for who in (cast.officer, cast.director)}
    assert [todo.is_waiting_for_others for who in waits for todo in waits[who]] == [True, False]

    client.force_login(cast.director)
    client.post(confirm)

    purse.refresh_from_db()
    assert purse.disbursed == 700
    page = words_of(client.get(reverse("budget:allocation", args=[purse.pk])))
    assert f"ยืนยันโดย {cast.director}" in page


def test_what_a_forum_cost_is_shown_to_staff_and_to_everyone(client, cast, purse):
    forum = ForumFactory(district=cast.home, published=True)
    client.force_login(cast.officer)
    paid = {"act": uuid4(), "on": TODAY, "amount": "3,500", "document_no": "บค 1", "paid_for": f"forum-{forum.pk}"}
    client.post(reverse("budget:pay-at-once", args=[purse.pk]), paid)

    costs = reverse("budget:forum-costs", args=[forum.pk])
    assert f'hx-get="{costs}"' in client.get(forum.get_absolute_url()).content.decode()
    source = str(purse.appropriation.flagship)
    shown = words_of(client.get(costs))
    assert "3,500.00" in shown
    assert source in shown
    assert (
        f'href="{forum.get_absolute_url()}"'
        in client.get(reverse("budget:allocation", args=[purse.pk])).content.decode()
    )
    client.logout()
    page = words_of(client.get(reverse("public:hearing", args=[forum.pk])))
    assert "จ่ายแล้ว <strong>3,500</strong> บาท" in page
    assert source in page


def test_a_payment_is_tied_to_another_forum_on_a_page(client, cast, purse):
    first, second = ForumFactory.create_batch(2, district=cast.home)
    client.force_login(cast.officer)
    entered = payments.pay_at_once(
        allocation_id=purse.pk, amount=Decimal(10), document_no="บค 1", paid_for=PaidFor(forum_id=first.pk), **act()
    )
    page = reverse("budget:cost", args=[purse.pk, entered.act])
    assert client.get(page).context["form"]["paid_for"].value() == f"forum-{first.pk}"

    client.post(page, {"paid_for": f"forum-{second.pk}"})

    assert client.get(page).context["form"]["paid_for"].value() == f"forum-{second.pk}"


def test_what_a_training_cost_stands_beside_the_bureaus_money(client, cast, of_bureau, purse):
    session = CourseSessionFactory(course__district=None, course__fiscal_year=2566)
    client.force_login(cast.social)
    page = reverse("budget:training-costs", args=[session.pk])
    empty = words_of(client.get(page))
    assert "ยังไม่มีค่าใช้จ่ายที่ระบุ" in empty
    assert "40,000.00" in empty

    for_session = PaidFor(session_id=session.pk)
    payments.pay_at_once(
        allocation_id=of_bureau.pk, amount=Decimal(2_500), document_no="1", paid_for=for_session, **act()
    )
    payments.pay_at_once(allocation_id=of_bureau.pk, amount=Decimal(700), document_no="2", **act())

    [(money_of_bureau, paid)] = client.get(page).context["purses"]
    assert (money_of_bureau, paid, money_of_bureau.disbursed) == (of_bureau, 2_500, 3_200)
    assert "36,800.00" in words_of(client.get(page))
