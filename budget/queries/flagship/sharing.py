"""By which rule a flagship project's money is shared among the districts, and what each gets by it.

A rule gives each district a weight. Some weights are the amounts themselves (so much per district or per community, or
a table); then they also say what the whole must be. `share_out` is pure: every proposed amount comes from it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from bkkplan.ground.core.thai import format_baht
from bkkplan.ground.core.wording import localname
from budget.enums import Sharing
from budget.models import FlagshipProject
from budget.queries.money.shares import apportion
from communities.queries.counts import communities_by_district
from districts.models import District

ZERO = Decimal(0)
NAMES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Rule:
    """``weights`` are by the district's code; ``is_fixed`` says that they are amounts in baht."""

    kind: Sharing
    weights: Mapping[str, Decimal] = field(default_factory=dict)
    is_fixed: bool = False

    @property
    def implied(self) -> Decimal | None:
        """The whole that the rule itself comes to; None where it shares out whatever there is."""
        return sum(self.weights.values(), ZERO) if self.is_fixed else None


def share_out(whole: Decimal, rule: Rule) -> dict[str, Decimal]:
    """What each district gets of ``whole``, by its code; empty where nothing is shared.

    The parts are whole satang by largest remainder, of equal remainders the lower code first, and their sum is
    ``whole`` or, where the rule comes to less, what it comes to. A rule that comes to more is cut in proportion.
    """
    weights = {code: weight for code, weight in sorted(rule.weights.items()) if weight > 0}
    if not weights:
        return {}
    shared = whole if rule.implied is None else min(whole, rule.implied)
    return dict(zip(weights, apportion(shared, list(weights.values())), strict=True))


Counting = Callable[[date], Mapping[str, int]]


def rule_of(
    flagship: FlagshipProject, districts: Collection[District], *, count: Counting = communities_by_district
) -> Rule:
    """The rule of a project with what it counts: communities on its day, or the rows of its table.

    For several projects, a ``count`` that remembers its answers asks once for each day.
    """
    kind = Sharing(flagship.sharing)
    codes = [district.code for district in districts]
    match kind:
        case Sharing.EQUAL:
            each = flagship.share_per_district
            return Rule(kind, dict.fromkeys(codes, Decimal(1) if each is None else each), is_fixed=each is not None)
        case Sharing.BY_COMMUNITIES | Sharing.PER_COMMUNITY if flagship.communities_on is not None:
            counts = count(flagship.communities_on)
            each = flagship.share_per_community
            weights = {code: counts.get(code, 0) * (Decimal(1) if each is None else each) for code in codes}
            return Rule(kind, weights, is_fixed=each is not None)
        case Sharing.TABLE:
            by_id = {row.district_id: row.amount for row in flagship.share_table.all()}
            return Rule(kind, {d.code: by_id[d.pk] for d in districts if d.pk in by_id}, is_fixed=True)
    return Rule(kind)


def faults_of(budget: Decimal | None, rule: Rule, districts: Collection[District]) -> Iterator[str]:
    """Why the rule does not share out the budget to the last satang: by how much it misses, and where."""
    if rule.kind == Sharing.NONE:
        return
    if budget is None:
        yield _("ใส่งบประมาณที่จะจัดสรรให้เขต")
        return
    if not any(rule.weights.values()):
        yield _("ไม่มีเขตใดได้รับจัดสรรตามเกณฑ์นี้")
        return
    if rule.implied is None or rule.implied == budget:
        return
    difference = budget - rule.implied
    values = {
        "shares": format_baht(rule.implied),
        "budget": format_baht(budget),
        "difference": format_baht(abs(difference)),
    }
    if difference > 0:
        sentence = _("ส่วนแบ่งของเขตรวม %(shares)s บาท งบประมาณ %(budget)s บาท ขาด %(difference)s บาท") % values
    else:
        sentence = _("ส่วนแบ่งของเขตรวม %(shares)s บาท งบประมาณ %(budget)s บาท เกิน %(difference)s บาท") % values
    yield " ".join([sentence, *_where(rule, districts)])


def _where(rule: Rule, districts: Collection[District]) -> Iterator[str]:
    """The districts to look at: those without an amount, else those whose amount is not in whole baht."""
    if rule.kind != Sharing.TABLE:
        return
    empty = [localname(d) for d in districts if not rule.weights.get(d.code)]
    odd = [localname(d) for d in districts if rule.weights.get(d.code, ZERO) % 1]
    if empty:
        yield _("ยังไม่มีจำนวนเงิน: %(districts)s") % {"districts": _some(empty)}
    elif odd:
        yield _("มีเศษสตางค์: %(districts)s") % {"districts": _some(odd)}


def _some(names: list[str]) -> str:
    shown = " ".join(names[:NAMES_SHOWN])
    return shown if len(names) <= NAMES_SHOWN else f"{shown} …"
