"""A joint purchase of the sample city: one showcase district buys goods for several communities.

It is made by the same actions that people call on the pages.
"""

from collections.abc import Collection
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from bkkplan.trial.actions.batch import uuid_of
from bkkplan.trial.builders import staff, story
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.builders.names import person
from bkkplan.trial.catalog import phrases
from budget.actions.lots import lot_money, lots
from budget.actions.lots.lot_money import Paper
from budget.enums import EntryKind, ProcurementWay
from budget.models import LedgerEntry, Lot
from budget.queries.lots.lots import Offered, look_at, offered
from districts.models import District

LATEST_GRANT = story.TODAY - timedelta(days=60)  # so that all of it has happened by today
FEWEST = 2  # communities, without which there is nothing to buy together
MOST = 4
SAVED = Decimal("0.96")  # of what was planned: one order is cheaper than many
FIRST_PAYMENT = Decimal("0.5")


def buy_together(crew: staff.Staff) -> None:
    """One lot of tables, chairs and tents: ordered, received but for some pieces, handed over to some, paid in part."""
    chosen = {code: _of_few_communities(code) for code in story.SHOWCASE}
    code = max(chosen, key=lambda code: len({one.name for one in chosen[code]}))
    lines = chosen[code]
    if len({one.name for one in lines}) < FEWEST:
        return
    by, key = crew.officer(code), f"lot/{code}"
    # The items got their money on days that the dice chose; nothing is ordered before the last of them.
    granted = max(_last_grants({one.inclusion.item_id for one in lines}).values())
    ordered = Dice(key, "order").workday(granted + timedelta(days=10), granted + timedelta(days=20))
    received, handed_over = ordered + timedelta(days=25), ordered + timedelta(days=31)
    words = phrases()["lot"]
    lot = lots.open_lot(
        district=District.objects.get(code=code),
        year=story.THIS_YEAR,
        described=lots.Description(words["title"], ProcurementWay.SPECIFIC, words["egp_number"]),
        uuid=uuid_of(key),
        **Dice(key).act(granted, by).signed,
    )
    picked = [(one.line.pk, one.inclusion.pk) for one in lines]
    lots.gather(lot_id=lot.pk, lines=picked, **Dice(key, "gather").act(granted, by).signed)
    price = (look_at(lot).planned * SAVED).quantize(Decimal(1), ROUND_DOWN)
    lot_money.order(
        lot_id=lot.pk,
        seller=words["seller"],
        amount=price,
        due_on=ordered + timedelta(days=30),
        paper=Paper(on=ordered, document_no=words["order_no"].format(year=story.THIS_YEAR)),
        uuid=uuid_of(f"{key}/order"),
        **Dice(key, "order").act(ordered, by).signed,
    )
    _receive(lot, received, crew)
    _hand_over(lot, min(handed_over, story.TODAY), crew)
    lot_money.pay_lot(
        lot_id=lot.pk,
        amount=(price * FIRST_PAYMENT).quantize(Decimal("0.01"), ROUND_DOWN),
        paper=Paper(on=received, document_no=words["payment_no"].format(year=story.THIS_YEAR)),
        uuid=uuid_of(f"{key}/pay"),
        **Dice(key, "pay").act(received, by).signed,
    )


def _of_few_communities(code: str) -> list[Offered]:
    """What the first communities of a district want of these goods, where there is money for it."""
    district = District.objects.filter(code=code).first()
    wanted = offered(district, story.THIS_YEAR) if district else []
    wanted = [one for one in wanted if one.line.item in story.BOUGHT_TOGETHER]
    granted = _last_grants({one.inclusion.item_id for one in wanted})
    wanted = [one for one in wanted if granted.get(one.inclusion.item_id, story.TODAY) <= LATEST_GRANT]
    first = sorted({one.name for one in wanted})[:MOST]
    return [one for one in wanted if one.name in first]


def _last_grants(items: Collection[int]) -> dict[int, date]:
    """When each item that has nothing committed yet got its money, by the item's id."""
    entries = LedgerEntry.objects.filter(allocation__item__in=items, allocation__committed=0, kind=EntryKind.TRANSFER)
    return dict(entries.order_by("on", "pk").values_list("allocation__item", "on"))


def _receive(lot: Lot, on: date, crew: staff.Staff) -> None:
    """Two pieces of the first line are missing."""
    rows = look_at(lot).rows
    pieces = {row.line.pk: row.line.quantity for row in rows}
    pieces[rows[0].line.pk] = max(rows[0].line.quantity - 2, Decimal(1))
    code = lot.district.code
    lots.inspect(
        lot_id=lot.pk,
        inspectors=", ".join(person(Dice("inspector", code, n)) for n in range(3)),
        pieces=pieces,
        uuid=uuid_of(f"lot/{code}/inspect"),
        **Dice("lot", code, "inspect").act(on, crew.officer(code)).dated,
    )


def _hand_over(lot: Lot, on: date, crew: staff.Staff) -> None:
    """All communities but the last one have taken over what came."""
    code = lot.district.code
    for number, group in enumerate(look_at(lot).groups[:-1], start=1):
        lots.hand_over(
            lot_id=lot.pk,
            community_id=group.community.pk,
            asset_numbers=phrases()["lot"]["asset"].format(n=number, year=story.THIS_YEAR),
            keeper=person(Dice("keeper", code, number)),
            **Dice("lot", code, "hand-over", number).act(on, crew.officer(code)).dated,
        )
