"""A small procurement for several communities, which the tests of goods that are bought together begin with."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import uuid4

from bkkplan.ground.core.fiscal import FiscalYear
from budget.actions.lots import lot_money, lots
from budget.actions.lots.lot_money import Paper
from budget.actions.money import money
from budget.models import Allocation
from budget.queries.lots.lots import look_at, offered
from tests.factories.accounts import AT
from tests.factories.budget import ApprovedItemFactory, InclusionFactory
from tests.factories.communities import BudgetLineFactory, CommunityFactory, PlanProjectFactory

YEAR = FiscalYear(2566)
GRANTED_ON, ORDERED_ON, DUE_ON, PAID_ON = date(2023, 1, 10), date(2023, 2, 1), date(2023, 3, 31), date(2023, 5, 2)


@dataclass
class Shop:
    """Three communities, two items: the first item has the projects of two communities, the second that of the last."""

    cast: object
    items: list = field(default_factory=list)
    inclusions: list = field(default_factory=list)
    lot: object = None

    def given(self, **more):
        return {"by": self.cast.officer, "at": AT, **more}

    @property
    def purses(self):
        return list(Allocation.objects.filter(item__in=self.items).order_by("pk"))

    def look(self):
        self.lot.refresh_from_db()
        return look_at(self.lot)

    def keys(self, word="โต๊ะ"):
        return [(one.line.pk, one.inclusion.pk) for one in offered(self.cast.home, YEAR, word=word)]

    def open(self, title="โต๊ะพับ"):
        described = lots.Description(title=title)
        facts = {"district": self.cast.home, "year": YEAR, "described": described, "uuid": uuid4()}
        return lots.open_lot(**facts, **self.given())

    def gather(self, lot=None, word="โต๊ะ"):
        self.lot = lot or self.open()
        lots.gather(lot_id=self.lot.pk, lines=self.keys(word), **self.given())
        return self.lot

    def order(self, amount="10000", *, uuid=None, on=ORDERED_ON, **more):
        paper = Paper(on=on, document_no="กท 12/2566")
        facts = {"lot_id": self.lot.pk, "seller": "ร้านเฟอร์นิเจอร์ดี", "due_on": DUE_ON, "paper": paper}
        facts |= {"amount": Decimal(amount), "uuid": uuid or uuid4()}
        return lot_money.order(**facts | self.given(**more))

    def change(self, amount, *, due_on=DUE_ON, reason="ลดจำนวน", on=date(2023, 3, 1), uuid=None):
        facts = {"lot_id": self.lot.pk, "amount": Decimal(amount), "due_on": due_on, "uuid": uuid or uuid4()}
        return lot_money.change_contract(**facts, paper=Paper(on=on, note=reason), **self.given())

    def pay(self, amount, *, uuid=None, fine=0, on=PAID_ON, **more):
        facts = {"lot_id": self.lot.pk, "amount": Decimal(amount), "fine": Decimal(fine), "uuid": uuid or uuid4()}
        return lot_money.pay_lot(**facts | self.given(**more), paper=Paper(on=on, document_no="ฎ 7/2566"))

    def inspect(self, pieces=None, *, on=date(2023, 3, 20), uuid=None):
        """All that was ordered, or so many pieces of each line by its place."""
        lines = list(self.lot.lines.standing().order_by("pk"))
        counted = [line.quantity for line in lines] if pieces is None else [Decimal(n) for n in pieces]
        by_line = {line.pk: n for line, n in zip(lines, counted, strict=False)}
        facts = {"lot_id": self.lot.pk, "pieces": by_line, "uuid": uuid or uuid4(), "on": on}
        return lots.inspect(**facts, inspectors="นางสาวตรวจ รับดี", **self.given())

    def hand_over(self, community, **more):
        facts = {"lot_id": self.lot.pk, "community_id": community.pk, "on": date(2023, 4, 3)}
        facts |= {"asset_numbers": "ตพ.01-66", "keeper": "นางดูแล ของรวม"}
        return lots.hand_over(**facts | more, **self.given())


def build_shop(cast):
    """The communities want 3, 5 and 2 tables at 1,000.05 baht, and the first also a tent at 9,000."""
    shop = Shop(cast)
    first = ApprovedItemFactory(introduced_in__plan__district=cast.home, title="ของใช้ชุมชนย่านเหนือ")
    shop.items = [first, ApprovedItemFactory(introduced_in=first.introduced_in, title="ของใช้ชุมชนย่านใต้")]
    place = cast.home_community.subdistrict
    communities = [cast.home_community, *CommunityFactory.create_batch(2, subdistrict=place)]
    for community, n, item in zip(communities, (3, 5, 2), [first, first, shop.items[1]], strict=True):
        project = PlanProjectFactory(
            revision__plan__community=community, revision__confirmed=True, amount=50_000, title=f"ซื้อของ {n}"
        )
        BudgetLineFactory(project=project, item="โต๊ะพับ", quantity=n, unit="ตัว", unit_price=Decimal("1000.05"))
        if n == 3:
            BudgetLineFactory(project=project, item="เต็นท์", quantity=1, unit="หลัง", unit_price=9_000)
        BudgetLineFactory(project=project, item="โต๊ะที่ชุมชนซื้อเอง", source="community")
        shop.inclusions.append(InclusionFactory(item=item, project=project, included_on=date(2022, 12, 1)))
    for item in shop.items:
        act = {"act": uuid4(), "on": GRANTED_ON, "by": None, "at": AT}
        money.approve_item_budget(item_id=item.pk, amount=Decimal(30_000), **act)
    return shop
