"""More rows of every kind in the city of two districts, each filled as far as it goes.

A row without area, sub-district, person or file would hide the query that a page asks for each of them.
"""

from datetime import date, time, timedelta
from decimal import Decimal
from itertools import count
from types import SimpleNamespace
from uuid import uuid4

from bkkplan.figures.kpi.actions.quarters import freeze_quarter, reopen_quarter
from bkkplan.figures.kpi.actions.runs import request_run
from bkkplan.figures.reports.actions import request_report
from bkkplan.figures.reports.enums import ReportFormat
from bkkplan.ground.accounts.actions import issue_link
from bkkplan.ground.accounts.enums import LinkPurpose
from bkkplan.ground.accounts.models import DestructionList, DestructionState, Notice
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.fiscal import FiscalYear
from budget.actions.money import money
from budget.enums import AskingStage
from budget.models import AreaPolicy, FlagshipShare, ItemChange, NamedSource, RequestedProject, StageAmount
from communities.enums import AdoptionMethod, CourseFileKind
from forums.models import (
    AdoptionMeeting,
    Correction,
    ForumBody,
    ForumCommunity,
    Postponement,
    ProgrammeItem,
    PublicityActivity,
)
from tests.factories.accounts import AT, AssignmentFactory, UserFactory
from tests.factories.budget import (
    ActionPlanEditionFactory,
    ActionPlanItemFactory,
    ApprovedItemFactory,
    AreaPolicyFactory,
    BudgetRequestFactory,
    CheckFactory,
    DirectInclusionFactory,
    FlagshipProjectFactory,
    HandoverFactory,
    InclusionFactory,
    ItemPhotoFactory,
    ItemReportFactory,
    LotFactory,
    LotInspectionFactory,
    MoneyCategoryFactory,
    MoneySourceFactory,
    PolicyStatementFactory,
    RequestLineFactory,
    RequestStageFactory,
    SecondLookFactory,
    StrategyNodeFactory,
    StrategyTreeFactory,
    WaitingQuestionFactory,
)
from tests.factories.communities import (
    BudgetLineFactory,
    CommitteeFactory,
    CommitteeMemberFactory,
    CommunityFactory,
    CommunityStandingFactory,
    CommunityTypeFactory,
    CourseFileFactory,
    CourseInvitationFactory,
    CourseSessionFactory,
    PlanAdoptionFactory,
    PlanAreaFactory,
    PlanProblemFactory,
    PlanProjectFactory,
    PlanRevisionFactory,
    PlanSectionFactory,
    TraineeFactory,
)
from tests.factories.districts import DistrictFactory, DistrictGroupFactory, OfficeFactory, SubdistrictFactory
from tests.factories.forums import (
    AgendaItemFactory,
    AttachmentFactory,
    AttendanceFactory,
    BodyFactory,
    ForumFactory,
    ParticipantSectorFactory,
    ProposalFactory,
    SuccessionFactory,
    UptakeFactory,
)
from tests.factories.kpi import NarrativeFactory, ReportedFigureFactory
from tests.factories.routes import PassageFactory
from tests.factories.years import YearDaysFactory
from tests.isolation.city import DAY, build_new_register, build_people_list, build_tree_list

NUMBERS = count(1)
STATES = ("planned", "announced", "opened", "held", "recorded", "published", "withdrawn", "cancelled")


def grow(city: SimpleNamespace) -> None:
    """One more of everything."""
    n = next(NUMBERS)
    add_place(city, n)
    add_people(city, n)
    for forum in (city.planned, city.announced, city.held, city.published):
        fill_forum(city, forum)
    for state in STATES:
        traits = {state: True} if state != "announced" else {}
        fill_forum(city, ForumFactory(district=city.home, community=city.place, created_by=city.officer, **traits))
    for revision in (city.draft, city.submitted, city.confirmed):
        write(city, revision, n)
    add_plans(city, n)
    add_action_plans(city, n)
    add_quarter(city)
    add_money(city)
    add_lots(city)
    add_jobs(city, n)
    add_destruction(city, n)
    add_years(city, n)
    add_routes(city)
    add_trees(city, n)
    add_trainings(city)
    add_waiting(city)


def add_lots(city):
    """Another lot, and in each lot of before a line of another community, with what came and was paid of it."""
    item = ApprovedItemFactory(introduced_in=city.item.introduced_in)
    revision = PlanRevisionFactory(plan__community=city.place, plan__fiscal_year=2566, confirmed=True)
    inclusion = InclusionFactory(item=item, project=PlanProjectFactory(revision=revision))
    BudgetLineFactory(project=inclusion.project)
    for lot in (city.lot, city.ordered_lot, LotFactory(district=city.home, ordered=True, created_by=city.officer)):
        budget_line = BudgetLineFactory(project=inclusion.project)
        facts = {name: getattr(budget_line, name) for name in ("item", "quantity", "unit_price", "amount")}
        line = lot.lines.create(budget_line=budget_line, inclusion=inclusion, **facts, at=AT, by=city.officer)
        if lot != city.lot:
            inspection = LotInspectionFactory(lot=lot, by=city.officer)
            inspection.pieces.create(line=line, received=1)
            HandoverFactory(lot=lot, community=city.place, by=city.officer)


def add_quarter(city):
    ItemReportFactory(item=ApprovedItemFactory(introduced_in=city.item.introduced_in), reported_by=city.officer)
    ItemPhotoFactory(item=city.item, uploaded_by=city.officer)
    code = f"KPI-{city.quarter_report.narratives.count() + 1}"
    if code <= "KPI-3":
        NarrativeFactory(report=city.quarter_report, code=code, written_by=city.officer)
        ReportedFigureFactory(code=code, quarter=None, district=city.home, entered_by=city.strategy)


def add_waiting(city):
    """Another project that waits, with a question to its community and one of its community's."""
    project = PlanProjectFactory(revision=city.confirmed)
    CheckFactory(project=project, outcome="waiting")
    WaitingQuestionFactory(project=project)
    SecondLookFactory(project=project, asked_by=city.member)


def add_trainings(city):
    """Another course and session, and at the sessions of before another district, member and file."""
    for district in (None, city.home):
        CourseSessionFactory(course__district=district, announced=True)
    for session in (city.training_planned, city.training_announced, city.training_held, city.training_closed):
        CourseSessionFactory(course=session.course, held=True)
        place = CommunityFactory()
        invitation = CourseInvitationFactory(session=session, district=place.district, officers=2)
        member = CommitteeMemberFactory(committee__community=place)
        TraineeFactory(invitation=invitation, member=member, has_attended=session.took_place)
        seat = CommitteeMemberFactory(committee=CommitteeFactory(community=city.place), user=city.member)
        home = session.invitations.get(district=city.home)
        TraineeFactory(invitation=home, member=seat, has_attended=session.took_place)
        CourseFileFactory(session=session, uploaded_by=city.social)
        CourseFileFactory(session=session, uploaded_by=city.social, kind=CourseFileKind.MATERIAL)


def add_years(city, n):
    YearDaysFactory(planned__fiscal_year=2530 + n)
    counted = {"share_per_district": None, "communities_on": DAY}
    for rule in (counted | {"sharing": "by_communities"}, {"sharing": "table", "share_per_district": None}):
        flagship = FlagshipProjectFactory(fiscal_year=2569, objective=city.strategy_node, **rule)
        if flagship.sharing == "table":
            FlagshipShare.objects.create(flagship=flagship, district=city.away, amount=500_000)
    for planned in (city.opened_year, city.draft_year):
        planned.due_days.create(code=f"step-{n}", name_th=f"ขั้นตอนที่ {n}", position=90 + n, due_on=DAY)
        planned.changes.create(part="days", what="วันของปี", reason="ทดสอบ", on=DAY, at=AT, by=city.strategy)


def add_routes(city):
    forum = ForumFactory(recorded=True, district=city.home)
    PassageFactory(paper=forum.pk, office=city.home.office, handed_in_by=city.officer)


def add_trees(city, n):
    for tree in (city.tree, city.district_node.tree, city.strategy_node.tree):
        StrategyNodeFactory(tree=tree, code=f"8{n}")
    StrategyTreeFactory(name_th=f"แผนที่ {n}", first_year=2566, last_year=2569)
    build_tree_list(city.tree, f"9{n}", by=city.strategy)
    for policy in AreaPolicy.objects.filter(district=city.home):
        PolicyStatementFactory(policy=policy, proposals=list(city.published.proposals.all()))
    AreaPolicyFactory(district=city.home, fiscal_year=2560 + n, submitted=True, submitted_by=city.officer)


def add_place(city, n):
    group = DistrictGroupFactory(code=f"group-{n}")
    SubdistrictFactory(district=DistrictFactory(group=group))
    kind = CommunityTypeFactory(code=f"type-{n}", name_th=f"ชุมชนแบบที่ {n}")
    OfficeFactory()
    city.subdistrict = SubdistrictFactory(district=city.home)
    city.place = CommunityFactory(subdistrict=city.subdistrict, standing__type=kind, standing__recorded_by=city.social)
    city.area = PlanAreaFactory(code=f"area-{n}")
    city.sector = ParticipantSectorFactory()
    city.strategy_node = StrategyNodeFactory()
    for step in ("a", "b", "c"):
        city.strategy_node = StrategyNodeFactory(code=f"5.{n}.{step}", parent=city.strategy_node)
    past = DAY - timedelta(days=n)
    CommunityStandingFactory(community=city.home_community, type=kind, starts_on=past, recorded_by=city.social)


def add_people(city, n):
    person = UserFactory(username=f"colleague{n}")
    by = {"appointed_by": city.director}
    AssignmentFactory(user=person, district=city.home, **by)
    ended = {"ends_on": date(2020, 10, 1), "ended_at": AT, "ended_by": city.administrator}
    AssignmentFactory(user=city.officer, district=city.home, **by, **ended)
    issue_link(user=city.officer, purpose=LinkPurpose.LOGIN, by=city.director, at=AT)
    record("accounts.role_given", person, by=city.director, at=AT)
    build_people_list(city, f"จากรายชื่อ คนที่{n}")
    for reader in (city.member, city.officer, city.strategy):
        Notice.objects.create(recipient=reader, kind="test", message="แผนถูกส่งกลับ", url="/work/", created_at=AT)
    term = CommitteeFactory(community=city.home_community, starts_on=date(2010, 1, 1), ends_on=date(2012, 1, 1))
    for committee in (term, city.home_community.committees.order_by("-starts_on", "-pk").first()):
        CommitteeMemberFactory(committee=committee, user=UserFactory())
    for reader in (city.member, city.officer):
        CommitteeMemberFactory(committee=CommitteeFactory(community=city.place), user=reader)


def fill_forum(city, forum):
    """What was said, who came and what was kept: for a forum that has not been held, as if someone had begun."""
    everything = {
        "area": city.area,
        "subdistrict": city.subdistrict,
        "community": city.place,
        "sector": city.sector,
        "created_by": city.officer,
        "place": "ริมคลอง",
        "requested_amount": Decimal(1000),
        "search_text": "ทดสอบ",
    }
    proposal = ProposalFactory(forum=forum, **everything)
    AttendanceFactory(forum=forum, sector=city.sector)
    AttachmentFactory(forum=forum, is_public=True, uploaded_by=city.officer)
    part = forum.agenda.count() + 1
    AgendaItemFactory(forum=forum, part=part, resolution="เห็นชอบ")
    moved = {"from_on": forum.scheduled_on - timedelta(days=7), "to_on": forum.scheduled_on, "reason": "น้ำท่วม"}
    Postponement.objects.create(forum=forum, at=AT, by=city.officer, **moved)
    words = {"before": {"title": "เดิม"}, "after": {"title": "ใหม่"}, "reason": "พิมพ์ผิด"}
    Correction.objects.create(forum=forum, proposal=proposal, at=AT, by=city.officer, **words)
    record("forums.proposal_changed", forum, by=city.officer, at=AT)
    if forum == city.published:
        SuccessionFactory(proposal__forum=forum, into=city.proposal, by=city.officer)
    ProgrammeItem.objects.create(forum=forum, starts_at=time(8 + forum.programme.count()), topic="รับฟัง")
    PublicityActivity.objects.create(forum=forum, on=forum.scheduled_on, channel="poster", reach=100)
    ForumBody.objects.create(forum=forum, body=BodyFactory(), part="guest")
    ForumCommunity.objects.create(forum=forum, community=CommunityFactory(subdistrict=city.place.subdistrict))
    city.said = proposal


def write(city, revision, n):
    """A project with all that it may have, taken over from what was said, and checked where it was handed in."""
    problem = PlanProblemFactory(revision=revision)
    earlier = PlanRevisionFactory(plan__community=CommunityFactory(subdistrict=city.subdistrict), confirmed=True)
    carried_from = PlanProjectFactory(revision=earlier)
    project = PlanProjectFactory(revision=revision, problem=problem, carried_from=carried_from, amount=1000)
    project.areas.add(city.area)
    BudgetLineFactory(project=project)
    PlanSectionFactory(revision=revision, code=f"section-{n}")
    for proposal in (city.said, city.proposal):
        UptakeFactory(proposal=proposal, project=project, by=city.member, amount=1000, reason="ทั้งหมด")
    if revision.submitted_on:
        CheckFactory(project=project, strategy=city.strategy_node, checked_by=city.officer)
    city.written = project


def add_plans(city, n):
    for state in ("submitted", "returned", "confirmed", "withdrawn", ""):
        place = CommunityFactory(subdistrict=city.subdistrict)
        traits = {state: True, f"{state}_by": city.officer} if state in {"submitted", "returned", "confirmed"} else {}
        traits |= {state: True} if state == "withdrawn" else {}
        write(city, PlanRevisionFactory(plan__community=place, created_by=city.member, **traits), n)
    for revision in (city.draft, city.submitted, city.confirmed):
        method = {"method": AdoptionMethod.COMMUNITY_MEETING, "recorded_by": city.officer}
        gone = {"cancelled_on": DAY, "cancelled_at": AT, "cancelled_by": city.officer, "cancel_reason": "ผิดวัน"}
        adoption = PlanAdoptionFactory(revision=revision, **method, **gone)
        AdoptionMeeting.objects.create(adoption=adoption, forum=city.published, at=AT, by=city.officer)


def add_action_plans(city, n):
    signed = {"created_by": city.officer, "submitted_by": city.officer, "approved_by": city.director}
    amendment = ActionPlanEditionFactory(plan=city.item.plan, number=n, approved=True, **signed)
    ActionPlanEditionFactory(plan__fiscal_year=2566, number=0, approved=True, **signed)
    for edition in (city.draft_item.introduced_in, city.item.introduced_in):
        item = ActionPlanItemFactory(
            introduced_in=edition,
            strategy=city.strategy_node,
            category=MoneyCategoryFactory(code=f"of-items-{n}"),
            planned_amount=1000,
        )
        InclusionFactory(project=city.written, item=item, by=city.officer, amount=1)
    for item in (city.draft_item, city.item):
        InclusionFactory(project=city.written, item=item, by=city.officer, amount=1)
        DirectInclusionFactory(item=item, proposal__forum=city.published, reply__by=city.officer)
        record("budget.item_changed", item, by=city.officer, at=AT)
    ItemChange.objects.create(edition=amendment, item=city.item, after={"title": "ใหม่"}, at=AT, by=city.officer)


def add_money(city):
    paper = {"on": DAY, "at": AT}
    flagship = FlagshipProjectFactory(objective=city.strategy_node)
    for project, share in ((flagship, city.home), (city.flagship, DistrictFactory())):
        money.grant(flagship_id=project.pk, amount=Decimal(500_000), act=uuid4(), by=city.strategy, **paper)
        shares = {share.pk: Decimal(1000)}
        money.transfer_to_districts(flagship_id=project.pk, shares=shares, act=uuid4(), by=city.strategy, **paper)
    money.commit(allocation_id=city.purse.pk, amount=Decimal(1000), act=uuid4(), by=city.officer, **paper)
    item = city.item.plan.items.order_by("-pk").first()
    money.approve_item_budget(item_id=item.pk, amount=Decimal(1000), act=uuid4(), by=city.officer, **paper)
    central = NamedSource(MoneySourceFactory(code=f"source-{flagship.pk}"))
    funded = {"amount": Decimal(1000), "from_source": central, **paper}
    money.grant(flagship_id=city.flagship.pk, act=uuid4(), by=city.strategy, **funded)
    money.grant_yearly_budget(district_id=city.home.pk, year=FiscalYear(2566), act=uuid4(), by=city.officer, **funded)
    add_requests(city, flagship)


def add_requests(city, flagship):
    """More lines in each request, with a project and an amount at a stage; more requests of flagships and districts."""
    category = MoneyCategoryFactory(code=f"category-{flagship.pk}")
    for request in (city.asked_draft, city.asked, city.asked_voted, city.asked_for_flagship):
        line = RequestLineFactory(request=request, category=category)
        RequestedProject.objects.create(line=line, project=city.written)
        if request == city.asked_voted:
            StageAmount.objects.create(stage=city.voted, line=line, amount=1, reason="ทดสอบ")
    for whose in ({"district": None, "flagship": flagship}, {"district": DistrictFactory()}):
        asked = BudgetRequestFactory(
            **whose, fiscal_year=2566, handed_in=True, created_by=city.officer, handed_in_by=city.director
        )
        stage = RequestStageFactory(
            request=asked, kind=AskingStage.VOTED, source=MoneySourceFactory(), recorded_by=city.officer
        )
        line = RequestLineFactory(request=asked, category=category)
        StageAmount.objects.create(stage=stage, line=line, amount=0, reason="ทดสอบ")


def add_destruction(city, n):
    signed = {"approved_at": AT, "approved_by": city.administrator, "destroyed_at": AT, "destroyed_by": city.social}
    decision = {"committee": "คณะกรรมการ", "decided_on": DAY, "decision_number": f"{n}/2566"}
    DestructionList.objects.create(made_on=DAY, state=DestructionState.DESTROYED, **decision, **signed)
    thing = {"purpose": "forums.evidence", "label": "รายชื่อ.pdf", "since": date(2013, 1, 1)}
    city.destruction.items.create(target_id=1_000_000 + n, **thing)


def add_jobs(city, n):
    year = FiscalYear(2566)
    asked = {"year": year, "as_of": DAY - timedelta(days=n), "at": AT}
    request_run(**asked, by=city.officer)
    request_report(kind="kpi", file_format=ReportFormat.PDF, **asked, by=city.strategy)
    freeze_quarter(year=year, quarter=1, by=city.strategy, at=AT)
    reopen_quarter(year=year, quarter=1, reason="ข้อมูลผิด", by=city.strategy, at=AT)
    build_new_register(city, f"ของอีกคน {n}")
