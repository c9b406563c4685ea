"""Every verb that code writes has a sentence, and a line about a real row reads as one."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from bkkplan.figures.kpi.models import ExternalCode, FrozenQuarter, KpiRun
from bkkplan.figures.reports.models import ReportRequest
from bkkplan.ground.accounts.models import DestructionItem, DestructionList, OneTimeLink, PeopleImport
from bkkplan.ground.audit import sentences
from bkkplan.ground.audit.admin import ReferenceAdmin
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.audit.record import changes, record
from bkkplan.ground.audit.telling import readable_lines
from bkkplan.ground.lists.models import RowList
from bkkplan.ground.routes.models import Route
from bkkplan.ground.years.models import YearChange
from budget.models import (
    Cost,
    MonthClosing,
    Payment,
    SpendingRule,
    StrategyNode,
    TreeImport,
    YearClosing,
    YearPermit,
)
from communities.models import CutOff, RegisterImport
from forums.enums import RESULTS_PAPER
from forums.models import AdoptionMeeting
from tests.architecture.test_log import verbs
from tests.factories.accounts import AssignmentFactory, SectionFactory, UserFactory
from tests.factories.budget import (
    ActionPlanEditionFactory,
    ActionPlanFactory,
    ActionPlanItemFactory,
    AllocationFactory,
    AppropriationFactory,
    AreaPolicyFactory,
    BudgetRequestFactory,
    CarryFactory,
    CarryPaperFactory,
    CheckFactory,
    CheckMeetingFactory,
    EntryTableFactory,
    FlagshipProjectFactory,
    HandoverFactory,
    ItemPhotoFactory,
    ItemReportFactory,
    LotFactory,
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
)
from tests.factories.communities import (
    CommitteeFactory,
    CommitteeMemberFactory,
    CommunityFactory,
    CourseFactory,
    CourseFileFactory,
    CourseInvitationFactory,
    CourseSessionFactory,
    PlanAdoptionFactory,
    PlanAssistantFactory,
    PlanCommentFactory,
    PlanFactory,
    PlanProblemFactory,
    PlanProjectFactory,
    PlanRevisionFactory,
    PlanSectionFactory,
    PlanTemplateFactory,
)
from tests.factories.districts import DistrictFactory, OfficeFactory
from tests.factories.forums import (
    AttachmentFactory,
    ForumFactory,
    ProposalFactory,
    ReplyFactory,
    SuccessionFactory,
    UptakeFactory,
)
from tests.factories.kpi import NarrativeFactory, ReportedFigureFactory, TargetFactory
from tests.factories.routes import PassageFactory
from tests.factories.signed import signer
from tests.factories.years import PlannedYearFactory, YearDaysFactory

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
DAY = date(2023, 6, 2)
THAI = re.compile("[ก-๙]")

pytestmark = pytest.mark.django_db


def a_link():
    return OneTimeLink.objects.create(
        user=UserFactory(),
        purpose="login",
        token_hash="x",
        created_at=AT,
        created_by=signer("created_by"),
        expires_at=AT.replace(year=2024),
    )


def a_list():
    return DestructionList.objects.create(made_on=DAY)


def a_cost():
    forum = ForumFactory()
    return Cost.objects.create(
        allocation=AllocationFactory(district=forum.district), act=uuid4(), forum=forum, at=AT, by=UserFactory()
    )


def a_route():
    return Route.objects.create(
        office=OfficeFactory(district=DistrictFactory()), kind=RESULTS_PAPER, set_at=AT, set_by=UserFactory()
    )


def a_passage():
    forum = ForumFactory(recorded=True)
    office = OfficeFactory(district=forum.district)
    return PassageFactory(paper=forum.pk, office=office, handed_in_by=UserFactory())


def a_run(model, **more):
    return model.objects.create(fiscal_year=2566, as_of=DAY, requested_at=AT, **more)


ROWS = {
    "accounts.user": UserFactory,
    "accounts.assignment": lambda: AssignmentFactory(district=DistrictFactory()),
    "accounts.section": lambda: SectionFactory(office=OfficeFactory(district=DistrictFactory())),
    "accounts.onetimelink": a_link,
    "accounts.destructionlist": a_list,
    "accounts.destructionitem": lambda: DestructionItem.objects.create(
        list=a_list(), purpose="x", target_id=1, label="ไฟล์เก่า", since=DAY
    ),
    "lists.rowlist": lambda: RowList.objects.create(
        name="ตาราง.csv",
        kind="proposals",
        place="1",
        district=DistrictFactory(),
        uploaded_at=AT,
        uploaded_by=signer("uploaded_by"),
    ),
    "accounts.peopleimport": lambda: PeopleImport.objects.create(
        name="รายชื่อ.xlsx", state="checked", uploaded_at=AT, uploaded_by=signer("uploaded_by")
    ),
    "districts.district": DistrictFactory,
    "communities.community": CommunityFactory,
    "communities.registerimport": lambda: RegisterImport.objects.create(
        original_name="ทะเบียน.xlsx", register_on=DAY, state="checked", uploaded_at=AT
    ),
    "communities.committee": CommitteeFactory,
    "communities.committeemember": CommitteeMemberFactory,
    "communities.planassistant": lambda: PlanAssistantFactory(user=UserFactory()),
    "communities.plan": PlanFactory,
    "communities.planrevision": PlanRevisionFactory,
    "communities.plancomment": PlanCommentFactory,
    "communities.plansection": PlanSectionFactory,
    "communities.planproblem": PlanProblemFactory,
    "communities.planproject": PlanProjectFactory,
    "communities.course": CourseFactory,
    "communities.coursesession": CourseSessionFactory,
    "communities.courseinvitation": CourseInvitationFactory,
    "communities.coursefile": CourseFileFactory,
    "forums.forum": ForumFactory,
    "forums.proposal": ProposalFactory,
    "forums.attachment": AttachmentFactory,
    "forums.uptake": UptakeFactory,
    "forums.succession": SuccessionFactory,
    "forums.reply": ReplyFactory,
    "forums.adoptionmeeting": lambda: AdoptionMeeting.objects.create(
        adoption=PlanAdoptionFactory(), forum=ForumFactory(), at=AT, by=signer("by")
    ),
    "years.plannedyear": lambda: PlannedYearFactory(opened=True),
    "years.yeardays": YearDaysFactory,
    "years.yearchange": lambda: YearChange.objects.create(
        planned=PlannedYearFactory(opened=True), part="days", what="วันของปี", reason="มติที่ประชุม", on=DAY, at=AT
    ),
    "budget.flagshipproject": FlagshipProjectFactory,
    "budget.strategytree": StrategyTreeFactory,
    "budget.strategynode": StrategyNodeFactory,
    "budget.treeimport": lambda: TreeImport.objects.create(
        tree=StrategyTreeFactory(), name="แผน.xlsx", uploaded_at=AT, uploaded_by=signer("uploaded_by")
    ),
    "budget.consistencycheck": CheckFactory,
    "budget.checkmeeting": CheckMeetingFactory,
    "budget.secondlook": SecondLookFactory,
    "budget.waitingquestion": WaitingQuestionFactory,
    "budget.areapolicy": AreaPolicyFactory,
    "budget.policystatement": PolicyStatementFactory,
    "budget.entrytable": EntryTableFactory,
    "budget.takingin": TakingInFactory,
    "budget.registerline": RegisterLineFactory,
    "budget.lot": LotFactory,
    "budget.handover": HandoverFactory,
    "budget.actionplan": ActionPlanFactory,
    "budget.actionplanedition": ActionPlanEditionFactory,
    "budget.actionplanitem": ActionPlanItemFactory,
    "budget.quarterreport": QuarterReportFactory,
    "budget.itemreport": ItemReportFactory,
    "budget.itemphoto": ItemPhotoFactory,
    "budget.appropriation": AppropriationFactory,
    "budget.budgetrequest": BudgetRequestFactory,
    "budget.requestline": RequestLineFactory,
    "budget.requeststage": RequestStageFactory,
    "budget.spendingrule": lambda: SpendingRule.objects.create(planned=PlannedYearFactory(opened=True)),
    "budget.payment": lambda: Payment.objects.create(
        allocation=AllocationFactory(),
        kind="paid_at_once",
        amount=700,
        document_no="บค 1",
        on=DAY,
        at=AT,
        by=UserFactory(),
    ),
    "budget.cost": a_cost,
    "budget.carry": CarryFactory,
    "budget.carrypaper": CarryPaperFactory,
    "budget.monthclosing": lambda: MonthClosing.objects.create(
        district=DistrictFactory(),
        month=DAY.replace(day=1),
        our_committed=1,
        our_disbursed=1,
        our_carried=0,
        committed=1,
        disbursed=1,
        carried=0,
        at=AT,
        by=UserFactory(),
    ),
    "budget.yearclosing": lambda: YearClosing.objects.create(
        fiscal_year=2566, document_no="กท 1", lapsed=0, on=DAY, at=AT, by=UserFactory()
    ),
    "budget.yearpermit": lambda: YearPermit.objects.create(
        district=DistrictFactory(), fiscal_year=2566, what="ใบสำคัญ", reason="หาย", at=AT, by=UserFactory()
    ),
    "routes.route": a_route,
    "routes.passage": a_passage,
    "districts.office": lambda: OfficeFactory(district=DistrictFactory()),
    "budget.allocation": AllocationFactory,
    "kpi.frozenquarter": lambda: FrozenQuarter.objects.create(
        code="KPI-1",
        definition_version=1,
        fiscal_year=2566,
        quarter=2,
        as_of=DAY,
        results=[],
        frozen_at=AT,
        frozen_by=signer("frozen_by"),
    ),
    "years.dueday": lambda: PlannedYearFactory(fiscal_year=2570).due_days.create(
        code="own-1", name_th="ส่งร่างแผน", name_en="Drafts", position=1, is_own=True
    ),
    "communities.plantemplate": PlanTemplateFactory,
    "communities.cutoff": lambda: CutOff.objects.create(planned=PlannedYearFactory(opened=True)),
    "kpi.target": lambda: TargetFactory(code="KPI-1", fiscal_year=2570),
    "kpi.narrative": NarrativeFactory,
    "kpi.externalcode": lambda: ExternalCode.objects.create(code="KPI-1", fiscal_year=2566, external_code="2100-1037"),
    "kpi.reportedfigure": ReportedFigureFactory,
    "kpi.kpirun": lambda: a_run(KpiRun),
    "reports.reportrequest": lambda: a_run(ReportRequest, kind="kpi", format="pdf"),
}
ACTS = [(thing.label, verb) for thing in sentences.things() for verb in thing.acts]


def line(verb, target, *, by=None, reader, **details):
    with transaction.atomic():
        entry = record(verb, target, by=by, at=AT, **details)
    return readable_lines([entry], reader=reader)[0]


def test_every_verb_that_code_writes_has_a_sentence():
    assert sorted(verb for verb in verbs() if not sentences.has_sentence(verb)) == []


# Verbs of lines that stay in the log though no code writes them any more, and what writes in their place.
WRITTEN_BEFORE = {
    f"accounts.list_{act}": "lists.* of a list of people"
    for act in ("uploaded", "columns_chosen", "answered", "imported", "cancelled", "undone")
} | {
    f"communities.register_{act}": "lists.* of a list of communities"
    for act in ("uploaded", "checked", "answered", "cancelled")
}


def test_no_sentence_is_of_a_verb_that_code_does_not_write():
    declared = {verb for _label, verb in ACTS}

    assert sorted(declared - verbs()) == sorted(WRITTEN_BEFORE)


@pytest.mark.parametrize(("label", "verb"), ACTS)
def test_a_line_about_a_real_row_is_a_sentence_with_a_link(cast, label, verb):
    found = line(verb, ROWS[label](), by=cast.officer, reader=cast.administrator)

    assert THAI.match(found.text)
    assert verb not in found.text
    assert "object (" not in found.text
    assert found.href
    assert found.actor.href == f"/work/people/{cast.officer.pk}/"


@pytest.mark.parametrize(("label", "verb"), ACTS)
def test_every_sentence_has_its_english(cast, label, verb):
    with translation.override("en"):
        assert not THAI.search(sentences.act_in_words(verb, label))


@pytest.mark.parametrize("verb", ["accounts.data_tidied", "demo.city_seeded"])
def test_an_act_without_a_thing_is_a_sentence_too(cast, verb):
    found = line(verb, None, reader=cast.administrator)

    assert THAI.match(found.text)
    assert found.actor.text == "ระบบ"
    assert "%" not in found.text


def test_what_an_opened_year_touched_is_in_words(cast):
    change = ROWS["years.yearchange"]()
    touched = [{"label": "เวทีที่ประกาศแล้ว", "count": 1200}]

    found = line("years.opened_year_changed", change, reader=cast.administrator, part="days", touched=touched)

    assert found.text == "เปลี่ยน“วันของปี” ในปีงบประมาณ 2567 ซึ่งเปิดแล้ว"
    assert {value for _label, value in found.facts} >= {"วันของปี", "เวทีที่ประกาศแล้ว 1,200"}


def test_reference_data_has_its_sentences(cast):
    kept = {type(page) for page in admin.site._registry.values() if isinstance(page, ReferenceAdmin)}
    models = [model for model, page in admin.site._registry.items() if isinstance(page, ReferenceAdmin)]

    assert kept
    for model in [*models, StrategyNode]:
        for ending in sentences.OF_REFERENCE_DATA:
            assert sentences.has_sentence(f"{model._meta.label_lower}{ending}")
    found = line("budget.strategynode_loaded", StrategyNodeFactory(), reader=cast.administrator)
    assert found.text.startswith("โหลดข้อมูลอ้างอิง")


def test_the_frozen_quarter_names_its_indicator_quarter_and_year(cast):
    found = line(
        "kpi.quarter_frozen",
        ROWS["kpi.frozenquarter"](),
        by=cast.strategy,
        reader=cast.administrator,
        code="KPI-1",
        year=2566,
        quarter=2,
        seen="command",
    )

    assert found.text.startswith("ตรึงตัวเลข: ตัวชี้วัด “")
    assert found.text.endswith("” ไตรมาส 2 ปีงบประมาณ 2566")
    assert found.href == "/work/kpi/2566/quarters/"
    assert ("ตัดสินจาก", "คำสั่งของเครื่อง ไม่มีหน้าให้ดู") in found.facts


def test_before_and_after_are_in_words(cast):
    community = CommunityFactory()
    forum = ForumFactory(district=community.district)
    difference = changes(
        {"scheduled_on": date(2023, 6, 2), "community": None, "state": "planned"},
        {"scheduled_on": date(2023, 7, 16), "community": community, "state": "announced"},
    )

    found = line("forums.forum_edited", forum, reader=cast.administrator, **difference)

    assert found.changes == (
        ("กำหนดจัดวันที่", "2 มิ.ย. 2566", "16 ก.ค. 2566"),
        ("ชุมชน", "–", str(community)),
        ("สถานะ", "ร่างกำหนดการ", "ประกาศแล้ว"),
    )


def test_money_is_told_in_baht(cast):
    entries = [{"kind": "commitment", "amount": Decimal("1234.5"), "allocation": 1}]

    found = line(
        "budget.money_commitment",
        AllocationFactory(),
        reader=cast.administrator,
        act="x",
        on=DAY,
        document_no="กท 1/2566",
        entries=entries,
    )

    assert found.facts == (
        ("วันที่", "2 มิ.ย. 2566"),
        ("เลขที่เอกสาร", "กท 1/2566"),
        ("จำนวนเงิน", "1,234.50 บาท"),
    )


def test_a_thing_that_is_gone_is_named_without_a_link(cast):
    target = ROWS["kpi.target"]()
    with transaction.atomic():
        entry = record("kpi.target_removed", target, by=None, at=AT)
    target.delete()

    found = readable_lines([entry], reader=cast.administrator)[0]

    assert found.text == "ลบเป้าหมายของเป้าหมายตัวชี้วัด KPI-1 · 2570"
    assert found.href == ""


def test_a_thing_that_the_reader_may_not_open_is_named_without_a_link(cast):
    draft = ForumFactory(district=cast.away, planned=True)

    own = line("forums.forum_planned", draft, by=cast.away_officer, reader=cast.away_officer)
    strangers = line("forums.forum_planned", draft, by=cast.away_officer, reader=cast.stranger)

    assert (own.href, strangers.href) == (draft.get_absolute_url(), "")
    assert str(draft) in strangers.text
    assert strangers.actor.href == ""


def test_many_lines_ask_no_more_than_one(cast):
    def queries(entries):
        with CaptureQueriesContext(connection) as asked:
            readable_lines(entries, reader=cast.administrator)
        return len(asked)

    with transaction.atomic():
        for community in CommunityFactory.create_batch(6):
            forum = ForumFactory(district=community.district)
            record("forums.forum_planned", forum, by=UserFactory(), at=AT, after={"community": community})
    entries = list(Entry.objects.filter(verb="forums.forum_planned"))
    readable_lines(entries, reader=cast.administrator)  # the reader's roles are read once

    assert queries(entries[:1]) == queries(entries) == 3


def test_a_day_of_the_log_is_a_day_of_bangkok():
    assert timezone.get_current_timezone_name() == "Asia/Bangkok"
