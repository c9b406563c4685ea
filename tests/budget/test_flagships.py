"""Writing the flagship projects of a year: freely in a draft, afterwards for a reason that is kept."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.models import StaleError
from bkkplan.ground.years import registry
from bkkplan.ground.years.actions import (
    IncompleteError,
    NotPlannedError,
    ReasonNeededError,
    begin_year,
    discard_draft,
    open_year,
)
from budget.actions.flagship import flagships
from budget.actions.flagship.flagships import FlagshipWords
from budget.actions.money import money
from budget.actions.money.ledger import NotAvailableError
from budget.enums import Sharing
from budget.models import FlagshipProject, FlagshipShare
from tests.factories.accounts import AssignmentFactory
from tests.factories.budget import AT, FlagshipProjectFactory, StrategyNodeFactory
from tests.factories.districts import DistrictFactory, OfficeFactory

pytestmark = pytest.mark.django_db

YEAR, ON = FiscalYear(2567), date(2023, 6, 2)


@pytest.fixture(autouse=True)
def own_part_and_days(monkeypatch):
    """What other subjects demand of a year is tested there."""
    parts = {code: registry.part_called(code) for code in ("flagships", "days")}
    monkeypatch.setattr(registry, "_parts", parts)


@pytest.fixture
def strategy(db):
    return AssignmentFactory(role=Role.STRATEGY, district=None).user


@pytest.fixture
def asked(strategy):
    return {"on": ON, "by": strategy, "at": AT}


@pytest.fixture
def districts(db):
    return [DistrictFactory(code="1001"), DistrictFactory(code="1002")]


@pytest.fixture
def words(districts):
    return FlagshipWords(
        title_th="โครงการรับฟังความคิดเห็น",
        kpi_code="KPI-1",
        objective=StrategyNodeFactory(),
        responsible_unit="สำนักงานเขต",
        methods=("ประชาสัมพันธ์", "จัดเวที"),
        budget=Decimal(400_000),
        sharing=Sharing.EQUAL,
        share_per_district=Decimal(200_000),
    )


@pytest.fixture
def draft(strategy):
    return begin_year(year=YEAR, by=strategy, at=AT)


@pytest.fixture
def flagship(draft, words, asked):
    return flagships.add_flagship(year=YEAR, words=words, **asked)


@pytest.fixture
def opened(flagship, strategy):
    return open_year(year=YEAR, on=ON, by=strategy, at=AT)


def table(flagship, amounts, asked, **more):
    return flagships.save_share_table(flagship_id=flagship.pk, seen=flagship.version, amounts=amounts, **asked, **more)


def test_projects_are_added_one_after_the_other(flagship, words, asked):
    second = flagships.add_flagship(year=YEAR, words=replace(words, title_th="อีกโครงการ"), **asked)

    assert (flagship.position, second.position) == (1, 2)
    assert flagship.methods == ["ประชาสัมพันธ์", "จัดเวที"]
    assert Entry.objects.filter(verb="budget.flagship_added").count() == 2


def test_a_name_stands_once_in_a_year(flagship, words, asked):
    with pytest.raises(flagships.SameNameError):
        flagships.add_flagship(year=YEAR, words=words, **asked)

    flagships.save_flagship(flagship_id=flagship.pk, seen=1, words=words, **asked)


def test_only_a_year_that_was_begun_is_written_and_only_by_the_strategy_office(words, asked, draft):
    with pytest.raises(NotPlannedError):
        flagships.add_flagship(year=YEAR.next, words=words, **asked)
    officer = AssignmentFactory(district=DistrictFactory()).user
    with pytest.raises(PermissionDenied):
        flagships.add_flagship(year=YEAR, words=words, **asked | {"by": officer})


def test_what_belongs_to_another_rule_is_not_kept(flagship, words, asked):
    changed = replace(words, sharing=Sharing.BY_COMMUNITIES, communities_on=ON, share_per_community=Decimal(5))

    saved = flagships.save_flagship(flagship_id=flagship.pk, seen=1, words=changed, **asked)

    assert (saved.share_per_district, saved.share_per_community, saved.communities_on) == (None, None, ON)


def test_two_people_write_one_project_and_the_second_is_told(flagship, words, asked):
    flagships.save_flagship(flagship_id=flagship.pk, seen=1, words=replace(words, note="หนึ่ง"), **asked)

    with pytest.raises(StaleError):
        flagships.save_flagship(flagship_id=flagship.pk, seen=1, words=replace(words, note="สอง"), **asked)


def test_an_opened_year_changes_for_a_reason_and_tells_what_it_touches(opened, flagship, words, asked, strategy):
    paper = {"act": uuid4(), "on": date(2023, 10, 2), "by": strategy, "at": AT}
    money.grant(flagship_id=flagship.pk, amount=Decimal(400_000), **paper)
    changed = replace(words, budget=Decimal(500_000))

    with pytest.raises(ReasonNeededError):
        flagships.save_flagship(flagship_id=flagship.pk, seen=1, words=changed, **asked)
    flagships.save_flagship(flagship_id=flagship.pk, seen=1, words=changed, reason="แปรญัตติ", **asked)

    change = opened.changes.get()
    assert (change.part, change.what, change.reason) == ("flagships", words.title_th, "แปรญัตติ")
    assert [touch["count"] for touch in change.touched] == [400_000]


def test_no_money_is_entered_before_the_year_is_opened(flagship, strategy):
    paper = {"act": uuid4(), "on": date(2023, 10, 2), "by": strategy, "at": AT}

    with pytest.raises(NotAvailableError, match="ยังไม่เปิด"):
        money.grant(flagship_id=flagship.pk, amount=Decimal(400_000), **paper)


def test_a_table_that_misses_a_satang_is_refused_and_one_that_fits_is_kept(flagship, words, asked):
    words = replace(words, sharing=Sharing.TABLE)
    flagship = flagships.save_flagship(flagship_id=flagship.pk, seen=1, words=words, **asked)

    with pytest.raises(flagships.TableError, match=r"ขาด 0\.01 บาท"):
        table(flagship, {"1001": Decimal(300_000), "1002": Decimal("99999.99")}, asked)
    assert not FlagshipShare.objects.exists()

    table(flagship, {"1001": Decimal(300_000), "1002": Decimal(100_000)}, asked)

    assert dict(flagship.share_table.values_list("district__code", "amount")) == {"1001": 300_000, "1002": 100_000}
    assert Entry.objects.get(verb="budget.share_table_saved").after["shares"] == {"1001": "300000", "1002": "100000"}


def test_a_year_whose_shares_miss_the_budget_is_not_opened(flagship, words, asked, strategy):
    changed = replace(words, budget=Decimal("400000.01"))
    flagships.save_flagship(flagship_id=flagship.pk, seen=1, words=changed, **asked)

    with pytest.raises(IncompleteError, match=r"ขาด 0\.01 บาท"):
        open_year(year=YEAR, on=ON, by=strategy, at=AT)


def test_a_year_without_a_flagship_project_is_not_opened(draft, strategy):
    with pytest.raises(IncompleteError, match="โครงการหลัก: เพิ่มโครงการหลักอย่างน้อย 1 โครงการ"):
        open_year(year=YEAR, on=ON, by=strategy, at=AT)


def test_projects_are_put_in_order(flagship, words, asked, strategy):
    second = flagships.add_flagship(year=YEAR, words=replace(words, title_th="สอง"), **asked)
    third = flagships.add_flagship(year=YEAR, words=replace(words, title_th="สาม"), **asked)

    flagships.move_flagship(flagship_id=third.pk, to=1, by=strategy, at=AT)

    assert list(FlagshipProject.objects.of_year(YEAR)) == [third, flagship, second]
    assert Entry.objects.get(verb="budget.flagship_moved").details["position"] == 1


def test_a_project_is_removed_from_a_draft_only(flagship, words, asked, strategy):
    second = flagships.add_flagship(year=YEAR, words=replace(words, title_th="สอง"), **asked)
    flagships.remove_flagship(flagship_id=second.pk, by=strategy, at=AT)
    assert Entry.objects.get(verb="budget.flagship_removed").before["title_th"] == "สอง"

    open_year(year=YEAR, on=ON, by=strategy, at=AT)
    for act in (
        lambda: flagships.remove_flagship(flagship_id=flagship.pk, by=strategy, at=AT),
        lambda: flagships.move_flagship(flagship_id=flagship.pk, to=1, by=strategy, at=AT),
    ):
        with pytest.raises(flagships.OpenedError):
            act()


def test_a_year_is_copied_with_its_projects_and_tables_and_without_money(flagship, words, asked, strategy):
    changed = replace(words, sharing=Sharing.TABLE)
    flagship = flagships.save_flagship(flagship_id=flagship.pk, seen=1, words=changed, **asked)
    table(flagship, {"1001": Decimal(300_000), "1002": Decimal(100_000)}, asked)
    open_year(year=YEAR, on=ON, by=strategy, at=AT)
    paper = {"act": uuid4(), "on": date(2023, 10, 2), "by": strategy, "at": AT}
    money.grant(flagship_id=flagship.pk, amount=Decimal(400_000), **paper)

    begin_year(year=YEAR.next, source=YEAR, by=strategy, at=AT)

    copy = FlagshipProject.objects.of_year(YEAR.next).get()
    assert (copy.title_th, copy.version, copy.share_table.count()) == (flagship.title_th, 1, 2)
    assert not hasattr(copy, "appropriation")

    discard_draft(year=YEAR.next, by=strategy, at=AT)
    assert list(FlagshipProject.objects.all()) == [flagship]
    assert FlagshipShare.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"sharing": Sharing.NONE},
        {"sharing": Sharing.BY_COMMUNITIES, "share_per_district": None},
        {"sharing": Sharing.PER_COMMUNITY, "share_per_district": None, "communities_on": ON},
        {"sharing": Sharing.TABLE, "share_per_district": None, "share_per_community": 1},
    ],
)
def test_a_rule_of_sharing_has_what_belongs_to_it(wrong):
    with pytest.raises(IntegrityError, match="rule_of_sharing_has_what_belongs_to_it"), transaction.atomic():
        FlagshipProjectFactory(**wrong)


def district_office():
    return OfficeFactory(district=DistrictFactory())


@pytest.mark.parametrize(
    ("name", "break_it"),
    [
        ("flagship_has_both_months_or_none", lambda: FlagshipProjectFactory(starts_in=10)),
        ("share_in_a_table_is_positive", lambda: share(amount=0)),
        ("district_stands_once_in_a_table", lambda: share(of=share())),
        ("names a bureau, not the office of a district", lambda: FlagshipProjectFactory(bureau=district_office())),
    ],
)
def test_the_database_keeps_it(name, break_it):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        break_it()


def share(amount=1, of=None):
    place = {"flagship": of.flagship, "district": of.district} if of else {}
    place = place or {"flagship": FlagshipProjectFactory(), "district": DistrictFactory()}
    return FlagshipShare.objects.create(**place, amount=amount)


class TestPages:
    @pytest.fixture(autouse=True)
    def logged_in(self, client, strategy, settings):
        settings.WORKING_DAY = ON.isoformat()
        client.force_login(strategy)

    def form_of(self, client, address):
        page = client.get(address)
        form = page.context["form"]
        shown = {name: form[name].value() for name in form.fields}
        return {name: "" if value is None else value for name, value in shown.items()} | {
            "version": page.context.get("version", "")
        }

    def typed(self, **more):
        return {
            "title_th": "โครงการใหม่",
            "kpi_code": "KPI-1",
            "objective": StrategyNodeFactory().pk,
            "responsible_unit": "สำนักงานเขต",
            "methods": "- ประชาสัมพันธ์\n- จัดเวที\n",
            "sharing": "none",
        } | more

    def test_a_project_is_written_in_thai_and_stands_in_the_year(self, client, draft):
        address = reverse("budget:flagship-new", args=[YEAR])
        typed = self.typed(budget="๔ แสน", sharing="equal", starts_in="10", ends_in="9")

        answer = client.post(address, typed)

        assert answer["Location"] == reverse("budget:year-flagships", args=[YEAR])
        made = FlagshipProject.objects.get()
        assert (made.budget, made.methods) == (400_000, ["ประชาสัมพันธ์", "จัดเวที"])
        page = client.get(answer["Location"]).content.decode()
        assert "400,000" in page
        assert "เท่ากันทุกเขต" in page

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"sharing": "per_community", "budget": "1"}, "share_per_community"),
            ({"sharing": "by_communities", "budget": "1"}, "communities_on"),
            ({"sharing": "equal"}, "budget"),
            ({"starts_in": "10"}, "ends_in"),
            ({"starts_in": "9", "ends_in": "10"}, "ends_in"),
            ({"title_th": ""}, "title_th"),
        ],
    )
    def test_what_is_missing_is_said_at_its_field_and_the_text_stays(self, client, draft, more, field):
        answer = client.post(reverse("budget:flagship-new", args=[YEAR]), self.typed(reason="ข้อความยาว", **more))

        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert "ข้อความยาว" in answer.content.decode()

    def test_two_forms_at_once_meet_on_the_page_of_both_texts(self, client, flagship):
        address = reverse("budget:flagship-edit", args=[flagship.pk])
        mine, theirs = self.form_of(client, address), self.form_of(client, address)
        client.post(address, theirs | {"note": "ของเขา"})

        answer = client.post(address, mine | {"note": "ของเรา"})

        assert answer.status_code == 409
        assert [(one.yours, one.theirs) for one in answer.context["conflict"].items] == [("ของเรา", "ของเขา")]

    def test_a_table_is_asked_for_after_the_rule_and_refused_beside_its_text(self, client, flagship):
        edit = reverse("budget:flagship-edit", args=[flagship.pk])
        address = reverse("budget:flagship-table", args=[flagship.pk])

        assert client.get(address).status_code == 404
        assert client.post(edit, self.form_of(client, edit) | {"sharing": "table"})["Location"] == address
        sent = self.form_of(client, address) | {"share_1001": "300,000", "share_1002": "99,999.99"}
        refused = client.post(address, sent)
        kept = client.post(address, sent | {"share_1002": "100,000"})

        assert refused.status_code == 422
        assert "ขาด 0.01 บาท" in refused.content.decode()
        assert "99,999.99" in refused.content.decode()
        assert kept["Location"] == reverse("budget:year-flagships", args=[YEAR])

    def test_a_change_of_an_opened_year_says_what_it_touches_and_asks_why(self, client, opened, flagship, strategy):
        paper = {"act": uuid4(), "on": date(2023, 10, 2), "by": strategy, "at": AT}
        money.grant(flagship_id=flagship.pk, amount=Decimal(400_000), **paper)
        address = reverse("budget:flagship-edit", args=[flagship.pk])

        page = client.get(address).content.decode()
        refused = client.post(address, self.form_of(client, address) | {"note": "ใหม่"})
        client.post(address, self.form_of(client, address) | {"note": "ใหม่", "why": "มติที่ประชุม"})

        assert "งบประมาณที่ได้รับแล้ว (บาท)" in page
        assert refused.status_code == 422
        assert opened.changes.get().reason == "มติที่ประชุม"

    def test_a_draft_is_not_there_for_other_staff(self, client, flagship):
        client.force_login(AssignmentFactory(role=Role.SOCIAL_DEVELOPMENT, district=None).user)

        for name, argument in (
            ("year-flagships", YEAR),
            ("flagship", YEAR),
            ("flagship-money", flagship.pk),
            ("flagship-edit", flagship.pk),
        ):
            assert client.get(reverse(f"budget:{name}", args=[argument])).status_code == 404
        assert client.get(reverse("budget:flagship-this-year"))["Location"] != f"/work/flagship/{YEAR}/"
        assert client.get(reverse("budget:flagship", args=[YEAR.previous])).context["year_switch"].ahead is None

    def test_the_transfer_page_offers_what_the_rule_gives_of_the_money(self, client, opened, flagship, strategy):
        paper = {"act": uuid4(), "on": date(2023, 10, 2), "by": strategy, "at": AT}
        money.grant(flagship_id=flagship.pk, amount=Decimal("300000.01"), **paper)

        form = client.get(reverse("budget:transfer", args=[flagship.pk])).context["form"]

        offered = [value for name, value in form.initial.items() if name.startswith("share_")]
        assert sorted(offered) == [Decimal("150000.00"), Decimal("150000.01")]
