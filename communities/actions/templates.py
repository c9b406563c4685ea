"""The template of the plans of a year: written freely in a draft, replaced by a next one in a year that is in use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.audit.record import changes, record, state_of
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.refusals import Refusal
from bkkplan.ground.core.rows.basis import Basis, Point
from bkkplan.ground.years import registry
from bkkplan.ground.years.actions import note_change, take_year
from communities.catalog import templates
from communities.enums import Asking, ProjectItem
from communities.models import PlanTemplate
from communities.models.template import ALWAYS_ASKED, Rules, usual_items
from communities.queries.templates import template_at

PART = "plan_template"
STATE = ("sections", "items", "rules")


class TemplateError(Refusal):
    """A template can't be like this. str() is the sentence to show."""


class NoSectionError(TemplateError):
    sentence = gettext_lazy("แบบต้องมีหัวข้ออย่างน้อย 1 หัวข้อ")


class GroupError(TemplateError):
    field = "group_most"
    sentence = gettext_lazy("ใส่จำนวนคณะทำงานทั้งอย่างน้อยและอย่างมาก โดยอย่างมากต้องไม่น้อยกว่าอย่างน้อย หรือเว้นว่างทั้งสองช่อง")


class AlwaysAskedError(TemplateError):
    sentence = gettext_lazy("แบบโครงการต้องมีงบประมาณ")


@dataclass(frozen=True, slots=True)
class SectionWords:
    """One section as people write it; without ``code`` it is a new one."""

    title_th: str
    title_en: str = ""
    help_th: str = ""
    help_en: str = ""
    asking: str = Asking.OPTIONAL
    rows: int = 4
    code: str = ""

    def as_json(self) -> dict[str, object]:
        kept: dict[str, object] = {
            "code": self.code or f"own-{uuid4().hex[:8]}",
            "title_th": self.title_th,
            "title_en": self.title_en,
            "help_th": self.help_th,
            "help_en": self.help_en,
            "required": self.asking == Asking.REQUIRED,
            "rows": self.rows,
        }
        return kept | ({"off": True} if self.asking == Asking.OFF else {})


@dataclass(frozen=True, slots=True)
class TemplateWords:
    """The sections in their order, how each item of a project is asked for, and the rules."""

    sections: Sequence[SectionWords]
    items: Mapping[str, str]
    rules: Rules


@transaction.atomic
def save_template(
    *,
    year: FiscalYear,
    words: TemplateWords,
    reason: str = "",
    seen: Basis | None = None,
    on: date,
    by: User | None,
    at: datetime,
) -> PlanTemplate:
    """Save the template of a year. In an opened year that is a next version; plans that were begun keep theirs."""
    planned = take_year(year, reason=reason, by=by)
    template = template_at(year) or _first(year, by=by, at=at)
    seen_as = basis_of_template(template).demand(seen)
    _demand_possible(words)
    before = state_of(template, STATE)
    written = {
        "sections": [section.as_json() for section in words.sections],
        "items": {item.value: words.items.get(item.value, Asking.OPTIONAL) for item in ProjectItem},
        "rules": words.rules.as_json(),
    }
    told = changes(before, written)
    if not told["before"] and not told["after"]:
        return template
    is_next = not planned.is_draft or template.from_year != year.be
    if is_next:
        template = PlanTemplate(version=_next_version(), from_year=year.be, made_at=at, made_by=by)
    for name, value in written.items():
        setattr(template, name, value)
    template.save()
    record("communities.template_saved", template, by=by, at=at, **told, year=year, reason=reason, seen=seen_as)
    note_change(
        planned,
        part=PART,
        what=_("แบบแผนพัฒนาชุมชน รุ่นที่ %(version)s") % {"version": template},
        reason=reason,
        touched=registry.touched(PART, year),
        on=on,
        by=by,
        at=at,
    )
    return template


def basis_of_template(template: PlanTemplate) -> Basis:
    return Basis.of([point_of_template(template)])


def point_of_template(template: PlanTemplate) -> Point:
    """A template as it stands, for those who change it and for those who open its year."""
    value = [template.version, template.sections, template.items, template.rules]
    return Point("template", _("แบบแผนพัฒนาชุมชน"), value, _("รุ่นที่ %(version)s") % {"version": template})


def begin_template(*, year: FiscalYear, source: FiscalYear | None, by: User | None, at: datetime) -> None:
    """The template of a new draft: a copy of the one that its plans would have without it."""
    earlier = template_at(source or year)
    if earlier is None:
        _first(year, by=by, at=at)
        return
    kept = {name: getattr(earlier, name) for name in STATE}
    PlanTemplate.objects.create(version=_next_version(), from_year=year.be, made_at=at, made_by=by, **kept)


def discard_template(year: FiscalYear) -> None:
    PlanTemplate.objects.filter(from_year=year.be).exclude(made_at=None).delete()


def _first(year: FiscalYear, *, by: User | None, at: datetime) -> PlanTemplate:
    """Where no reference data was loaded: the first of those that come with the code."""
    given = templates()[0]
    return PlanTemplate.objects.create(
        version=_next_version(),
        from_year=year.be,
        sections=given["sections"],
        items=given.get("items", usual_items()),
        rules=given.get("rules", {}),
        made_at=at,
        made_by=by,
    )


def _next_version() -> int:
    last = PlanTemplate.objects.aggregate(last=Max("version"))["last"] or 0
    # The numbers of those that come with the code stay theirs.
    return max(last, *(int(str(given["version"])) for given in templates())) + 1


def _demand_possible(words: TemplateWords) -> None:
    if all(section.asking == Asking.OFF for section in words.sections):
        raise NoSectionError
    if any(words.items.get(item.value) == Asking.OFF for item in ALWAYS_ASKED):
        raise AlwaysAskedError
    least, most = words.rules.group_least, words.rules.group_most
    if (least is None) != (most is None) or (least is not None and most is not None and most < least):
        raise GroupError
