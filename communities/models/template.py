"""What a community's plan is asked for: its sections, the items of a project, and the rules that it has to meet."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import NotRequired, Self, TypedDict

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.models import ACTOR
from bkkplan.ground.core.rows.constraints import all_or_none
from bkkplan.ground.years.models import PlannedYear
from communities.enums import Asking, ProjectItem

REQUIRED_AT_FIRST = (ProjectItem.REASON, ProjectItem.OBJECTIVES, ProjectItem.TARGET, ProjectItem.MONEY)
ALWAYS_ASKED = (ProjectItem.MONEY,)  # the district's check and its action plan are about money
FORUMS_HELD, WORKING_GROUP = "forums_held", "working_group"


def usual_items() -> dict[str, str]:
    """The items of a project by how they are asked for, as the first template has them."""
    return {item.value: Asking.REQUIRED if item in REQUIRED_AT_FIRST else Asking.OPTIONAL for item in ProjectItem}


class AskedSection(TypedDict):
    """A section as a template keeps it; one that is ``off`` is not asked for."""

    code: str
    title_th: str
    title_en: NotRequired[str]
    help_th: NotRequired[str]
    help_en: NotRequired[str]
    required: NotRequired[bool]
    rows: NotRequired[int]
    off: NotRequired[bool]


class RulesKept(TypedDict, total=False):
    """Rules as a template keeps them: those that hold."""

    min_projects: int
    min_areas: int
    min_forums: int
    group_least: int
    group_most: int
    most_money: str


@dataclass(frozen=True, slots=True)
class Rules:
    """What a plan has to meet besides being written; None where the template has no such rule."""

    min_projects: int = 1
    min_areas: int = 1  # of each project
    min_forums: int | None = None  # held in the community, as its committee says
    group_least: int | None = None  # people in the community's working group
    group_most: int | None = None
    most_money: Decimal | None = None  # of all projects together, in baht

    @classmethod
    def of(cls, kept: RulesKept) -> Self:
        most_money = kept.get("most_money")
        return cls(
            min_projects=kept.get("min_projects", 1),
            min_areas=kept.get("min_areas", 1),
            min_forums=kept.get("min_forums"),
            group_least=kept.get("group_least"),
            group_most=kept.get("group_most"),
            most_money=Decimal(most_money) if most_money else None,
        )

    def as_json(self) -> dict[str, int | str]:
        kept = {name: value for name, value in asdict(self).items() if value is not None}
        return kept | ({"most_money": str(self.most_money)} if self.most_money is not None else {})


class PlanTemplateQuerySet(models.QuerySet["PlanTemplate"]):
    def in_force(self) -> Self:
        """Those of opened years, and of years that nobody prepares here. A draft's is in force for nobody."""
        return self.exclude(from_year__in=PlannedYear.objects.drafts().values("fiscal_year"))


class PlanTemplate(models.Model):
    """The form of a community's plan, under a number. A plan keeps the one with which it was begun.

    ``sections`` are `AskedSection`s in their order. ``items`` says of each `ProjectItem` how it is asked for. The
    template of an opened year never changes: a change makes the next one. ``made_at`` is empty for those that come
    with the code.
    """

    version = models.PositiveSmallIntegerField(unique=True)
    from_year = models.PositiveSmallIntegerField(_("ใช้กับแผนตั้งแต่ปี (พ.ศ.)"))
    sections = models.JSONField()
    items = models.JSONField(_("แบบโครงการ 10 ข้อ"), default=usual_items)
    rules = models.JSONField(_("เกณฑ์"), default=dict, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)

    objects = PlanTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("แบบแผนพัฒนาชุมชน")
        verbose_name_plural = _("แบบแผนพัฒนาชุมชน")
        constraints = [
            # A command opens a year without a person.
            all_or_none("made_at", through="made_by", name="template_that_was_made_here_has_a_moment"),
            models.CheckConstraint(condition=~Q(sections=[]), name="template_has_sections"),
        ]

    def __str__(self) -> str:
        return str(self.version)

    @property
    def asked_sections(self) -> list[AskedSection]:
        """The sections that are not switched off, and a line for each number that a rule is about."""
        return [section for section in self.sections if not section.get("off")] + numbers_asked(self.rule)

    @property
    def rule(self) -> Rules:
        return Rules.of(self.rules)

    def asks(self, item: ProjectItem) -> bool:
        return self.asking(item) != Asking.OFF

    def requires(self, item: ProjectItem) -> bool:
        return self.asking(item) == Asking.REQUIRED

    def asking(self, item: ProjectItem) -> str:
        return str(self.items.get(item.value, Asking.OPTIONAL))


def numbers_asked(rule: Rules) -> list[AskedSection]:
    """What a committee has to count for the rules: written like any other section, one line high."""
    found: list[AskedSection] = []
    if rule.min_forums is not None:
        found.append(
            {
                "code": FORUMS_HELD,
                "title_th": "จำนวนเวทีที่จัดในชุมชน",
                "title_en": "Forums held in the community",
                "help_th": f"พิมพ์เป็นตัวเลข ต้องจัดอย่างน้อย {rule.min_forums} ครั้ง",
                "help_en": f"A number; at least {rule.min_forums}",
                "required": True,
                "rows": 1,
            }
        )
    if rule.group_least is not None:
        found.append(
            {
                "code": WORKING_GROUP,
                "title_th": "จำนวนคณะทำงานของชุมชน (คน)",
                "title_en": "People in the community's working group",
                "help_th": f"พิมพ์เป็นตัวเลข ตั้งแต่ {rule.group_least} ถึง {rule.group_most} คน",
                "help_en": f"A number from {rule.group_least} to {rule.group_most}",
                "required": True,
                "rows": 1,
            }
        )
    return found
