"""The pages of goods that are bought together: chosen by kind, seen before they are entered, undone with one button."""

import pytest
from django.urls import reverse

from budget.actions.lots import lots
from budget.models import Lot, LotEntry
from tests.budget.lots import YEAR, build_shop
from tests.factories.forums import ForumFactory, ProposalFactory, UptakeFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(cast, client):
    client.force_login(cast.officer)
    return build_shop(cast)


def page(name, lot, **more):
    return reverse(f"budget:{name}", kwargs={"uuid": lot.uuid, **more})


def typed(answer, **more):
    """What the form of a page sends, with what the page showed."""
    form, seen = answer.context["form"], answer.context["seen"]
    kept = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    return kept | ({"seen": seen} if isinstance(seen, str) else dict(seen)) | more


def test_a_lot_is_opened_and_all_lines_of_one_kind_are_put_into_it(shop, client):
    new = reverse("budget:lot-new", args=[YEAR, shop.cast.home.code])
    client.post(new, typed(client.get(new), title="โต๊ะพับ ปี 2566"))
    lot = Lot.objects.get()
    choosing = client.get(page("lot-gather", lot), {"word": "โต๊ะ"})
    assert [one.line.quantity for one in choosing.context["offered"]] == [3, 5, 2]

    sent = {"shown": [one.key for one in choosing.context["offered"]], "all": "1"} | choosing.context["seen"]
    done = client.post(page("lot-gather", lot) + "?word=โต๊ะ", sent, follow=True)

    assert "เพิ่มแล้ว 3 รายการ" in words_of(done)
    assert lot.lines.count() == 3
    assert "โต๊ะพับ ปี 2566" in words_of(client.get(reverse("budget:lots", args=[YEAR, shop.cast.home.code])))


def test_only_what_was_ticked_is_gathered_and_taken_out_again(shop, client):
    lot = shop.open()
    choosing = client.get(page("lot-gather", lot))
    first, second = (one.key for one in choosing.context["offered"][:2])
    client.post(page("lot-gather", lot), {"lines": [first, second]} | choosing.context["seen"])
    assert lot.lines.standing().count() == 2

    client.post(page("lot-take-out", lot), {"lines": [lot.lines.earliest("pk").pk]})
    assert lot.lines.standing().count() == 1
    assert client.post(page("lot-gather", lot), {}).status_code == 422
    assert client.post(page("lot-gather", lot), {"lines": ["x", "1-2-3"]}).status_code == 422


def test_an_order_is_seen_with_its_shares_before_it_is_entered_and_taken_back_with_one_button(shop, client):
    lot = shop.gather()
    order = page("lot-order", lot)
    facts = {"seller": "ร้านดี", "document_no": "กท 12/66", "on": "1/2/2566", "due_on": "31/3/2566"}
    form = typed(client.get(order), **facts)
    assert form["amount"] == "10,000.50"

    wrong = client.post(order, form | {"amount": "90,000"})
    assert wrong.status_code == 422
    assert "ของใช้ชุมชนย่านเหนือ: " in words_of(wrong)
    preview = client.post(order, form | {"amount": "๑๐,๐๐๐.-"})
    assert [amount for _title, amount, *_rooms in preview.context["items"]] == [8_000, 2_000]
    assert [share for _line, share in preview.context["lines"]] == [3_000, 5_000, 2_000]
    assert [left for *_others, left in preview.context["items"]] == [30_000, 30_000]
    assert not LotEntry.objects.exists()

    done = client.post(order, form | {"amount": "10,000", "confirmed": "1"}, follow=True)
    assert "10,000.00 บาทแล้ว แบ่งให้ทุกโครงการ" in words_of(done)
    assert sum(purse.committed for purse in shop.purses) == 10_000
    client.post(done.context["undo"].action)
    assert sum(purse.committed for purse in shop.purses) == 0
    assert "ยังไม่มีรายการ" not in words_of(client.get(page("lot", lot)))


def test_a_payment_is_previewed_and_shown_with_its_fine(shop, client):
    lot = shop.gather()
    shop.order("10000")
    pay = page("lot-pay", lot)
    form = typed(client.get(pay), amount="4,000", fine="25.50", on="2/5/2566")
    preview = client.post(pay, form)
    assert sum(share for _line, share in preview.context["lines"]) == 4_000
    done = client.post(pay, form | {"confirmed": "1"}, follow=True)

    assert "25.50" in words_of(done)
    assert [purse.disbursed for purse in shop.purses] == [3_200, 800]


def test_a_later_day_of_delivery_alone_needs_no_preview(shop, client):
    lot = shop.gather()
    shop.order("10000")
    change = page("lot-change", lot)
    sent = typed(client.get(change), due_on="30/4/2566", note="ผู้ขายขอขยาย", on="20/3/2566")

    assert client.post(change, sent).status_code == 302
    assert shop.look().lot.due_on.isoformat() == "2023-04-30"
    assert shop.look().contract == 10_000


def test_what_came_is_counted_and_handed_over_and_what_is_short_is_shown(shop, client):
    lot = shop.gather()
    shop.order("10000")
    inspect = page("lot-inspect", lot)
    third = lot.lines.latest("pk")
    sent = typed(client.get(inspect), inspectors="นายตรวจ", on="20/3/2566") | {f"line_{third.pk}": "๑"}
    done = client.post(inspect, sent, follow=True)
    assert "ขาด 1" in words_of(done)

    hand_over = page("lot-hand-over", lot, community=shop.cast.home_community.pk)
    assert "โต๊ะพับ 3 ตัว" in words_of(client.get(hand_over))
    client.post(hand_over, {"on": "3/4/2566", "asset_numbers": "ตพ.1", "keeper": "ประธานชุมชน"})
    shown = words_of(client.get(page("lot", lot)))
    assert "ผู้ดูแล ประธานชุมชน" in shown
    assert "1 จาก 3 ชุมชน" in shown


def test_like_goods_in_another_lot_are_told_and_nothing_is_refused(shop, client):
    keys = shop.keys()
    one, other = shop.open("โต๊ะ 1"), shop.open("โต๊ะ 2")
    lots.gather(lot_id=one.pk, lines=keys[:1], **shop.given())
    lots.gather(lot_id=other.pk, lines=keys[1:], **shop.given())

    shown = words_of(client.get(page("lot", one)))

    assert "มีของชนิดเดียวกันในการจัดซื้ออื่นที่ไม่เกิน 500,000 บาทเช่นกัน" in shown
    assert "บันทึกสัญญาหรือใบสั่งซื้อ" in shown


def test_whoever_only_looks_finds_no_buttons(shop, client):
    lot = shop.gather()
    client.force_login(shop.cast.strategy)

    shown = client.get(page("lot", lot))

    assert shown.context["acts"] == []
    assert "นำรายการที่เลือกออก" not in words_of(shown)


def test_a_plan_shows_what_each_project_got_to_staff_and_committee_and_less_to_everyone(shop, client, cast):
    shop.gather()
    shop.order()
    shop.inspect([3, 4, 0])
    shop.hand_over(cast.home_community)
    shop.pay("5000")
    revision = shop.inclusions[0].project.revision
    inside = reverse("budget:outcomes", args=[revision.pk])
    public = reverse("public:plan", args=[revision.plan.fiscal_year, cast.home_community.code])
    own = ["โต๊ะพับ สั่ง 3 ตัว รับแล้ว 3", "ตรวจรับ 20 มี.ค. 2566", "3 เม.ย. 2566", "3,000.00", "1,500.00"]
    kept = ["ตพ.01-66", "นางดูแล ของรวม"]

    for person, page, seen, sees_lot in (
        (cast.officer, inside, own + kept, True),
        (cast.member, inside, own + kept, False),
        (cast.stranger, inside, own, False),
        (None, public, own, False),
    ):
        client.logout()
        if person:
            client.force_login(person)
        answer = client.get(page)
        text = words_of(answer)
        assert [part for part in own + kept if part in text] == seen
        assert (shop.lot.get_absolute_url() in answer.content.decode()) is sees_lot
        assert f'id="goods-{shop.inclusions[0].project.lineage}"' in answer.content.decode()


def test_items_and_the_way_of_a_proposal_lead_to_what_the_project_got(shop, client, cast):
    shop.gather()
    shop.order()
    project = shop.inclusions[0].project
    forum = ForumFactory(district=cast.home, published=True)
    proposal = ProposalFactory(forum=forum, title="ขอโต๊ะ")
    UptakeFactory(proposal=proposal, project=project)
    plan = reverse("public:plan", args=[project.revision.plan.fiscal_year, cast.home_community.code])
    inside = reverse("budget:outcomes", args=[project.revision.pk])
    item = shop.items[0]

    for page, way in (
        (reverse("public:proposal", args=[proposal.uuid]), plan),
        (reverse("public:item", args=[item.uuid]), plan),
        (item.get_absolute_url(), inside),
    ):
        assert f'href="{way}#goods-{project.lineage}"' in client.get(page).content.decode()
