"""What the template of a plan asks of an edition, one by one: the committee meets it, the district sends back by it."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from communities.enums import ProjectItem
from communities.models import PlanRevision, ReturnReason
from communities.models.template import FORUMS_HELD, WORKING_GROUP
from communities.queries.completeness import ANCHORS, title_of
from communities.queries.templates import rules_in_words


@dataclass(frozen=True, slots=True)
class RuleOfPlan:
    """One thing that is asked for, whether the edition has it or not, and the id of the element where it is written.

    ``label`` names it under its group, ``sentence`` says alone that it has to be written better.
    """

    label: str
    sentence: str
    anchor: str
    lineage: UUID | None = None

    @property
    def code(self) -> str:
        return f"{self.lineage or 'plan'}/{self.anchor}"


def rules_of(revision: PlanRevision) -> list[tuple[str, list[RuleOfPlan]]]:
    """The rules of the whole plan, and those of each project, under their headings."""
    return [(_("ทั้งแผน"), list(_of_the_plan(revision))), *_of_the_projects(revision)]


def _of_the_plan(revision: PlanRevision) -> Iterator[RuleOfPlan]:
    template = revision.plan.template
    counted = (FORUMS_HELD, WORKING_GROUP)
    for section in template.asked_sections:
        if section.get("required") or section["code"] in counted:
            title = title_of(section)
            sentence = _("“%(section)s” ยังไม่ครบหรือยังไม่ชัดเจน") % {"section": title}
            yield RuleOfPlan(title, sentence, f"section-{section['code']}")
    problems = _("ปัญหาและความต้องการ")
    yield RuleOfPlan(problems, _("ปัญหาและความต้องการยังไม่ครบหรือยังไม่ชัดเจน"), "problems")
    rules = " · ".join(rules_in_words(template.rule))
    yield RuleOfPlan(rules, _("โครงการในแผนยังไม่เป็นตามเกณฑ์: %(rules)s") % {"rules": rules}, "projects")


def _of_the_projects(revision: PlanRevision) -> Iterator[tuple[str, list[RuleOfPlan]]]:
    template = revision.plan.template
    asked = [(_("ด้าน"), "areas")]
    asked += [(str(item.label), ANCHORS[item]) for item in ProjectItem if template.requires(item)]
    for project in revision.projects.live().order_by("rank", "pk"):
        name = f"{project.rank}. {project.title}"
        sentence = _("โครงการ “%(title)s”: %(item)sยังไม่ครบหรือยังไม่ชัดเจน")
        yield (
            name,
            [
                RuleOfPlan(item, sentence % {"title": project.title, "item": item}, anchor, project.lineage)
                for item, anchor in asked
            ],
        )


def reasons_before(revision: PlanRevision) -> list[ReturnReason]:
    """For what the edition before this one was sent back, in its order; nothing if it was not."""
    if revision.number == 1:
        return []
    rows = ReturnReason.objects.filter(revision__plan=revision.plan_id, revision__number=revision.number - 1)
    return list(rows.select_related("revision", "mended_by").order_by("position"))
