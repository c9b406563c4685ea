"""What the sample city's strategy office changed in the templates of plans."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.trial.catalog import phrases
from communities.actions.templates import SectionWords, TemplateWords, save_template
from communities.enums import Asking
from communities.models import PlanTemplate
from communities.models.template import Rules
from communities.queries.templates import template_at

SCHEME = Rules(min_areas=2, min_forums=2, group_least=7, group_most=15, most_money=Decimal(200_000))


def ask_more_in_plans(year: FiscalYear, *, by: User, at: datetime) -> None:
    """One question that the years before did not ask, while the year is a draft."""
    words = _words_of(template_at(year))
    question = SectionWords(**phrases()["question"])
    save_template(year=year, words=replace(words, sections=[*words.sections, question]), on=at.date(), by=by, at=at)


def bring_the_scheme(year: FiscalYear, *, by: User, at: datetime) -> None:
    """Write the rules of the scheme of 200,000 baht a community into the template of a year that is a draft."""
    words = replace(_words_of(template_at(year)), rules=SCHEME)
    save_template(year=year, words=words, on=at.date(), by=by, at=at)


def _words_of(template: PlanTemplate | None) -> TemplateWords:
    assert template is not None  # noqa: S101  (each year begins with one)
    sections = [
        SectionWords(
            asking=Asking.REQUIRED if section.get("required") else Asking.OPTIONAL,
            **{name: section[name] for name in ("code", "title_th", "title_en", "help_th", "help_en", "rows")},
        )
        for section in template.sections
    ]
    return TemplateWords(sections, template.items, template.rule)
