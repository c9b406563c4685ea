"""Answers for the floors above: plain frozen rows, no QuerySets."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bkkplan.accounts.enums import Role
from bkkplan.core.db import ThaiOrder
from bkkplan.core.due import Due
from bkkplan.core.fiscal import FiscalYear
from bkkplan.core.people import Person
from communities.enums import ProjectKind, RevisionState, StandingStatus
from communities.models import CommitteeMember, Community, CommunityType, PlanAdoption, PlanRevision
from communities.models.committee import seats_held
from communities.models.community import CommunityQuerySet


@dataclass(frozen=True, slots=True)
class PlanFact:
    """One community that is a unit of KPI 2, and how far it came with a plan or a yearly review."""

    community: int
    name: str
    district: int
    # The latest facts in the window; None where there is none.
    submitted_on: date | None
    adopted_on: date | None
    confirmed_on: date | None

    @property
    def is_made(self) -> bool:
        return self.adopted_on is not None and self.confirmed_on is not None


def plan_facts(*, year: FiscalYear, day: date, known: date) -> Iterator[PlanFact]:
    """Each community eligible on ``day``, in the order of districts and names.

    A plan or review counts when the community adopted it from the year's start to ``day`` and the district
    confirmed that revision, or a later one of the same plan, by ``known``; neither taken back by ``known``.
    """
    adopted = _adoptions(year=year, day=day, known=known)
    submitted = dict(
        PlanRevision.objects.filter(submitted_on__range=(year.start, day))
        .order_by("submitted_on", "pk")
        .values_list("plan__community", "submitted_on")
    )
    units = (
        Community.objects.eligible_on(day)
        .order_by("district__code", ThaiOrder("name_th"), "pk")
        .values_list("pk", "name_th", "district_id")
    )
    for community, name, district in units:
        adopted_on, confirmed_on = adopted.get(community, (None, None))
        yield PlanFact(community, name, district, submitted.get(community), adopted_on, confirmed_on)


def _adoptions(*, year: FiscalYear, day: date, known: date) -> dict[int, tuple[date, date | None]]:
    """By community: the day of adoption and, where the district confirmed it by ``known``, that day."""
    standing = Q(confirmed_on__lte=known) & (Q(confirmation_withdrawn_on=None) | Q(confirmation_withdrawn_on__gt=known))
    confirmations = (
        PlanRevision.objects.filter(standing, plan=OuterRef("revision__plan"), number__gte=OuterRef("revision__number"))
        .order_by("confirmed_on", "pk")
        .values("confirmed_on")[:1]
    )
    rows = (
        PlanAdoption.objects.filter(adopted_on__range=(year.start, day))
        .filter(Q(cancelled_on=None) | Q(cancelled_on__gt=known))
        .annotate(first_confirmed_on=Subquery(confirmations))
        .order_by("adopted_on", "pk")
        .values_list("revision__plan__community", "adopted_on", "first_confirmed_on")
    )
    best: dict[int, tuple[date, date | None]] = {}
    for community, adopted_on, confirmed_on in rows:
        if community not in best or (best[community][1] is None and confirmed_on is not None):
            best[community] = (adopted_on, confirmed_on)
    return best


@dataclass(slots=True)
class RegisterRow:
    """A community as one line of the register of a day."""

    community: int | None = None
    code: str = ""
    reg_no: str = ""
    district_code: str = ""
    district_name: str = ""
    subdistrict_code: str = ""
    subdistrict_name: str = ""
    name: str = ""
    type: CommunityType | None = None
    status: str = ""
    houses: int | None = None
    people: int | None = None


def register_on(day: date, communities: CommunityQuerySet | None = None) -> list[RegisterRow]:
    """The register as it stood on a day. A community without standing then has no type and no status."""
    types = CommunityType.objects.in_bulk()
    communities = Community.objects.all() if communities is None else communities
    rows: list[Any] = list(  # with what with_standing_on() annotates
        communities.with_standing_on(day)
        .select_related("district", "subdistrict")
        .order_by("district__code", ThaiOrder("name_th"), "pk")
    )
    return [
        RegisterRow(
            community=c.pk,
            code=c.code,
            reg_no=c.reg_no,
            district_code=c.district.code,
            district_name=c.district.name_th,
            subdistrict_code=c.subdistrict.code,
            subdistrict_name=c.subdistrict.name_th,
            name=c.name_th,
            type=types.get(c.type_id_then),
            status=c.status or "",
            houses=c.houses,
            people=c.people,
        )
        for c in rows
    ]


def working_set(user: Person) -> CommunityQuerySet:
    """The communities that a person works with: the city's staff all, a district its own, a committee its own."""
    held = user.held_assignments if user.is_authenticated else []
    if any(a.district_id is None for a in held):
        return Community.objects.all()
    return Community.objects.filter(Q(district__in=[a.district_id for a in held]) | Q(pk__in=seats_held(user)))


def with_plan_for(communities: CommunityQuerySet, year: FiscalYear, *, on: date) -> Any:
    """Annotates how far each one's plan for a year has come; leaves out those dissolved by then without one."""
    latest = PlanRevision.objects.filter(plan__community=OuterRef("pk"), plan__fiscal_year=year.be).order_by("-number")
    adopted = PlanAdoption.objects.standing().filter(
        revision__plan__community=OuterRef("pk"), revision__plan__fiscal_year=year.be
    )
    said = {
        name: Subquery(latest.values(name)[:1])
        for name in ("number", "submitted_on", "returned_on", "confirmed_on", "confirmation_withdrawn_on")
    }
    return (
        communities.with_standing_on(on)
        .annotate(
            plan_state=Coalesce(Subquery(latest.values("state")[:1]), Value(NOT_BEGUN)),
            plan_adopted_on=Subquery(adopted.order_by("-revision__number", "-pk").values("adopted_on")[:1]),
            **{f"plan_{name}": value for name, value in said.items()},
        )
        .filter(~Q(plan_state=NOT_BEGUN) | Q(status__isnull=False) & ~Q(status=StandingStatus.DISSOLVED))
    )


def count_by_state(communities: Any) -> dict[str, int]:
    """How many plans stand at each state, of what ``with_plan_for`` gave."""
    return dict(communities.order_by().values_list("plan_state").annotate(n=Count("pk")))


NOT_BEGUN = "none"


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a plan's template, and what stands in it."""

    code: str
    title: str
    help: str
    rows: int
    is_required: bool
    text: str
    version: int

    @property
    def anchor(self) -> str:
        return f"section-{self.code}"


def sections_of(revision: PlanRevision) -> list[Section]:
    written = {section.code: section for section in revision.sections.all()}
    return [
        Section(
            code=(code := given["code"]),
            title=title_of(given),
            help=title_of(given, key="help"),
            rows=given.get("rows", 4),
            is_required=bool(given.get("required")),
            text=written[code].text if code in written else "",
            version=written[code].version if code in written else 0,
        )
        for given in revision.plan.template.sections
    ]


@dataclass(frozen=True, slots=True)
class Missing:
    """Something a plan must have before it is submitted, and the element of the page where it is written."""

    sentence: str
    anchor: str


def what_is_missing(revision: PlanRevision) -> tuple[Missing, ...]:
    """What a draft lacks, in the order of the page; empty when it can be submitted."""
    return (*_missing_sections(revision), *_missing_problems(revision), *_missing_in_projects(revision))


def _missing_sections(revision: PlanRevision) -> Iterator[Missing]:
    written = set(revision.sections.exclude(text="").values_list("code", flat=True))
    for section in revision.plan.template.sections:
        if section.get("required") and section["code"] not in written:
            yield Missing(_("ยังไม่ได้เขียน “%(section)s”") % {"section": title_of(section)}, f"section-{section['code']}")


def _missing_problems(revision: PlanRevision) -> Iterator[Missing]:
    if not revision.problems.standing().exists():
        yield Missing(_("ยังไม่มีปัญหาและความต้องการ ต้องมีอย่างน้อย 1 ข้อ"), "problems")


def _missing_in_projects(revision: PlanRevision) -> Iterator[Missing]:
    projects = (
        revision.projects.standing()
        .annotate(area_count=Count("areas", distinct=True), line_count=Count("budget_lines", distinct=True))
        .order_by("rank", "pk")
    )
    rank = 0
    for rank, project in enumerate(projects, start=1):
        lacks = [
            word
            for word, is_there in (
                (_("ด้าน"), project.area_count),
                (_("หลักการและเหตุผล"), project.reason),
                (_("วัตถุประสงค์"), project.objectives),
                (_("เป้าหมาย"), project.target),
                # What a community does with its own hands may cost nothing.
                (_("งบประมาณ"), project.line_count or project.kind == ProjectKind.SELF),
            )
            if not is_there
        ]
        if lacks:
            sentence = _("โครงการลำดับที่ %(rank)s “%(title)s” ยังขาด%(lacks)s")
            values = {"rank": rank, "title": project.title, "lacks": " ".join(lacks)}
            yield Missing(sentence % values, f"project-{project.uuid}")
    if not rank:
        yield Missing(_("ยังไม่มีโครงการ ต้องมีอย่างน้อย 1 โครงการ"), "projects")


def title_of(section: dict[str, Any], *, key: str = "title") -> str:
    """A template section's title (or help) in the reader's language."""
    thai = section.get(f"{key}_th", "")
    return str((section.get(f"{key}_en") or thai) if (get_language() or "th").startswith("en") else thai)


def due_for(user: Person, *, on: date) -> list[Due]:
    """What waits for a committee member, and for those who keep the register; the most pressing first."""
    year = FiscalYear.of(on)
    seats = CommitteeMember.objects.current(on).filter(user=user.pk).values("committee__community")
    found = [
        _plan_due(community, on=on, year=year)
        for community in Community.objects.filter(pk__in=seats)
        .annotate(
            state=Subquery(_latest_of(year.next, "state")),
            number=Subquery(_latest_of(year.next, "number")),
        )
        .order_by("code")
    ]
    if any(a.role == Role.SOCIAL_DEVELOPMENT for a in user.held_assignments):
        found += _incomplete_committees(on)
    return sorted(found, key=lambda due: (due.is_waiting_for_others, due.due_on, due.text))


def _latest_of(year: FiscalYear, field: str) -> QuerySet[PlanRevision]:
    newest = PlanRevision.objects.filter(plan__community=OuterRef("pk"), plan__fiscal_year=year.be).order_by("-number")
    return newest.values(field)[:1]  # type: ignore[return-value]


def _plan_due(community: Any, *, on: date, year: FiscalYear) -> Due:
    """The plan for the next year is adopted and confirmed within this one."""
    words = {
        None: _("เริ่มจัดทำแผนปี %(year)s"),
        RevisionState.DRAFT: _("เขียนแผนปี %(year)s ให้ครบแล้วส่ง"),
        RevisionState.RETURNED: _("แก้แผนปี %(year)s ที่ถูกส่งกลับ"),
        RevisionState.SUBMITTED: _("รอเขตตรวจแผนปี %(year)s"),
        RevisionState.CONFIRMED: _("แผนปี %(year)s เขตรับรองแล้ว"),
    }
    state = community.state
    if state == RevisionState.DRAFT and community.number > 1:
        state = RevisionState.RETURNED
    return Due.on(
        on,
        text=f"{words[state] % {'year': year.next}} · {community}",
        due_on=year.end,
        url=reverse("communities:plan", args=[year.next, community.code]),
        is_waiting_for_others=state in (RevisionState.SUBMITTED, RevisionState.CONFIRMED),
    )


def _incomplete_committees(on: date) -> list[Due]:
    count = Community.objects.with_standing_on(on).filter(status=StandingStatus.INCOMPLETE_COMMITTEE).count()
    if not count:
        return []
    words = _("กรรมการไม่ครบ %(count)s ชุมชน ยังไม่อยู่ในตัวหารของตัวชี้วัดที่ 2") % {"count": count}
    return [
        Due.on(
            on,
            text=words,
            due_on=FiscalYear.of(on).end,
            url=reverse("communities:plans", args=[FiscalYear.of(on).next]),
        )
    ]
