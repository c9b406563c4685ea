"""Money is named by its source and its category, each with the years in which it is in use."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError

from bkkplan.ground.core.fiscal import FiscalYear
from budget.actions.money import money
from budget.actions.money.ledger import NotEnoughError
from budget.actions.naming import NotOfThisYearError
from budget.actions.reference import load_reference
from budget.enums import EntryKind
from budget.models import LedgerEntry, MoneyCategory, MoneySource, NamedSource
from budget.queries.money import money as queries
from budget.queries.money.sources import granted_by_source, grants_of_year
from tests.factories.budget import AT, ApprovedItemFactory, FlagshipProjectFactory, MoneySourceFactory
from tests.factories.districts import DistrictFactory

DAY = date(2023, 6, 2)


def act(**given):
    return {"act": uuid4(), "on": DAY, "by": None, "at": AT, **given}


@pytest.fixture
def central(db):
    return NamedSource(MoneySourceFactory(code="central", name_th="งบกลาง"))


def test_the_tables_are_loaded_with_their_years(db):
    load_reference(at=AT)

    to_2564 = MoneyCategory.objects.of_year(FiscalYear(2564))
    from_2565 = MoneyCategory.objects.of_year(FiscalYear(2565))
    assert (to_2564.count(), from_2565.count()) == (7, 5)
    assert {str(one)[:4] for one in from_2565} == {"งบบุ", "งบดำ", "งบลง", "งบเง", "งบรา"}
    assert MoneySource.objects.of_year(FiscalYear(2570)).count() == 4


def test_a_grant_names_its_source_and_its_undoing_too(central):
    flagship = FlagshipProjectFactory()
    entered = money.grant(flagship_id=flagship.pk, amount=Decimal(100), from_source=central, **act())

    money.undo(undone=entered.act, act=uuid4(), by=None, at=AT)

    assert [entry.source.code for entry in LedgerEntry.objects.order_by("pk")] == ["central", "central"]
    assert {line.source for line in queries.movements(flagship.appropriation)} == {"งบกลาง"}


def test_an_added_ordinance_has_its_number(db):
    row = MoneySourceFactory(code="added", name_th="ข้อบัญญัติเพิ่มเติม", is_numbered=True)
    flagship = FlagshipProjectFactory()

    with pytest.raises(NotOfThisYearError, match="ฉบับ"):
        money.grant(flagship_id=flagship.pk, amount=Decimal(100), from_source=NamedSource(row), **act())

    money.grant(flagship_id=flagship.pk, amount=Decimal(100), from_source=NamedSource(row, 2), **act())
    assert queries.movements(flagship.appropriation)[0].source == "ข้อบัญญัติเพิ่มเติม (ฉบับที่ 2)"


@pytest.mark.parametrize("wrong", [{"until_year": 2565}, {"from_year": 2567}, {"is_granted": False}])
def test_a_source_that_is_not_of_the_year_is_refused(db, wrong):
    source = NamedSource(MoneySourceFactory(code="other", **wrong))

    with pytest.raises(NotOfThisYearError):
        money.grant_yearly_budget(
            district_id=DistrictFactory().pk, year=FiscalYear(2566), amount=Decimal(1), from_source=source, **act()
        )

    assert not LedgerEntry.objects.exists()


def test_no_more_is_cut_from_a_source_than_it_gave(central):
    flagship = FlagshipProjectFactory()
    money.grant(flagship_id=flagship.pk, amount=Decimal(500), **act())
    money.grant(flagship_id=flagship.pk, amount=Decimal(100), from_source=central, **act())
    source = flagship.appropriation

    with pytest.raises(NotEnoughError, match="งบกลาง"):
        money.cut(appropriation_id=source.pk, amount=Decimal(101), from_source=central, **act())
    with pytest.raises(NotEnoughError, match="ข้อบัญญัติ"):
        money.cut(appropriation_id=source.pk, amount=Decimal(501), **act())

    money.cut(appropriation_id=source.pk, amount=Decimal(100), from_source=central, **act())
    money.cut(appropriation_id=source.pk, amount=Decimal(500), **act())


def test_new_money_of_an_item_has_its_source_and_its_transfer_has_none(central):
    item = ApprovedItemFactory()

    money.approve_item_budget(item_id=item.pk, amount=Decimal(100), from_source=central, **act())

    named = {entry.kind: entry.source for entry in LedgerEntry.objects.select_related("source")}
    assert named == {EntryKind.APPROPRIATION: central.row, EntryKind.TRANSFER: None}


def test_only_granted_money_names_its_source(central):
    item = ApprovedItemFactory()
    money.approve_item_budget(item_id=item.pk, amount=Decimal(100), **act())
    transfer = LedgerEntry.objects.get(kind=EntryKind.TRANSFER)

    transfer.pk, transfer.uuid, transfer.source = None, uuid4(), central.row
    with pytest.raises(IntegrityError, match="only_granted_money_names_its_source"):
        transfer.save(force_insert=True)


def test_the_years_money_is_told_by_source(central):
    flagship = FlagshipProjectFactory()
    money.grant(flagship_id=flagship.pk, amount=Decimal(500), **act())
    money.grant(flagship_id=flagship.pk, amount=Decimal(100), from_source=central, **act())
    ordinance = NamedSource(MoneySourceFactory(code="ordinance", name_th="ข้อบัญญัติประจำปี", position=0))
    money.grant(flagship_id=flagship.pk, amount=Decimal(30), from_source=ordinance, **act())

    found = granted_by_source(FiscalYear(2566))

    told = [(row.project, row.source, row.amount) for row in grants_of_year(FiscalYear(2566))]
    assert told == [(flagship.title_th, "ordinance", 530), (flagship.title_th, "central", 100)]
    assert [(row.name, row.amount) for row in found] == [("ข้อบัญญัติประจำปี", 530), ("งบกลาง", 100)]
