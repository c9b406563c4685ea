"""The money of the sample city: every movement has its room in the ledger, by the rules of the single actions."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from bkkplan.trial.actions.batch import Batch, uuid_of
from bkkplan.trial.builders.facts import ActFacts, ItemFacts, MoneyFacts
from budget.actions.money import money
from budget.actions.money.books import Book, Movement, book_of
from budget.actions.money.ledger import opposite, put_down
from budget.enums import EntryKind
from budget.models import ActionPlanItem, Allocation, Appropriation
from districts.models import District

Of = TypeVar("Of")


def pay(paid: Sequence[tuple[ActionPlanItem, ItemFacts]], batch: Batch) -> None:
    """Each item's money, out of its district's budget of the year: granted for it and transferred to it in one act."""
    books: dict[tuple[int, int], Book] = {}
    purses: dict[int, Allocation] = {}
    for item, key, facts in _in_order(
        (facts.act.at, item, f"{line.key}/{number}", facts)
        for item, line in paid
        for number, facts in enumerate(line.money, 1)
    ):
        plan = item.plan
        place = (plan.district_id, plan.fiscal_year)
        if place not in books:
            source = Appropriation(district=plan.district, fiscal_year=plan.fiscal_year)
            books[place] = Book.of(batch.add(source))
        book = books[place]
        if facts.kind == EntryKind.TRANSFER:
            money.demand_live(item)
            purse = Allocation(appropriation=book.appropriation, district=plan.district, item=item)
            book.open(batch.add(purse))
            purses[item.pk] = purse
            planned = money.budget_of(purse, facts.amount, is_new=True)
        else:
            planned = [Movement(facts.kind, facts.amount, purses[item.pk])]
        _enter(book, planned, facts, key, batch)


def spend_flagships(
    year: int, *, transferred: ActFacts, spent: Mapping[tuple[int, str], Sequence[MoneyFacts]], batch: Batch
) -> None:
    """Transfer each shared-out flagship project of a year to the districts in one act, and what these did with it.

    ``spent`` is by the project's position and the district's code; a project that is not there still waits.
    """
    districts = District.objects.in_bulk(field_name="code")
    sources = Appropriation.objects.filter(
        flagship__fiscal_year=year, flagship__share_per_district__isnull=False
    ).select_related("flagship")
    for source in sources.order_by("pk"):
        flagship = source.flagship
        assert flagship is not None and flagship.share_per_district is not None  # noqa: S101, PT018  (asked for above)
        moved = {code: rows for (position, code), rows in spent.items() if position == flagship.position}
        if not moved:
            continue
        book = book_of(source, {})
        purses = {code: batch.add(Allocation(appropriation=source, district=districts[code])) for code in moved}
        for purse in purses.values():
            book.open(purse)
        shares = [Movement(EntryKind.TRANSFER, flagship.share_per_district, purse) for purse in purses.values()]
        key = f"flagship/{year}/{flagship.position}"
        facts = MoneyFacts(kind=EntryKind.TRANSFER, amount=flagship.share_per_district, act=transferred)
        _enter(book, shares, facts, f"{key}/transfer", batch)
        for purse, number, row in _in_order(
            (row.act.at, purses[code], f"{key}/{code}/{number}", row)
            for code, rows in moved.items()
            for number, row in enumerate(rows, 1)
        ):
            _enter(book, [Movement(row.kind, row.amount, purse)], row, number, batch)
        source.save(update_fields=["amount", "transferred_total"])


def _in_order(rows: Iterable[tuple[datetime, Of, str, MoneyFacts]]) -> list[tuple[Of, str, MoneyFacts]]:
    """The facts in the order of the moments of their acts, in which people would have entered them."""
    return [(of, key, facts) for _at, of, key, facts in sorted(rows, key=lambda row: row[0])]


def _enter(book: Book, planned: Sequence[Movement], facts: MoneyFacts, key: str, batch: Batch) -> None:
    act = facts.act
    entries, line = put_down(book, planned, act=_act(key), **act.dated, document_no=facts.paper)
    batch.add_all(entries)
    batch.tell(line)
    if undone := facts.undone:
        back = opposite(entries[::-1])
        entries, line = put_down(book, back, act=_act(f"{key}/undone"), on=act.on, **undone.signed)
        batch.add_all(entries)
        batch.tell(line)


def _act(key: str) -> UUID:
    return uuid_of(f"money:{key}")
