"""What the log calls rows of communities, who sees them there, and their pages."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.people import Person, within_reach
from bkkplan.ground.core.wording import month_short
from communities.enums import Asking, ProjectItem
from communities.models import (
    Committee,
    CommitteeMember,
    Community,
    PlanAssistant,
    PlanProblem,
    PlanProject,
    PlanRevision,
    PlanSection,
    PlanTemplate,
    RegisterImport,
)


def page_of_community(community: Community) -> str:
    return reverse("communities:community", args=[community.code])


def page_of_committee(row: Committee | CommitteeMember | PlanAssistant) -> str:
    committee = row if isinstance(row, Committee) else row.committee
    return reverse("communities:committee", args=[committee.community.code])


def page_of_edition(revision: PlanRevision) -> str:
    plan = revision.plan
    return reverse("communities:edition", args=[plan.year, plan.community.code, revision.number])


def page_of_template(template: PlanTemplate) -> str:
    return reverse("communities:year-template", args=[FiscalYear(template.from_year)])


def asked_in_words(sections: list[dict[str, Any]]) -> str:
    return " · ".join(str(section["title_th"]) for section in sections if not section.get("off"))


def items_in_words(items: dict[str, str]) -> str:
    return " · ".join(f"{ProjectItem(item).label}: {Asking(asking).label}" for item, asking in items.items())


def committees_of(reader: Person) -> QuerySet[Committee]:
    return Committee.objects.filter(within_reach(reader, "community__district"))


def members_of(reader: Person) -> QuerySet[CommitteeMember]:
    return CommitteeMember.objects.filter(committee__in=committees_of(reader))


def committee_in_words(committee: Committee) -> str:
    return _("คณะกรรมการ%(community)s ชุดที่ %(term)s") % {"community": committee.community, "term": committee.term_no}


def member_in_words(member: CommitteeMember) -> str:
    return _("%(name)s กรรมการ%(community)s") % {"name": member, "community": member.committee.community}


def assistants_of(reader: Person) -> QuerySet[PlanAssistant]:
    return PlanAssistant.objects.filter(committee__in=committees_of(reader))


def assistant_in_words(assistant: PlanAssistant) -> str:
    return _("%(name)s ผู้ช่วยบันทึกข้อมูลของ%(community)s") % {"name": assistant, "community": assistant.committee.community}


def edition_in_words(revision: PlanRevision) -> str:
    return _("%(plan)s %(edition)s") % {"plan": revision.plan, "edition": revision}


def row_in_words(row: PlanProblem | PlanProject) -> str:
    return _("“%(row)s” ใน%(plan)s") % {"row": row, "plan": row.revision.plan}


def section_in_words(section: PlanSection) -> str:
    return str(section.revision.plan)


def import_in_words(upload: RegisterImport) -> str:
    return _("ทะเบียนชุมชนจากไฟล์ %(file)s") % {"file": upload.original_name}


def months_in_words(work_plan: Any) -> str:
    return "; ".join(
        f"{step.get('activity', '')} ({', '.join(month_short(month) for month in step.get('months', []))})"
        for step in work_plan
    )


def count(rows: Any) -> str:
    return str(len(rows))


def choice(choices: Any) -> Any:
    """The `show` of a detail that is one of these choices."""
    names = dict(choices.choices)
    return lambda value: str(names.get(value, value))
