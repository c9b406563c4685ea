"""A city of two districts in which everything that could leak is there: each record once at home, in each state that

changes who may see it. The away district's people are the strangers of every record at home.
"""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile

from bkkplan.figures.kpi.actions import runs
from bkkplan.figures.reports.actions import request_report
from bkkplan.figures.reports.enums import ReportFormat
from bkkplan.figures.reports.models import ReportRequest
from bkkplan.ground.accounts.enums import Pace
from bkkplan.ground.accounts.models import DestructionList, Letter, Mailbox
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.forms.lists import ListState
from bkkplan.ground.core.jobs import JobState
from bkkplan.ground.lists.actions import ask_to_confirm, confirm, read_rows, submit
from bkkplan.ground.lists.models import RowList
from bkkplan.ground.years.actions import StepWords, add_step, begin_year
from bkkplan.ground.years.enums import Audience
from budget.actions.books import carried_money, carrying, closing
from budget.actions.lots import lot_money, lots
from budget.actions.lots.lot_money import Paper
from budget.actions.money import money, payments
from budget.actions.strategy.tree_lists import confirm_tree_list, leave_out_levels, read_tree_list, submit_tree_list
from budget.enums import AskingStage, CarryKind, Sharing, TreeKind
from budget.models import (
    CarryExtension,
    Cost,
    FlagshipShare,
    Lot,
    LotEntry,
    Payment,
    RequestedProject,
    StageAmount,
    TreeImport,
    TreeInForce,
    YearClosing,
)
from budget.resources.trees import check_tree, read_tree
from communities.enums import CourseFileKind
from communities.models import BudgetLine
from forums.enums import SuccessionKind
from forums.models import Uptake
from tests.factories.accounts import AT, SectionFactory, UserFactory
from tests.factories.budget import (
    ActionPlanEditionFactory,
    ActionPlanItemFactory,
    ApprovedItemFactory,
    AreaPolicyFactory,
    BudgetRequestFactory,
    CarryPaperFactory,
    CheckFactory,
    CheckMeetingFactory,
    DirectInclusionFactory,
    EntryTableFactory,
    FlagshipProjectFactory,
    InclusionFactory,
    ItemPhotoFactory,
    ItemReportFactory,
    MoneyCategoryFactory,
    MoneySourceFactory,
    PolicyStatementFactory,
    QuarterReportFactory,
    RegisterLineFactory,
    RequestLineFactory,
    RequestStageFactory,
    SecondLookFactory,
    StrategyNodeFactory,
    StrategyTreeFactory,
    TakingInFactory,
    WaitingQuestionFactory,
    close_months,
)
from tests.factories.communities import (
    BudgetLineFactory,
    CommitteeMemberFactory,
    CommunityFactory,
    ConfirmationProofFactory,
    CourseFactory,
    CourseFileFactory,
    CourseInvitationFactory,
    CourseSessionFactory,
    LastYearReviewFactory,
    MeetingRecordFactory,
    MeetingResolutionFactory,
    OfficeWriterFactory,
    PlanAdoptionFactory,
    PlanAreaFactory,
    PlanAssistantFactory,
    PlanCommentFactory,
    PlanProblemFactory,
    PlanProjectFactory,
    PlanRevisionFactory,
    ReturnReasonFactory,
    TermRuleFactory,
    TraineeFactory,
)
from tests.factories.districts import OfficeFactory
from tests.factories.forums import (
    AttachmentFactory,
    BodyFactory,
    ForumFactory,
    ParticipantSectorFactory,
    ProposalFactory,
    ReplyFactory,
    SuccessionFactory,
)
from tests.factories.kpi import NarrativeFactory, ReportedFigureFactory, TargetFactory
from tests.factories.routes import PassageFactory
from tests.factories.years import PlannedYearFactory, YearDaysFactory
from tests.fixtures.people import call_the_cast

DAY = date(2023, 6, 2)
YEAR = FiscalYear(2566)


def build() -> SimpleNamespace:
    city = call_the_cast()
    build_forums(city)
    # Before the file is read: it is told which communities the file lacks.
    city.bureau = OfficeFactory(code="2400")
    city.office = OfficeFactory(code="5001", district=city.home)
    city.section = SectionFactory(office=city.office, made_by=city.administrator)
    build_routes(city)
    city.neighbour = CommunityFactory(subdistrict=city.home_community.subdistrict)
    build_registers(city)
    build_people_lists(city)
    build_row_lists(city)
    build_plans(city)
    build_action_plans(city)
    build_quarter(city)
    build_money(city)
    build_lots(city)
    build_year_ends(city)
    build_requests(city)
    build_jobs(city)
    city.passkey = Authenticator.objects.create(
        user=UserFactory(username="keeper"), type=Authenticator.Type.WEBAUTHN, data={"name": "กุญแจ", "credential": {}}
    )
    Mailbox.objects.create(user=city.officer)
    Letter.objects.create(
        recipient=city.officer,
        pace=Pace.DAILY,
        day=DAY,
        key="letter",
        requested_at=AT,
        state=JobState.DONE,
        finished_at=AT,
    )
    city.destruction = DestructionList.objects.create(made_on=DAY)
    city.destruction.items.create(
        purpose="forums.evidence", target_id=city.secret_file.pk, label="รายชื่อ.pdf", since=date(2013, 1, 1)
    )
    TargetFactory(code="KPI-1")
    build_years(city)
    build_trees(city)
    build_trainings(city)
    return city


def build_jobs(city: SimpleNamespace) -> None:
    asked = {"year": YEAR, "as_of": DAY, "at": AT}
    city.run = runs.request_run(**asked, by=city.officer)
    city.report = request_report(kind="kpi", file_format=ReportFormat.PDF, **asked, by=city.strategy)
    made = request_report(kind="kpi", file_format=ReportFormat.XLSX, **asked, by=city.strategy)
    made.file.save("figures.xlsx", ContentFile(b"figures"), save=False)
    ReportRequest.objects.filter(pk=made.pk).update(state=JobState.DONE, finished_at=AT, file=made.file.name)
    city.made_report = made


def build_years(city: SimpleNamespace) -> None:
    city.opened_year = PlannedYearFactory(fiscal_year=2566, opened=True, opened_by=city.strategy)
    YearDaysFactory(planned=city.opened_year)
    city.opened_year.due_days.create(
        code="quarter_1",
        name_th="ไตรมาสที่ 1",
        position=1,
        due_on=date(2022, 12, 31),
        audiences=["districts"],
    )
    city.draft_year = begin_year(year=FiscalYear(2569), by=city.strategy, at=AT)
    words = StepWords("ส่งร่างแผนของชุมชน", date(2023, 6, 20), [Audience.DISTRICTS])
    city.own_step = add_step(year=FiscalYear(2569), words=words, on=DAY, by=city.strategy, at=AT)
    shared = {"fiscal_year": 2569, "sharing": Sharing.TABLE, "share_per_district": None, "budget": 500_000}
    city.draft_flagships = FlagshipProjectFactory.create_batch(2, **shared)
    for flagship in city.draft_flagships:
        FlagshipShare.objects.create(flagship=flagship, district=city.home, amount=500_000)


def build_trees(city: SimpleNamespace) -> None:
    """The tree of the flagship projects in force in both years, another that no year uses, and one of a district."""
    tree = city.flagship.objective.tree
    for year in (city.opened_year, city.draft_year):
        TreeInForce.objects.get_or_create(fiscal_year=year.fiscal_year, tree=tree)
    city.tree = StrategyTreeFactory(name_th="แผนที่ไม่มีปีใดใช้")
    city.node = StrategyNodeFactory(tree=city.tree)
    district_tree = StrategyTreeFactory(
        name_th="", kind=TreeKind.MISSION, district=city.home, first_year=2566, last_year=2566, levels=["ภารกิจ"]
    )
    city.district_node = StrategyNodeFactory(tree=district_tree)
    city.policy, in_force = (
        AreaPolicyFactory(district=city.home, created_by=city.officer, **which)
        for which in ({}, {"fiscal_year": 2566, "approved": True, "approved_by": city.director})
    )
    city.statement = PolicyStatementFactory(policy=city.policy, proposals=[city.proposal])
    PolicyStatementFactory(policy=in_force, proposals=[city.proposal])
    city.tree_list = build_tree_list(city.tree, "9", by=city.strategy)
    city.list_in_tree = build_tree_list(StrategyTreeFactory(name_th="แผนที่นำเข้าแล้ว"), "9", by=city.strategy)
    confirm_tree_list(import_id=city.list_in_tree.pk, check=check_tree, on=DAY, by=city.strategy, at=AT)


def build_tree_list(tree, code, *, by) -> TreeImport:
    text = f"รหัส\tระดับ\tชื่อ\n{code}\tด้าน\tของคนอื่น\n{code}1\tอื่น\tไม่ใช่ข้อ"
    asked = {"tree_id": tree.pk, "uuid": uuid4(), "data": text.encode(), "name": "tree.csv", "is_whole": False}
    upload = submit_tree_list(**asked, by=by, at=AT)
    claim = SimpleNamespace(job=SimpleNamespace(upload_id=upload.pk), finish=lambda: None)
    read_tree_list(claim, read=read_tree, check=check_tree)
    leave_out_levels(import_id=upload.pk, levels=["อื่น"], check=check_tree, by=by, at=AT)
    upload.refresh_from_db()
    assert not upload.outcome["errors"], upload.outcome
    return upload


def build_row_lists(city: SimpleNamespace) -> None:
    """Proposals of a forum as lists: one with a word that is asked, one that may be confirmed, one that a worker is to
    write, and one that is in.
    """
    city.listed = ForumFactory(held=True, district=city.home, announced_on=date(2023, 4, 20))
    city.row_list = build_row_list(city, "ของคนอื่น\tไม่รู้จัก")
    city.ready_list = build_row_list(city, "ของอีกคน\t-")
    city.asked_list = build_row_list(city, "ของคนที่สั่งไว้\t-")
    ask_to_confirm(list_id=city.asked_list.pk, by=city.officer, at=AT)
    city.list_that_is_in = build_row_list(city, "ของใคร\t-")
    confirm(list_id=city.list_that_is_in.pk, on=DAY, by=city.officer, at=AT)


def build_row_list(city: SimpleNamespace, row: str, *, kind: str = "proposals") -> RowList:
    given = {"kind": kind, "place": str(city.listed.pk), "uuid": uuid4(), "name": "ตาราง.csv"}
    upload = submit(**given, data=f"ข้อเสนอ\tผู้เสนอ\n{row}".encode(), by=city.officer, at=AT)
    read_rows(claim_of(upload), on=DAY, at=AT)
    upload.refresh_from_db()
    assert not upload.outcome["errors"], upload.outcome
    return upload


def build_trainings(city: SimpleNamespace) -> None:
    """A session of the bureau in each state, to which the district at home is invited with its member."""
    city.course, city.own_course = CourseFactory(), CourseFactory(district=city.home)
    city.seat = city.home_community.committees.earliest("pk").members.earliest("pk")
    city.other_seat = CommitteeMemberFactory(committee=city.seat.committee)
    for state in ("planned", "announced", "held", "closed"):
        traits = {} if state == "planned" else {state: True}
        session = CourseSessionFactory(course=city.course, **traits)
        invitation = CourseInvitationFactory(session=session, district=city.home)
        TraineeFactory(invitation=invitation, member=city.seat, has_attended=state == "closed")
        setattr(city, f"training_{state}", session)
    city.training_begun = CourseSessionFactory(course=city.course, held=True)
    city.training_sheet = CourseFileFactory(session=city.training_held)
    city.training_material = CourseFileFactory(session=city.training_announced, kind=CourseFileKind.MATERIAL)


def build_forums(city: SimpleNamespace) -> None:
    ParticipantSectorFactory()
    BodyFactory()
    city.planned = ForumFactory(planned=True, district=city.home, scheduled_on=date(2023, 7, 1))
    city.announced = ForumFactory(district=city.home, scheduled_on=date(2023, 6, 20), announced_on=date(2023, 6, 1))
    city.joint = ForumFactory(
        district=city.away, scheduled_on=date(2023, 6, 24), announced_on=date(2023, 6, 1), is_joint=True
    )
    city.held = ForumFactory(held=True, district=city.home, announced_on=date(2023, 4, 20))
    city.published = ForumFactory(published=True, district=city.home, announced_on=date(2023, 4, 20))
    city.proposal = ProposalFactory(forum=city.published)
    city.unpublished_proposal = ProposalFactory(forum=city.held)
    city.reply = ReplyFactory(proposal__forum=city.published)
    city.merged = SuccessionFactory(proposal__forum=city.published)
    city.split = SuccessionFactory(proposal__forum=city.published, kind=SuccessionKind.SPLIT)
    city.public_file = AttachmentFactory(forum=city.published, is_public=True)
    city.secret_file = AttachmentFactory(forum=city.published)
    city.unpublished_file = AttachmentFactory(forum=city.held, is_public=True)


def build_routes(city: SimpleNamespace) -> None:
    """Results on their way at home: they wait at a stop that nobody fills, so the director may pass them."""
    OfficeFactory(district=city.away)
    city.on_its_way = ForumFactory(recorded=True, district=city.home, announced_on=date(2023, 4, 20))
    city.passage = PassageFactory(paper=city.on_its_way.pk, office=city.home.office, handed_in_by=city.officer)


def build_registers(city: SimpleNamespace) -> None:
    """A register that is in and changed the community at home, and one that waits with a new community in it."""
    district, community = city.home, city.home_community
    cells = [district.name_th, community.subdistrict.name_th, community.name_th, type_of(community), "77"]
    city.register_in = build_register(city, cells)
    confirm(list_id=city.register_in.pk, on=DAY, by=city.social, at=AT)
    city.register_list = build_new_register(city, "ของคนอื่น")


def build_new_register(city: SimpleNamespace, name: str) -> RowList:
    community = city.home_community
    cells = [city.home.name_th, community.subdistrict.name_th, name, type_of(community), ""]
    return build_register(city, cells)


def type_of(community: Any) -> str:
    return community.standings.earliest("pk").type.name_th


def build_register(city: SimpleNamespace, cells: list[str]) -> RowList:
    table = "\n".join(["เขต,แขวง,ชื่อชุมชน,ประเภทชุมชน,ประชากร", ",".join(cells)])
    given = {"kind": "communities", "place": "city", "uuid": uuid4(), "name": "register.csv", "day": DAY, "on": DAY}
    upload = submit(**given, data=table.encode(), by=city.social, at=AT)
    read_rows(claim_of(upload), on=DAY, at=AT)
    upload.refresh_from_db()
    assert not upload.outcome["errors"], upload.outcome
    assert not upload.outcome["strange"], upload.outcome
    return upload


def claim_of(upload: Any) -> SimpleNamespace:
    """A worker's hold on the reading of a list."""
    job = SimpleNamespace(upload_id=upload.pk)
    return SimpleNamespace(job=job, finish=lambda: None, progress=lambda *_done: None)


def build_people_lists(city: SimpleNamespace) -> None:
    """A list of people that waits for its confirmation, and one that was confirmed and that nobody has used."""
    city.people_done = build_people_list(city, "จากรายชื่อ คนหนึ่ง")
    confirm(list_id=city.people_done.pk, on=DAY, by=city.administrator, at=AT)
    city.people_list = build_people_list(city, "จากรายชื่อ คนสอง")


def build_people_list(city: SimpleNamespace, name: str) -> RowList:
    table = f"ชื่อ-นามสกุล\tบทบาท\tเขต\n{name}\tเจ้าหน้าที่เขต\t{city.home.code}"
    given = {"kind": "people", "place": "city", "uuid": uuid4(), "name": "people.csv"}
    upload = submit(**given, data=table.encode(), by=city.administrator, at=AT)
    read_rows(claim_of(upload), on=DAY, at=AT)
    upload.refresh_from_db()
    assert upload.state == ListState.CHECKED
    assert not upload.outcome["errors"], upload.outcome
    return upload


def build_plans(city: SimpleNamespace) -> None:
    city.draft = PlanRevisionFactory(plan__community=city.home_community, plan__fiscal_year=2568)
    TermRuleFactory()
    city.assistant = PlanAssistantFactory(committee=city.home_community.committees.earliest("pk"), user=UserFactory())
    city.problem = PlanProblemFactory(revision=city.draft)
    city.draft_project = PlanProjectFactory(revision=city.draft)
    city.submitted = PlanRevisionFactory(plan__community=city.home_community, submitted=True)
    city.project = PlanProjectFactory(revision=city.submitted)
    city.meeting = CheckMeetingFactory(revision=city.submitted)
    city.last_year = city.submitted  # of the plan that is being written
    city.confirmed = PlanRevisionFactory(plan__community=city.home_community, plan__fiscal_year=2566, confirmed=True)
    city.carried = PlanProjectFactory(revision=city.confirmed)
    city.waiting = PlanProjectFactory(revision=city.confirmed)
    CheckFactory(project=city.waiting, outcome="waiting")
    city.question = WaitingQuestionFactory(project=city.waiting)
    city.look = SecondLookFactory(project=city.waiting)
    city.forwarded = PlanProjectFactory(revision=city.confirmed)
    CheckFactory(project=city.forwarded, outcome="forward", forwarded_to="สำนักการโยธา")
    city.proof = ConfirmationProofFactory(revision=city.confirmed)
    city.adoption = PlanAdoptionFactory(revision=city.confirmed)
    city.from_paper = PlanRevisionFactory(
        plan__community=city.home_community, plan__fiscal_year=2564, submitted=True, is_from_paper=True
    )
    PlanAdoptionFactory(revision=city.from_paper)
    OfficeWriterFactory(revision=city.from_paper, by=city.from_paper.submitted_by)
    city.record = MeetingRecordFactory(revision=city.from_paper)
    city.resolution = MeetingResolutionFactory(revision=city.from_paper)
    LastYearReviewFactory(revision=city.from_paper)
    returned = PlanRevisionFactory(plan__community=city.home_community, plan__fiscal_year=2565, returned=True)
    city.return_reason = ReturnReasonFactory(revision=returned)
    city.came_back = PlanRevisionFactory(plan=returned.plan, number=2)
    city.comment = PlanCommentFactory(plan=city.submitted.plan)
    CheckFactory(project=city.carried)
    city.poolable = PlanProjectFactory(revision=city.confirmed)
    CheckFactory(project=city.poolable)
    city.poolable_too = PlanProjectFactory(revision=city.confirmed, amount=20_000)
    CheckFactory(project=city.poolable_too)
    PlanAreaFactory()
    wanted = ProposalFactory(forum=city.published)
    city.uptake = Uptake.objects.create(
        proposal=wanted, project=PlanProjectFactory(revision=city.draft), on=DAY, at=AT, by=city.member
    )


def build_action_plans(city: SimpleNamespace) -> None:
    edition = ActionPlanEditionFactory(plan__district=city.home, number=0)
    city.draft_item = ActionPlanItemFactory(introduced_in=edition)
    city.taking = TakingInFactory(edition=edition, by=city.officer)
    city.inclusion = InclusionFactory(project=city.carried, item=city.draft_item)
    city.item = ApprovedItemFactory(introduced_in__plan__district=city.home)
    city.taken_in = DirectInclusionFactory(
        item=ActionPlanItemFactory(introduced_in=edition), proposal__forum=city.published, reply__by=city.officer
    )


def build_quarter(city: SimpleNamespace) -> None:
    city.quarter_report = QuarterReportFactory(district=city.home)
    city.item_report = ItemReportFactory(item=city.item, reported_by=city.officer)
    city.item_photo = ItemPhotoFactory(item=city.item, uploaded_by=city.officer)
    city.narrative = NarrativeFactory(report=city.quarter_report, written_by=city.officer)
    ReportedFigureFactory(district=city.home, entered_by=city.strategy)


def build_money(city: SimpleNamespace) -> None:
    paper = {"on": DAY, "at": AT}
    city.flagship = FlagshipProjectFactory()
    money.grant(flagship_id=city.flagship.pk, amount=Decimal(400_000), act=uuid4(), by=city.strategy, **paper)
    shares = {city.home.pk: Decimal(200_000)}
    money.transfer_to_districts(flagship_id=city.flagship.pk, shares=shares, act=uuid4(), by=city.strategy, **paper)
    city.purse = city.flagship.appropriation.allocations.get()
    payments.lend(
        allocation_id=city.purse.pk,
        amount=Decimal(2_000),
        agreement_no="บย 1/2566",
        borrower="นายผู้ยืม ทดสอบ",
        purpose="จัดเวที",
        due_on=DAY,
        act=uuid4(),
        by=city.officer,
        **paper,
    )
    city.advance = city.purse.advances.get()
    Cost.objects.create(allocation=city.purse, act=uuid4(), forum=city.published, at=AT, by=city.officer)
    city.entry_table = EntryTableFactory(district=city.home, by=city.officer)
    city.bureau_flagship = FlagshipProjectFactory(bureau=city.bureau, sharing="none", share_per_district=None)
    money.grant(flagship_id=city.bureau_flagship.pk, amount=Decimal(9_000), act=uuid4(), by=city.strategy, **paper)
    city.payment = Payment.objects.create(
        allocation=city.purse, kind="paid_at_once", amount=700, document_no="บค 1", on=DAY, at=AT, by=city.strategy
    )
    money.commit(allocation_id=city.purse.pk, amount=Decimal(50_000), act=uuid4(), by=city.officer, **paper)
    city.register_line = RegisterLineFactory(purse=city.purse, month=DAY.replace(day=1), on=DAY, by=city.officer)
    city.spending = money.approve_item_budget(
        item_id=city.item.pk, amount=Decimal(30_000), act=uuid4(), by=city.officer, **paper
    )


def build_lots(city: SimpleNamespace) -> None:
    """A lot whose lines are gathered, one that is ordered and partly received and paid, and one that is paid."""
    signed = {"by": city.officer, "at": AT}
    item = ApprovedItemFactory(introduced_in=city.item.introduced_in)
    money.approve_item_budget(item_id=item.pk, amount=Decimal(50_000), act=uuid4(), on=DAY, **signed)
    revision = PlanRevisionFactory(plan__community=city.neighbour, plan__fiscal_year=2566, confirmed=True)
    project = PlanProjectFactory(revision=revision)
    inclusion = InclusionFactory(item=item, project=project)
    gathered, ordered, paid, city.offered_line = BudgetLineFactory.create_batch(4, project=project, quantity=2)
    city.offered_inclusion = inclusion

    def gather(title: str, line: BudgetLine) -> Lot:
        described = lots.Description(title=title)
        lot = lots.open_lot(district=city.home, year=YEAR, described=described, uuid=uuid4(), **signed)
        lots.gather(lot_id=lot.pk, lines=[(line.pk, inclusion.pk)], **signed)
        return lot

    def order(lot: Lot) -> None:
        facts = {"seller": "ร้านหนึ่ง", "amount": Decimal(2_000), "due_on": DAY, "uuid": uuid4()}
        lot_money.order(lot_id=lot.pk, paper=Paper(on=DAY, document_no="กท 1"), **facts, **signed)

    def pay(lot: Lot, amount: int) -> LotEntry:
        return lot_money.pay_lot(lot_id=lot.pk, amount=Decimal(amount), paper=Paper(on=DAY), uuid=uuid4(), **signed)

    city.lot, city.ordered_lot, city.paid_lot = gather("เต็นท์", gathered), gather("โต๊ะ", ordered), gather("พัดลม", paid)
    city.lot_line = city.lot.lines.get()
    for lot in (city.ordered_lot, city.paid_lot):
        order(lot)
    pieces = {city.ordered_lot.lines.get().pk: Decimal(1)}
    received = {"on": DAY, "inspectors": "กรรมการ", "pieces": pieces, "uuid": uuid4()}
    city.inspection = lots.inspect(lot_id=city.ordered_lot.pk, **received, **signed)
    handed = {"community_id": city.neighbour.pk, "on": DAY, "asset_numbers": "1", "keeper": "ผู้ดูแล"}
    lots.hand_over(lot_id=city.ordered_lot.pk, **handed, **signed)
    city.lot_payment = pay(city.ordered_lot, 500)
    pay(city.paid_lot, 2_000)


def build_year_ends(city: SimpleNamespace) -> None:
    """Money of 2565 that is carried over in both kinds, a request of this year, and a year whose books are closed."""
    start, end = date(2021, 10, 1), date(2022, 9, 20)
    old = FlagshipProjectFactory(fiscal_year=2565)
    facts = {"at": AT, "on": start}
    money.grant(flagship_id=old.pk, amount=Decimal(20_000), act=uuid4(), by=city.strategy, **facts)
    shares = {city.home.pk: Decimal(20_000)}
    money.transfer_to_districts(flagship_id=old.pk, shares=shares, act=uuid4(), by=city.strategy, **facts)
    purse = old.appropriation.allocations.get()
    money.commit(allocation_id=purse.pk, amount=Decimal(9_000), act=uuid4(), by=city.officer, **facts)
    asked = {"document_no": "กท 5001/7", "reason": "ส่งมอบช้า", "by": city.officer, "at": AT}
    for kind, by in ((CarryKind.BOUND, city.director), (CarryKind.FREE, city.strategy)):
        carry = carrying.ask(allocation_id=purse.pk, kind=kind, amount=Decimal(5_000), act=uuid4(), on=end, **asked)
        until = FiscalYear(2566).end
        carrying.approve(carry_id=carry.pk, decision="มติ 1/2565", until=until, on=end, by=by, at=AT)
        setattr(city, f"carried_{kind.value}", carry)
    city.carried_use = carried_money.pay_carried(
        carry_id=city.carried_bound.pk,
        amount=Decimal(1),
        document_no="ฎ 1",
        act=uuid4(),
        on=DAY,
        by=city.officer,
        at=AT,
    )
    city.carry = carrying.ask(
        allocation_id=city.purse.pk, kind=CarryKind.BOUND, amount=Decimal(1_000), act=uuid4(), on=DAY, **asked
    )
    YearClosing.objects.create(fiscal_year=2564, document_no="กท 2100/1", lapsed=0, on=start, at=AT, by=city.strategy)
    CarryExtension.objects.create(
        carry=city.carried_bound,
        number=1,
        was_until=date(2023, 3, 31),
        until=FiscalYear(2566).end,
        document_no="มติ 2",
        reason="ช้า",
        on=end,
        at=AT,
        by=city.officer,
        state="approved",
        decision="มติ 2",
        approved_on=end,
        approved_at=AT,
        approved_by=city.director,
    )
    city.extension = CarryExtension.objects.create(
        carry=city.carried_bound,
        number=2,
        was_until=FiscalYear(2566).end,
        until=FiscalYear(2567).end,
        document_no="กท 5001/9",
        reason="ช้า",
        on=DAY,
        at=AT,
        by=city.officer,
    )
    city.carry_paper = CarryPaperFactory(carry=city.carry, uploaded_by=city.officer)
    closing.close_month(
        place=city.home,
        month=date(2022, 10, 1),
        committed=Decimal(0),
        disbursed=Decimal(0),
        carried=Decimal(0),
        on=DAY,
        by=city.officer,
        at=AT,
    )
    close_months(city.home, FiscalYear(2565), by=city.officer)
    words = {"place": city.home, "year": FiscalYear(2564), "what": "ใบสำคัญ", "reason": "หาย", "at": AT}
    city.permit = closing.ask_permit(act=uuid4(), by=city.officer, **words)
    city.permit_allowed = closing.ask_permit(act=uuid4(), by=city.officer, **words)
    closing.decide_permit(permit_id=city.permit_allowed.pk, is_allowed=True, by=city.director, at=AT)


def build_requests(city: SimpleNamespace) -> None:
    """A draft of the home district, one that waits for its first stage, one voted, and a flagship's voted one."""
    source = MoneySourceFactory()
    MoneyCategoryFactory()
    city.asked_draft = BudgetRequestFactory(district=city.home, fiscal_year=2569)
    city.asked_line = RequestLineFactory(request=city.asked_draft)
    city.asked = BudgetRequestFactory(district=city.home, handed_in=True)
    line = RequestLineFactory(request=city.asked)
    RequestedProject.objects.create(line=line, project=city.poolable)
    city.asked_voted = BudgetRequestFactory(district=city.home, fiscal_year=2566, handed_in=True)
    line = RequestLineFactory(request=city.asked_voted)
    city.voted = RequestStageFactory(
        request=city.asked_voted,
        kind=AskingStage.VOTED,
        source=source,
        file=ContentFile(b"%PDF-1.4", name="vote.pdf"),
        original_name="vote.pdf",
        content_type="application/pdf",
    )
    StageAmount.objects.create(stage=city.voted, line=line, amount=90_000, reason="ทดสอบ")
    city.asked_for_flagship = BudgetRequestFactory(
        district=None, flagship=city.flagship, fiscal_year=2566, handed_in=True
    )
    RequestLineFactory(request=city.asked_for_flagship)
