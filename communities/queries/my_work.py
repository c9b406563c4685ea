"""What waits for a person at community plans."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.enums import Duty, Role
from bkkplan.ground.accounts.permissions import districts_on_duty
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.todo import Todo
from bkkplan.ground.core.people import Person, holds_role
from bkkplan.ground.core.questions.together import asks_first, later
from bkkplan.ground.core.questions.written_once import written_once
from bkkplan.ground.years.enums import Audience
from bkkplan.ground.years.queries import closing_days, todos_of_steps
from communities.enums import RevisionState, StandingStatus
from communities.models import Community
from communities.models.committee import communities_helped, seats_held
from communities.queries import plans
from communities.queries.training_work import todos_at_trainings
from districts.models import District
from districts.queries import districts_of

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


def todos_for(user: Person, *, on: date) -> list[Todo]:
    """What waits for this person: a member's own plan, or one that they help to write; for staff, how much of what.

    Plans that wait for the district's check come from `budget.queries.my_work`.
    """
    return list(ask_todos(user, on=on))


@asks_first
def ask_todos(user: Person, *, on: date) -> Iterator[Todo | None]:
    """What `todos_for` gives, asked together with what other subjects ask."""
    if not user.is_authenticated:
        return
    found: list[Todo] = []
    closings = closing_days()
    seats, places = seats_held(user), districts_on_duty(user, Duty.PLANS)
    helped = communities_helped(user) - seats
    years = list(_years(on)) if seats or helped or places else []
    own = seats | helped
    of_years = {year: later(_with_plans(own=own, places=places, year=year.be, on=on)) for year in years}
    at_trainings = todos_at_trainings(user, on=on)
    yield None
    for year, rows in of_years.items():
        closing = closings.of(year.previous)
        found += _of_members([row for row in rows if row.pk in seats], year, on, closing)
        found += _of_assistants([row for row in rows if row.pk in helped], year, on, closing)
        found += _of_districts(rows, districts_of(places), year, on, closing)
    if seats:
        # The page of a year's days is for those who work in an office; a member goes to the plans of that year.
        committees = [Audience.COMMITTEES]
        found += todos_of_steps(committees, on=on, address=lambda year: reverse("communities:plans", args=[year]))
    if holds_role(user, Role.SOCIAL_DEVELOPMENT):
        found += _of_the_register(on)
    found += at_trainings
    yield from sorted(found, key=lambda todo: (todo.is_waiting_for_others, todo.due_on, todo.text))


@written_once
def _with_plans(
    *, own: Collection[int], places: Collection[int], year: int, on: date
) -> "QuerySet[WithAnnotations[Community, plans.PlanOfYear]]":
    communities = Community.objects.filter(Q(pk__in=own) | Q(district__in=places))
    return plans.with_plan_of(communities, year, on=on).order_by("code")


def _years(on: date) -> Iterator[FiscalYear]:
    """The year that is planned now, and the one under way: what is left undone of it does not end with September."""
    this = FiscalYear.of(on)
    yield from (this, this.next)


def _of_members(
    own: "Iterable[WithAnnotations[Community, plans.PlanOfYear]]", year: FiscalYear, on: date, closing: date
) -> Iterator[Todo]:
    """The next year's plan of each community on whose committee the person sits: it is written within this year.

    After ``closing`` a plan that was not submitted in time counts no more; one that came back is mended all the same.
    """
    for community in own:
        page = reverse("communities:plan", args=[year, community.code])
        write = reverse("communities:write", args=[year, community.code])
        match community.plan_state:
            case RevisionState.DRAFT if community.plan_number > 1:
                sentence, url = _("แก้แผนปี %(year)s ที่ถูกส่งกลับ"), write
            case RevisionState.DRAFT | plans.NOT_BEGUN if on > closing:
                continue
            case RevisionState.DRAFT:
                sentence, url = _("เขียนแผนปี %(year)s ให้ครบแล้วส่ง"), write
            case RevisionState.SUBMITTED:
                sentence, url = _("รอเขตตรวจแผนปี %(year)s"), page
            case RevisionState.CONFIRMED if community.plan_adopted_on:
                continue
            case RevisionState.CONFIRMED if on > closing:
                continue
            case RevisionState.CONFIRMED:
                sentence, url = _("แผนปี %(year)s เขตรับรองแล้ว รอบันทึกการรับรองของชุมชน"), page
            case _ if community.status == StandingStatus.BEING_DISSOLVED:
                continue
            case _:
                sentence, url = _("เริ่มจัดทำแผนปี %(year)s"), reverse("communities:plans", args=[year])
        is_theirs = community.plan_state in (RevisionState.SUBMITTED, RevisionState.CONFIRMED)
        yield Todo.on(
            on,
            text=f"{sentence % {'year': year}} · {community}",
            due_on=closing if is_theirs else year.previous.end,
            url=url,
            is_waiting_for_others=is_theirs,
        )


def _of_assistants(
    helped: "Iterable[WithAnnotations[Community, plans.PlanOfYear]]", year: FiscalYear, on: date, closing: date
) -> Iterator[Todo]:
    """Yield what an assistant has to do for each community: go on with the draft of its plan, or begin the plan.

    A community whose plan was handed in has nothing for them.
    """
    for community in helped:
        is_returned = community.plan_state == RevisionState.DRAFT and community.plan_number > 1
        match community.plan_state:
            case RevisionState.DRAFT if is_returned or on <= closing:
                sentence = _("ช่วยเขียนแผนปี %(year)s คณะกรรมการเป็นผู้ส่ง")
                url = reverse("communities:write", args=[year, community.code])
            case plans.NOT_BEGUN if on <= closing and community.status != StandingStatus.BEING_DISSOLVED:
                sentence, url = _("เริ่มช่วยเขียนแผนปี %(year)s"), reverse("communities:plans", args=[year])
            case _:
                continue
        yield Todo.on(on, text=f"{sentence % {'year': year}} · {community}", due_on=year.previous.end, url=url)


def _of_districts(
    rows: "Collection[WithAnnotations[Community, plans.PlanOfYear]]",
    places: Iterable[District],
    year: FiscalYear,
    on: date,
    closing: date,
) -> Iterator[Todo]:
    """One line for each district and each kind of work: a district has up to a hundred communities."""
    for district in places:
        here = [c for c in rows if c.district_id == district.pk]
        returned = sum(c.plan_state == RevisionState.DRAFT and c.plan_number > 1 for c in here)
        if returned and on > closing:
            sentence = _("แผนปี %(year)s ที่ส่งกลับให้ชุมชนแก้ %(count)s แผน")
            yield Todo.on(
                on,
                text=f"{sentence % {'year': year, 'count': returned}} · {district}",
                due_on=year.previous.end,
                url=_listed(year, district, state=RevisionState.DRAFT),
                is_waiting_for_others=True,
            )
        if on > closing:
            continue
        missing = sum(c.plan_state == RevisionState.CONFIRMED and c.plan_adopted_on is None for c in here)
        if missing:
            sentence = _("บันทึกการรับรองของชุมชน แผนปี %(year)s ที่ยังขาด %(count)s แผน")
            yield Todo.on(
                on,
                text=f"{sentence % {'year': year, 'count': missing}} · {district}",
                due_on=closing,
                url=_listed(year, district, state=RevisionState.CONFIRMED),
            )
        writing = sum(c.plan_state in (plans.NOT_BEGUN, RevisionState.DRAFT) for c in here)
        if writing:
            sentence = _("ชุมชนที่ยังไม่ส่งแผนปี %(year)s อีก %(count)s ชุมชน")
            yield Todo.on(
                on,
                text=f"{sentence % {'year': year, 'count': writing}} · {district}",
                due_on=year.previous.end,
                url=_listed(year, district, state=plans.UNSENT),
                is_waiting_for_others=True,
            )


def _listed(year: FiscalYear, district: District, **query: str) -> str:
    """The list that shows exactly the plans which a line counts."""
    return f"{reverse('communities:plans', args=[year])}?{urlencode({'district': district.code, **query})}"


def _of_the_register(on: date) -> Iterator[Todo]:
    communities: Any = Community.objects.with_standing_on(on)
    count = communities.filter(status=StandingStatus.INCOMPLETE_COMMITTEE).count()
    if count:
        yield Todo.on(
            on,
            text=_("กรรมการไม่ครบ %(count)s ชุมชน ยังไม่อยู่ในตัวหารของตัวชี้วัดที่ 2") % {"count": count},
            due_on=FiscalYear.of(on).end,
            url=f"{reverse('communities:register')}?status={StandingStatus.INCOMPLETE_COMMITTEE}",
        )
