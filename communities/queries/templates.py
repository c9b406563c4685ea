"""Which template the plans of a year have."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.thai import format_baht
from communities.models import Plan, PlanTemplate
from communities.models.template import Rules


def template_at(year: FiscalYear) -> PlanTemplate | None:
    """The newest template for the plans of a year, its own draft's included; None where there is no template at all."""
    own = PlanTemplate.objects.filter(from_year=year.be)
    return _newest(own) or _newest(PlanTemplate.objects.in_force().filter(from_year__lt=year.be))


def template_in_force(year: FiscalYear) -> PlanTemplate | None:
    """The template with which a plan of the year is begun today. That of a year not yet opened is never returned."""
    return _newest(PlanTemplate.objects.in_force().filter(from_year__lte=year.be))


def plans_by_template(year: FiscalYear) -> dict[int, int]:
    """How many plans of a year rest on each version."""
    versions = Plan.objects.for_year(year).order_by("template__version").values_list("template__version", flat=True)
    counts: dict[int, int] = {}
    for version in versions:
        counts[version] = counts.get(version, 0) + 1
    return counts


def rules_in_words(rule: Rules) -> Iterator[str]:
    """The rules that a plan has to meet, one sentence each."""
    yield _("โครงการอย่างน้อย %(n)s โครงการ โครงการละอย่างน้อย %(areas)s ด้าน") % {
        "n": rule.min_projects,
        "areas": rule.min_areas,
    }
    if rule.min_forums is not None:
        yield _("จัดเวทีในชุมชนอย่างน้อย %(n)s ครั้ง") % {"n": rule.min_forums}
    if rule.group_least is not None:
        yield _("คณะทำงาน %(least)s–%(most)s คน") % {"least": rule.group_least, "most": rule.group_most}
    if rule.most_money is not None:
        yield _("งบประมาณรวมไม่เกินชุมชนละ %(most)s บาท") % {"most": format_baht(rule.most_money, decimals=False)}


def _newest(rows: QuerySet[PlanTemplate]) -> PlanTemplate | None:
    return rows.order_by("-from_year", "-version").first()
