"""KPI definitions as docs/kpis.md words them: a fact that happened in the year, and one that confirmed it by then."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bkkplan.figures.kpi import registry
from bkkplan.figures.kpi.registry import Mark, Ratio
from bkkplan.ground.core.fiscal import FiscalYear
from communities.enums import RevisionState, StandingStatus
from communities.models import CommunityStanding, PlanRevision
from forums.enums import ForumKind, ForumState
from tests.factories.budget import ActionPlanEditionFactory, ActionPlanItemFactory, InclusionFactory
from tests.factories.communities import (
    CommunityFactory,
    CommunityStandingFactory,
    CommunityTypeFactory,
    PlanAdoptionFactory,
    PlanFactory,
    PlanRevisionFactory,
)
from tests.factories.districts import DistrictFactory
from tests.factories.forums import ForumFactory
from tests.factories.signed import signer
from tests.factories.years import YearDaysFactory

pytestmark = pytest.mark.django_db

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
YEAR = FiscalYear(2566)
START, END, CLOSING = date(2022, 10, 1), date(2023, 9, 30), date(2023, 10, 15)
MAY = date(2023, 5, 12)


def ratio(code, as_of=END + timedelta(days=90), year=YEAR):
    return registry.figure(code, year, as_of, at=AT).ratio


def marks(code, as_of):
    return [result.mark for result in registry.figure(code, YEAR, as_of, at=AT).results]


def publish(district, held_on, published_on, **kwargs):
    return ForumFactory(
        published=True, district=district, scheduled_on=held_on, held_on=held_on, published_on=published_on, **kwargs
    )


@pytest.mark.parametrize(
    ("held_on", "published_on", "counted"),
    [
        (START, START, 1),
        (START - timedelta(days=1), START, 0),
        (END, END, 1),
        (END + timedelta(days=1), END + timedelta(days=1), 0),
        (END, CLOSING, 1),
        (END, CLOSING + timedelta(days=1), 0),
    ],
)
def test_a_hearing_counts_when_held_in_the_year_and_published_by_the_closing_day(held_on, published_on, counted):
    publish(DistrictFactory(), held_on, published_on)

    assert ratio("KPI-1") == Ratio(counted, 1)


def test_the_closing_day_of_a_year_is_data():
    publish(DistrictFactory(), END, CLOSING + timedelta(days=3))
    YearDaysFactory(planned__fiscal_year=2566, closing_on=CLOSING + timedelta(days=3))

    assert ratio("KPI-1") == Ratio(1, 1)


def test_a_hearing_withdrawn_by_the_day_does_not_count_and_one_withdrawn_later_does():
    forum = publish(DistrictFactory(), MAY, MAY)
    forum.state, forum.withdrawn_on, forum.ending_reason = ForumState.WITHDRAWN, date(2023, 7, 1), "ข้อมูลผิด"
    forum.save()

    assert ratio("KPI-1", date(2023, 6, 30)) == Ratio(1, 1)
    assert ratio("KPI-1", date(2023, 7, 1)) == Ratio(0, 1)
    [result] = registry.figure("KPI-1", YEAR, date(2023, 7, 1), at=AT).results
    assert str(result.reason) == "จัดเวที 12 พ.ค. 2566 และถอนการเผยแพร่ผลเมื่อ 1 ก.ค. 2566"


def test_only_a_district_hearing_counts():
    publish(DistrictFactory(), MAY, MAY, kind=ForumKind.OTHER)

    assert ratio("KPI-1") == Ratio(0, 1)


def test_an_abolished_office_is_no_unit():
    DistrictFactory(abolished_on=START)
    DistrictFactory()

    assert ratio("KPI-1") == Ratio(0, 1)
    assert ratio("KPI-3") == Ratio(0, 1)


def test_districts_that_do_not_count_say_why():
    late = DistrictFactory(code="1001")
    ForumFactory(held=True, district=late, scheduled_on=MAY)
    announced = DistrictFactory(code="1002")
    ForumFactory(district=announced, scheduled_on=date(2023, 6, 20), announced_on=MAY)
    DistrictFactory(code="1003")

    results = registry.figure("KPI-1", YEAR, date(2023, 6, 2), at=AT).results

    assert [r.mark for r in results] == [Mark.LATE, Mark.UNDER_WAY, Mark.MISSING]
    assert "เลยกำหนดเผยแพร่ผล 6 วัน" in str(results[0].reason)
    assert "20 มิ.ย. 2566" in str(results[1].reason)


def confirmed(community, adopted_on, confirmed_on, **kwargs):
    revision = PlanRevisionFactory(
        plan=kwargs.pop("plan", None) or PlanFactory(community=community),
        state=RevisionState.CONFIRMED,
        submitted_on=adopted_on,
        submitted_at=AT,
        confirmed_on=confirmed_on,
        confirmed_at=AT,
        **kwargs,
    )
    PlanAdoptionFactory(revision=revision, adopted_on=adopted_on)
    return revision


@pytest.mark.parametrize("plan_year", [2565, 2566, 2567])
def test_the_year_of_the_meeting_counts_whatever_year_the_plan_is_for(plan_year):
    community = CommunityFactory()
    confirmed(community, MAY, MAY, plan=PlanFactory(community=community, fiscal_year=plan_year))

    assert ratio("KPI-2") == Ratio(1, 1)
    assert ratio("KPI-2", year=YEAR.next) == Ratio(0, 1)


def test_a_plan_adopted_in_the_year_may_be_confirmed_until_the_closing_day():
    confirmed(CommunityFactory(), END, CLOSING)
    confirmed(CommunityFactory(), END, CLOSING + timedelta(days=1))

    assert ratio("KPI-2") == Ratio(1, 2)


def test_last_years_confirmation_does_not_cover_this_years_review():
    community = CommunityFactory()
    first = confirmed(community, MAY - timedelta(days=365), MAY - timedelta(days=365))
    PlanAdoptionFactory(revision=PlanRevisionFactory(plan=first.plan, number=2), adopted_on=MAY)

    assert ratio("KPI-2") == Ratio(0, 1)


def test_the_meetings_adoption_covers_the_revision_that_mends_what_the_district_sent_back():
    community = CommunityFactory()
    plan = PlanFactory(community=community)
    returned = PlanRevisionFactory(
        plan=plan,
        state=RevisionState.RETURNED,
        submitted_on=MAY,
        submitted_at=AT,
        returned_on=MAY,
        returned_at=AT,
        return_reason="ขาดวงเงิน",
    )
    PlanAdoptionFactory(revision=returned, adopted_on=MAY)
    PlanRevisionFactory(
        plan=plan,
        number=2,
        state=RevisionState.CONFIRMED,
        submitted_on=MAY,
        submitted_at=AT,
        confirmed_on=date(2023, 6, 1),
        confirmed_at=AT,
    )

    assert ratio("KPI-2", date(2023, 5, 31)) == Ratio(0, 1)
    assert ratio("KPI-2", date(2023, 6, 1)) == Ratio(1, 1)


@pytest.mark.parametrize("what", ["confirmation", "adoption"])
def test_what_was_taken_back_does_not_count_from_that_day(what):
    revision = confirmed(CommunityFactory(), MAY, MAY)
    if what == "confirmation":
        PlanRevision.objects.update(
            confirmation_withdrawn_on=date(2023, 7, 1),
            confirmation_withdrawn_at=AT,
            confirmation_withdrawn_by=signer("confirmation_withdrawn_by"),
            withdrawal_reason="ตรวจพบข้อผิดพลาด",
        )
    else:
        revision.adoptions.update(
            cancelled_on=date(2023, 7, 1),
            cancelled_at=AT,
            cancelled_by=signer("cancelled_by"),
            cancel_reason="บันทึกผิดวัน",
        )

    assert ratio("KPI-2", date(2023, 6, 30)) == Ratio(1, 1)
    assert ratio("KPI-2", date(2023, 7, 1)) == Ratio(0, 1)


@pytest.mark.parametrize(
    "status", [StandingStatus.BEING_DISSOLVED, StandingStatus.INCOMPLETE_COMMITTEE, StandingStatus.DISSOLVED]
)
def test_a_community_leaves_both_parts_on_the_day_its_standing_changes(status):
    community = CommunityFactory()
    confirmed(community, MAY, MAY)
    CommunityStandingFactory(community=community, status=status, starts_on=date(2023, 7, 1))

    assert ratio("KPI-2", date(2023, 6, 30)) == Ratio(1, 1)
    assert ratio("KPI-2", date(2023, 7, 1)) == Ratio(0, 0)


def test_a_community_whose_type_is_no_longer_valid_is_no_unit():
    gone = CommunityTypeFactory(code="old", valid_until=date(2023, 1, 1))
    community = CommunityFactory(standing__type=gone)

    assert ratio("KPI-2", date(2022, 12, 31)) == Ratio(0, 1)
    assert ratio("KPI-2", date(2023, 1, 1)) == Ratio(0, 0)
    assert CommunityStanding.objects.get().community == community


def test_a_register_of_a_later_day_leaves_earlier_years_without_units():
    CommunityFactory(standing__starts_on=date(2023, 5, 1))

    figure = registry.figure("KPI-2", FiscalYear(2563), END, at=AT)

    assert figure.ratio == Ratio(0, 0)
    assert figure.ratio.percent is None


@pytest.mark.parametrize(
    ("included_on", "approved_on", "counted"),
    [
        (MAY, MAY, 1),
        (MAY, CLOSING, 1),
        (MAY, CLOSING + timedelta(days=1), 0),
        (START - timedelta(days=1), MAY, 0),
        (END + timedelta(days=1), CLOSING, 0),
    ],
)
def test_an_included_project_counts_when_the_carrying_edition_is_approved(included_on, approved_on, counted):
    edition = ActionPlanEditionFactory(approved=True, approved_on=approved_on)
    InclusionFactory(item=ActionPlanItemFactory(introduced_in=edition), included_on=included_on)

    figure = registry.figure("KPI-3", YEAR, END + timedelta(days=90), at=AT)

    assert figure.by_district()[edition.plan.district_id] == Ratio(counted, 1)


def test_an_inclusion_by_an_amendment_waits_for_the_amendment():
    first = ActionPlanEditionFactory(approved=True, approved_on=START)
    amendment = ActionPlanEditionFactory(plan=first.plan)
    InclusionFactory(item=ActionPlanItemFactory(introduced_in=first), edition=amendment, included_on=MAY)

    results = {r.unit: r for r in registry.figure("KPI-3", YEAR, END, at=AT).results}

    assert results[first.plan.district_id].mark == Mark.UNDER_WAY


def test_an_inclusion_ended_or_dropped_by_an_approved_amendment_does_not_count():
    edition = ActionPlanEditionFactory(approved=True, approved_on=MAY)
    item = ActionPlanItemFactory(introduced_in=edition)
    InclusionFactory(item=item, included_on=MAY)
    item.dropped_in = ActionPlanEditionFactory(plan=edition.plan, approved=True, approved_on=date(2023, 7, 1))
    item.drop_reason = "ซ้ำกับโครงการอื่น"
    item.save()

    def counted(as_of):
        return registry.figure("KPI-3", YEAR, as_of, at=AT).by_district()[edition.plan.district_id].counted

    assert counted(date(2023, 6, 30)) == 1
    assert counted(date(2023, 7, 1)) == 0


def test_before_the_year_begins_there_is_no_figure():
    DistrictFactory()

    figure = registry.figure("KPI-1", YEAR, START - timedelta(days=1), at=AT)

    assert figure.is_before_the_year
    assert figure.ratio.percent is None
