"""A district's movements of money come in as one list; what is taken back stands in the ledger on the same days."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bkkplan.ground.lists import actions
from bkkplan.ground.lists.builders.outcome import Choice
from bkkplan.ground.lists.builders.preview import seal_of
from bkkplan.ground.lists.models import RowList
from bkkplan.ground.lists.tasks import read_list
from budget.actions.money import money
from budget.actions.money.ledger import NotEnoughError
from budget.models import Allocation, LedgerEntry, Payment
from districts.actions.offices import ask_for_second_person
from tests.factories.accounts import AT
from tests.factories.budget import ApprovedItemFactory
from tests.factories.districts import OfficeFactory
from tests.lists.test_proposals import ON, does, errors

pytestmark = pytest.mark.django_db

PLACE = "2566-{0.code}"
TEXT = (
    "โครงการ\tรายการเงิน\tยอดเงิน\tวันที่เอกสาร\tเลขที่ฎีกา\n"
    "ขุดลอกคลอง\tเบิกจ่าย\t๒๐,๐๐๐.-\t๒๐ เม.ย. ๒๕๖๖\tฎ.1\n"
    "ขุดลอกคลอง\tก่อหนี้\t30,000\t3/4/2566\tส.1\n"
    "ขุดลอกคลอง\tเงินงวด\t50,000\t1/4/2566\tง.1\n"
)


@pytest.fixture
def purse(cast):
    item = ApprovedItemFactory(introduced_in__plan__district=cast.home, title="ขุดลอกคลอง")
    given = {"act": uuid4(), "on": date(2023, 3, 1), "by": None, "at": AT}
    money.approve_item_budget(item_id=item.pk, amount=Decimal(100_000), **given)
    return Allocation.objects.get(item=item)


@pytest.fixture
def bring(cast, purse, hand_in):
    return lambda text: hand_in(text, kind="money", place=PLACE.format(cast.home))


def spent(purse):
    purse.refresh_from_db()
    return purse.allotted, purse.committed, purse.disbursed


def test_allotment_commitment_and_payment_come_in_by_their_days(purse, bring, confirm):
    upload = bring(TEXT)
    assert (does(upload), errors(upload)) == (["new"] * 3, [])
    assert spent(purse) == (0, 0, 0)

    confirm(upload)

    assert spent(purse) == (50_000, 30_000, 20_000)
    entry = LedgerEntry.objects.get(allocation=purse, kind="disbursement")
    assert (entry.on, entry.document_no, entry.amount) == (date(2023, 4, 20), "ฎ.1", 20_000)
    assert does(bring(TEXT)) == ["same"] * 3


def test_a_movement_without_room_or_day_is_refused_by_its_cell(bring):
    upload = bring(
        TEXT.replace("30,000", "600,000")
        + "ขุดลอกคลอง\tเงินงวด\t1\t1/4/2567\tx\nขุดลอกคลอง\tเงินงวด\t-\t1/4/2566\ty\nของใคร\tเงินงวด\t5\t1/4/2566\tz"
    )

    assert does(upload) == ["wrong", "wrong", "new", "wrong", "wrong", "new"]
    found = {row: (column, sentence) for row, column, sentence in errors(upload)}
    assert found[3][0] == found[2][0] == "จำนวนเงิน (บาท)"
    assert "เหลือให้ก่อหนี้ผูกพัน 100,000" in found[3][1]
    assert found[5] == ("วันที่", "วันที่ต้องไม่อยู่ในอนาคต")
    assert upload.outcome["strange"] == {"purse": {"ของใคร": 1}}
    assert not LedgerEntry.objects.filter(kind="allotment").exists()


def test_undoing_reverses_every_entry_on_its_own_day(cast, purse, bring, confirm):
    upload = confirm(bring(TEXT))

    actions.undo(list_id=upload.pk, on=ON, by=cast.officer, at=AT)

    assert spent(purse) == (0, 0, 0)
    pairs = LedgerEntry.objects.filter(reverses__isnull=False).values_list("on", "reverses__on")
    assert len(pairs) == 3
    assert all(day == first for day, first in pairs)


def test_money_that_was_used_since_is_not_taken_back(cast, purse, bring, confirm):
    upload = confirm(bring(TEXT))
    given = {"act": uuid4(), "on": date(2023, 5, 1), "by": None, "at": AT}
    money.release(allocation_id=purse.pk, amount=Decimal(5_000), **given)

    with pytest.raises(NotEnoughError):
        actions.undo(list_id=upload.pk, on=ON, by=cast.officer, at=AT)
    assert spent(purse) == (50_000, 25_000, 20_000)


def test_payments_of_an_office_with_a_second_person_wait_and_are_taken_back(cast, purse, bring, confirm):
    office = OfficeFactory(district=cast.home)
    ask_for_second_person(office_id=office.pk, is_needed=True, by=cast.director, at=AT)
    upload = confirm(bring(TEXT))
    assert Payment.objects.get().state == "waiting"
    assert does(bring(TEXT)) == ["same"] * 3

    actions.undo(list_id=upload.pk, on=ON, by=cast.officer, at=AT)

    assert Payment.objects.get().state == "refused"
    assert spent(purse) == (0, 0, 0)


def test_columns_that_a_row_needs_are_asked_for(cast, bring):
    upload = bring("โครงการ\tยอดเงิน\nขุดลอกคลอง\t5")
    assert [column for _row, column, _sentence in errors(upload)] == ["ประเภทรายการ", "วันที่"]
    with pytest.raises(actions.NotReadyError):
        actions.confirm(list_id=upload.pk, on=ON, by=cast.officer, at=AT)
    choice = Choice(("purse", None))
    actions.choose_columns(list_id=upload.pk, choice=choice, on=ON, by=cast.officer, at=AT)
    upload.refresh_from_db()
    assert len(errors(upload)) == 3


def test_a_file_of_eighteen_disbursements_takes_three_pages(client, cast, purse, monkeypatch):
    given = {"act": uuid4(), "on": date(2023, 3, 1), "by": None, "at": AT}
    money.commit(allocation_id=purse.pk, amount=Decimal(100_000), **given)
    rows = "\n".join(f"ขุดลอกคลอง\tเบิกจ่าย\t{n},000.50\t20/4/2566\tฎ.{n}" for n in range(1, 13))
    rows += "\n" + "\n".join(f"ขุดลอกคลอง\tเบิกจ่าย\t{n}\t20/4/2566\tฎ.{n}" for n in range(13, 19))
    file = SimpleUploadedFile("เมษายน.csv", f"{TEXT.splitlines()[0]}\n{rows}".replace(",", "").encode())
    client.force_login(cast.officer)
    monkeypatch.setattr("bkkplan.ground.lists.views.places.wait_for", lambda reading: read_list(job_id=reading.pk))

    pages = [client.get(reverse("lists:hand-in", args=["money", PLACE.format(cast.home)]))]
    pages += [client.post(pages[0].request["PATH_INFO"], {"uuid": uuid4(), "file": file}, follow=True)]
    upload = RowList.objects.get()
    seen = {"seen": seal_of(upload.outcome)}
    pages += [client.post(reverse("lists:confirm", args=[upload.uuid]), seen, follow=True)]

    assert [page.status_code for page in pages] == [200] * 3
    assert spent(purse)[2] == sum(range(1, 13)) * 1_000 + 6 + sum(range(13, 19))
