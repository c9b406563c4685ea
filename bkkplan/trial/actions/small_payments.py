"""The bureau's money of the year under way, allotments, advances and what forums cost: rare acts, called one by one."""

from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from uuid import UUID

from django.db.models import QuerySet

from bkkplan.ground.accounts.models import User
from bkkplan.trial.actions.batch import uuid_of
from bkkplan.trial.builders import staff, story
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.builders.facts import Dated
from bkkplan.trial.builders.names import person
from bkkplan.trial.catalog import phrases
from budget.actions.money import costs, money, payments
from budget.enums import EntryKind
from budget.models import Advance, Allocation, FlagshipProject, LedgerEntry
from budget.queries.money.costs import forums_payable_by, sessions_payable_by
from budget.queries.money.spending import room_for
from forums.enums import ForumKind

FIRST_PART = Decimal("0.6")  # of the money is allotted in autumn, the rest in spring
LENT = Decimal(3_000)


def spend_in_small(crew: staff.Staff) -> None:
    """What the bureau and the showcase districts did with the flagship projects' money of this year."""
    _spend_of_the_bureau(crew)
    purses = Allocation.objects.filter(
        appropriation__fiscal_year=story.THIS_YEAR.be, appropriation__flagship__position=1, district__isnull=False
    )
    purses = purses.select_related("district", "appropriation").order_by("district__code")
    for purse in purses.filter(district__code__in=story.SHOWCASE):
        officer = crew.officer(purse.place.code)
        _allot(purse, officer)
        _say_what_it_was_for(purse, officer)
    late = next((purse for purse in purses if room_for(EntryKind.ADVANCE, purse) >= LENT), None)
    if late is not None:
        officer = crew.officer(late.place.code)
        _lend(late, officer, f"late/{late.place.code}", LENT, on=date(2023, 4, 20), due_on=date(2023, 5, 19))


def _spend_of_the_bureau(crew: staff.Staff) -> None:
    year = story.THIS_YEAR
    flagship = FlagshipProject.objects.filter(fiscal_year=year.be, bureau__isnull=False).order_by("position").first()
    if flagship is None or flagship.budget is None:
        return
    key, on = f"bureau/{year}", Dice("bureau", year).workday(date(2022, 11, 7), date(2022, 11, 18))
    whole = facts_of(f"{key}/transfer", crew.strategy, on)
    money.transfer_to_bureau(
        flagship_id=flagship.pk, amount=flagship.budget, document_no=paper_of("bureau_transfer", 1187), **whole
    )
    purse = Allocation.objects.get(appropriation__flagship=flagship, bureau=flagship.bureau)
    _allot(purse, crew.bureau)
    for number, (amount, paid) in enumerate([(860_000, 860_000), (1_240_000, 750_000)], start=1):
        contracted = date(2022, 12, 6) + timedelta(days=70 * (number - 1))
        committed = facts_of(f"{key}/commit/{number}", crew.bureau, contracted)
        money.commit(
            allocation_id=purse.pk,
            amount=Decimal(amount),
            document_no=paper_of("bureau_paper", 112 * number),
            **committed,
        )
        disbursed = facts_of(f"{key}/pay/{number}", crew.bureau, contracted + timedelta(days=45))
        payments.disburse(
            allocation_id=purse.pk,
            amount=Decimal(paid),
            document_no=paper_of("bureau_paper", 158 * number),
            **disbursed,
        )
    sessions = sessions_payable_by(purse).exclude(held_at=None)
    for entry, session in zip(_paid_by(purse), sessions, strict=False):
        at = Dice("cost", entry.act).moment(max(entry.on, session.last_on))
        of_session = costs.PaidFor(session_id=session.pk)
        costs.tie_cost(allocation_id=purse.pk, act=entry.act, paid_for=of_session, by=crew.bureau, at=at)
    once = facts_of(f"{key}/at-once", crew.bureau, date(2023, 3, 14))
    payments.pay_at_once(
        allocation_id=purse.pk,
        amount=Decimal(18_500),
        document_no=paper_of("receipt", 31),
        note=phrases()["paid_at_once_for"],
        **once,
    )
    lent = _lend(purse, crew.bureau, key, Decimal(45_000), on=date(2023, 3, 1), due_on=date(2023, 3, 31))
    cleared = facts_of(f"{key}/clear", crew.bureau, date(2023, 3, 27))
    payments.clear(
        advance_id=lent.pk, papers=Decimal(41_750), cash=Decimal(3_250), document_no=paper_of("receipt", 38), **cleared
    )


def _allot(purse: Allocation, by: User) -> None:
    first = (purse.transferred * FIRST_PART).quantize(Decimal(1), rounding=ROUND_DOWN)
    for number, (amount, on) in enumerate(
        [(first, date(2022, 12, 1)), (purse.transferred - first, date(2023, 4, 3))], start=1
    ):
        facts = facts_of(f"allot/{purse.place.code}/{number}", by, on)
        money.allot(allocation_id=purse.pk, amount=amount, document_no=paper_of("allotment", 100 * number), **facts)


def _say_what_it_was_for(purse: Allocation, by: User) -> None:
    """The first payments were for the district's hearings, one each."""
    held = forums_payable_by(purse).filter(kind=ForumKind.DISTRICT_HEARING, held_on__isnull=False)
    for entry, forum in zip(_paid_by(purse), held, strict=False):
        at = Dice("cost", entry.act).moment(max(entry.on, forum.scheduled_on))
        costs.tie_cost(allocation_id=purse.pk, act=entry.act, paid_for=costs.PaidFor(forum_id=forum.pk), by=by, at=at)


def _paid_by(purse: Allocation) -> QuerySet[LedgerEntry]:
    return purse.entries.filter(kind=EntryKind.DISBURSEMENT, reverses=None, reversed_by=None).order_by("on", "pk")


def _lend(purse: Allocation, by: User, key: str, amount: Decimal, *, on: date, due_on: date) -> Advance:
    facts = facts_of(f"lend/{key}", by, on)
    payments.lend(
        allocation_id=purse.pk,
        amount=amount,
        agreement_no=paper_of("agreement", Dice("agreement", key).between(2, 90)),
        borrower=person(Dice("lent", key)),
        purpose=phrases()["advance_purpose"],
        due_on=due_on,
        **facts,
    )
    return Advance.objects.get(act=facts["act"])


class PaymentFacts(Dated):
    """Which act it was, on which day, by whom and at which moment."""

    act: UUID


def facts_of(key: str, by: User, on: date) -> PaymentFacts:
    return {"act": uuid_of(f"money:{key}"), **Dice(key).act(on, by).dated}


def paper_of(kind: str, number: int) -> str:
    """The number of a document, as such documents are numbered."""
    return str(phrases()["papers"][kind]).format(n=number, year=story.THIS_YEAR)
