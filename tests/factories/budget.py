from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import factory

from bkkplan.ground.core.thai.codes import code_key
from budget.enums import EditionState, ItemProgress, PolicyState, Sharing
from budget.models import (
    ActionPlan,
    ActionPlanEdition,
    ActionPlanItem,
    Allocation,
    Appropriation,
    AreaPolicy,
    BudgetRequest,
    Carry,
    CarryPaper,
    CheckMeeting,
    ConsistencyCheck,
    DirectInclusion,
    EntryTable,
    FlagshipProject,
    Handover,
    Inclusion,
    ItemPhoto,
    ItemReport,
    Lot,
    LotInspection,
    MoneyCategory,
    MoneySource,
    MonthClosing,
    PolicyStatement,
    QuarterReport,
    RegisterLine,
    RequestLine,
    RequestStage,
    SecondLook,
    StrategyNode,
    StrategyTree,
    TakingIn,
    WaitingQuestion,
)
from districts.models import District
from forums.enums import ReplyKind
from tests.factories.communities import PlanProjectFactory, PlanRevisionFactory
from tests.factories.districts import DistrictFactory
from tests.factories.forums import ProposalFactory, ReplyFactory
from tests.factories.signed import SignedFactory, with_persons

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)
DAY = date(2023, 6, 2)


class ActionPlanFactory(SignedFactory):
    class Meta:
        model = ActionPlan

    district = factory.SubFactory(DistrictFactory)
    fiscal_year = 2567
    created_at = AT


class ActionPlanEditionFactory(SignedFactory):
    """A draft; the traits sign it, ``approved`` takes ``approved_on``."""

    class Meta:
        model = ActionPlanEdition

    class Params:
        submitted = factory.Trait(state=EditionState.SUBMITTED, submitted_on=date(2023, 6, 1), submitted_at=AT)
        approved = factory.Trait(
            submitted=True, state=EditionState.APPROVED, approved_on=date(2023, 6, 1), approved_at=AT
        )

    plan = factory.SubFactory(ActionPlanFactory)
    number = factory.Sequence(lambda n: n)
    reason = "เหตุผลทดสอบ"
    created_at = AT


class TakingInFactory(SignedFactory):
    """An act that took nothing in yet."""

    class Meta:
        model = TakingIn

    uuid = factory.LazyFunction(uuid4)
    edition = factory.SubFactory(ActionPlanEditionFactory)
    at = AT


class ActionPlanItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ActionPlanItem

    class Params:
        cancelled = factory.Trait(
            progress=ItemProgress.CANCELLED, cancelled_on=date(2023, 5, 30), result="เจ้าของที่ดินไม่ยินยอม"
        )

    introduced_in = factory.SubFactory(ActionPlanEditionFactory)
    plan = factory.SelfAttribute("introduced_in.plan")
    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"กิจกรรมทดสอบ {n}")


class ApprovedItemFactory(ActionPlanItemFactory):
    """An item that the year's money may be spent on."""

    introduced_in = factory.SubFactory(
        ActionPlanEditionFactory, number=0, approved=True, approved_on=date(2022, 11, 1), plan__fiscal_year=2566
    )


class QuarterReportFactory(SignedFactory):
    """The report of the first quarter, which the office still gathers."""

    class Meta:
        model = QuarterReport

    district = factory.SubFactory(DistrictFactory)
    fiscal_year = 2566
    quarter = 1


class ItemReportFactory(SignedFactory):
    class Meta:
        model = ItemReport

    item = factory.SubFactory(ApprovedItemFactory)
    quarter = 1
    percent = 40
    done = "ปรับพื้นที่แล้ว"
    reported_at = AT


class ItemPhotoFactory(SignedFactory):
    class Meta:
        model = ItemPhoto

    item = factory.SubFactory(ApprovedItemFactory)
    quarter = 1
    file = factory.django.FileField(filename="a.png", data=b"\x89PNG test")
    original_name = "งานเดือนธันวาคม.png"
    content_type = "image/png"
    size = 9
    sha256 = "0" * 64
    uploaded_at = AT


class CarryFactory(SignedFactory):
    class Meta:
        model = Carry

    allocation = factory.SubFactory("tests.factories.budget.AllocationFactory")
    kind = "free"
    amount = 700
    document_no = "กท 5001/77"
    reason = "ส่งมอบเดือนตุลาคม"
    on = DAY
    at = AT


class CarryPaperFactory(SignedFactory):
    class Meta:
        model = CarryPaper

    carry = factory.SubFactory(CarryFactory)
    file = factory.django.FileField(filename="a.pdf", data=b"%PDF-1.7 test")
    original_name = "หนังสือขอกันเงิน.pdf"
    content_type = "application/pdf"
    size = 13
    sha256 = "0" * 64
    uploaded_at = AT


class InclusionFactory(SignedFactory):
    class Meta:
        model = Inclusion

    item = factory.SubFactory(ActionPlanItemFactory)
    project = factory.SubFactory(
        PlanProjectFactory,
        revision__plan__community__subdistrict__district=factory.SelfAttribute("......item.plan.district"),
    )
    edition = factory.SelfAttribute("item.introduced_in")
    included_on = date(2023, 6, 1)
    at = AT


class DirectInclusionFactory(factory.django.DjangoModelFactory):
    """A proposal that the item's district took straight in, answered with three yeses."""

    class Meta:
        model = DirectInclusion

    class Params:
        proposal = factory.SubFactory(
            ProposalFactory,
            forum__published=True,
            forum__announced_on=date(2023, 4, 1),
            forum__district=factory.SelfAttribute("...item.plan.district"),
        )

    item = factory.SubFactory(ActionPlanItemFactory)
    edition = factory.SelfAttribute("item.introduced_in")
    reply = factory.SubFactory(
        ReplyFactory, kind=ReplyKind.TAKEN_IN, agency="", proposal=factory.SelfAttribute("..proposal")
    )
    fits_mission = True
    fits_area_strategy = True
    fits_city_strategy = True


class StrategyTreeFactory(factory.django.DjangoModelFactory):
    """A plan of the city for the years of the tests."""

    class Meta:
        model = StrategyTree
        django_get_or_create = ("name_th",)

    name_th = "แผนทดสอบ"
    first_year = 2540
    last_year = 2600
    levels = factory.LazyFunction(lambda: ["ด้าน", "มิติ", "เป้าหมาย", "เป้าประสงค์"])


class StrategyNodeFactory(factory.django.DjangoModelFactory):
    """Its place follows from its parent and its code."""

    class Meta:
        model = StrategyNode
        django_get_or_create = ("tree", "code")

    parent = None
    tree = factory.LazyAttribute(lambda node: node.parent.tree if node.parent else StrategyTreeFactory())
    code = "5"
    name_th = "มหานครประชาธิปไตย"
    name_en = "Democratic metropolis"
    level = factory.LazyAttribute(lambda node: node.parent.level + 1 if node.parent else 1)
    sort_key = factory.LazyAttribute(
        lambda node: (f"{node.parent.sort_key}/" if node.parent else "") + code_key(node.code)
    )


class FlagshipProjectFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FlagshipProject

    fiscal_year = 2566
    position = factory.Sequence(lambda n: n + 1)
    objective = factory.SubFactory(StrategyNodeFactory)
    kpi_code = "KPI-1"
    title_th = factory.Sequence(lambda n: f"โครงการหลักทดสอบ {n}")
    title_en = factory.Sequence(lambda n: f"Flagship {n}")
    responsible_unit = "สำนักงานเขต"
    responsible_unit_en = "District offices"
    budget = Decimal(10_000_000)
    sharing = Sharing.EQUAL
    share_per_district = Decimal(200_000)


class AppropriationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Appropriation

    flagship = factory.SubFactory(FlagshipProjectFactory)
    fiscal_year = 2566


class AllocationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Allocation

    appropriation = factory.SubFactory(AppropriationFactory)
    district = factory.SubFactory(DistrictFactory)


class CheckFactory(SignedFactory):
    """A finished check: the project goes into the action plan. The check that a project has already is written over."""

    class Meta:
        model = ConsistencyCheck

    @classmethod
    def _create(cls, model_class, *args, project, **kwargs):
        answers = with_persons(model_class, kwargs)
        check, _is_new = model_class.objects.update_or_create(project=project, defaults=answers)
        return check

    project = factory.SubFactory(PlanProjectFactory)
    fits_mission = True
    fits_area_strategy = True
    fits_city_strategy = True
    outcome = "include"
    checked_on = date(2023, 6, 1)
    checked_at = AT


class SecondLookFactory(SignedFactory):
    """A community asked, and the district has not answered."""

    class Meta:
        model = SecondLook

    project = factory.SubFactory(PlanProjectFactory)
    asked_reason = "เจ้าของที่ดินยินยอมแล้ว"
    asked_on = date(2023, 6, 1)
    asked_at = AT


class WaitingQuestionFactory(SignedFactory):
    """A question that its community has not answered."""

    class Meta:
        model = WaitingQuestion

    project = factory.SubFactory(PlanProjectFactory)
    asked_on = date(2023, 6, 1)


class CheckMeetingFactory(SignedFactory):
    """A meeting that decided on no project yet."""

    class Meta:
        model = CheckMeeting

    uuid = factory.LazyFunction(uuid4)
    revision = factory.SubFactory(PlanRevisionFactory, submitted=True)
    met_on = date(2023, 6, 1)
    members = 9
    votes_for = 9
    at = AT


class AreaPolicyFactory(SignedFactory):
    """A draft; the traits sign it."""

    class Meta:
        model = AreaPolicy

    class Params:
        submitted = factory.Trait(state=PolicyState.SUBMITTED, submitted_at=AT)
        approved = factory.Trait(submitted=True, state=PolicyState.APPROVED, approved_on=DAY, approved_at=AT)

    district = factory.SubFactory(DistrictFactory)
    fiscal_year = 2567
    number = 1
    created_at = AT


class PolicyStatementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PolicyStatement
        skip_postgeneration_save = True

    policy = factory.SubFactory(AreaPolicyFactory)
    position = factory.Sequence(lambda n: n + 1)
    text = factory.Sequence(lambda n: f"ข้อนโยบายทดสอบ {n}")

    @factory.post_generation
    def proposals(self, create, found):
        if create and found:
            self.proposals.set(found)


class EntryTableFactory(SignedFactory):
    """A table without acts."""

    class Meta:
        model = EntryTable

    uuid = factory.LazyFunction(uuid4)
    district = factory.SubFactory(DistrictFactory)
    fiscal_year = 2566
    at = AT


class RegisterLineFactory(SignedFactory):
    class Meta:
        model = RegisterLine

    uuid = factory.LazyFunction(uuid4)
    purse = factory.SubFactory("tests.factories.budget.AllocationFactory")
    district = factory.SelfAttribute("purse.district")
    month = date(2023, 5, 1)
    on = date(2023, 5, 12)
    document_no = "ฎ 1/2566"
    amount = 150
    at = AT


class LotFactory(SignedFactory):
    """A lot whose lines are gathered yet; the trait orders it, without money."""

    class Meta:
        model = Lot

    class Params:
        ordered = factory.Trait(
            state="ordered",
            order_no="กท 12/2566",
            seller="ร้านทดสอบ",
            ordered_on=date(2023, 2, 1),
            due_on=date(2023, 3, 31),
            ordered_at=AT,
        )

    uuid = factory.LazyFunction(uuid4)
    district = factory.SubFactory(DistrictFactory)
    fiscal_year = 2566
    title = factory.Sequence(lambda n: f"โต๊ะชุดที่ {n}")
    created_at = AT


class LotInspectionFactory(SignedFactory):
    class Meta:
        model = LotInspection

    uuid = factory.LazyFunction(uuid4)
    lot = factory.SubFactory(LotFactory, ordered=True)
    on = date(2023, 3, 20)
    inspectors = "นางสาวตรวจ รับดี"
    at = AT


class HandoverFactory(SignedFactory):
    class Meta:
        model = Handover

    lot = factory.SubFactory(LotFactory, ordered=True)
    community = factory.SubFactory("tests.factories.communities.CommunityFactory")
    on = date(2023, 4, 3)
    keeper = "นางดูแล ของรวม"
    at = AT


class MoneySourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MoneySource
        django_get_or_create = ("code",)

    code = "ordinance"
    name_th = factory.LazyAttribute(lambda source: f"แหล่ง {source.code}")
    name_en = factory.LazyAttribute(lambda source: f"Source {source.code}")
    position = factory.Sequence(lambda n: n + 1)


class MoneyCategoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MoneyCategory
        django_get_or_create = ("code",)

    code = "investment_budget"
    name_th = "งบลงทุน"
    name_en = "Investment budget"
    position = factory.Sequence(lambda n: n + 1)


class BudgetRequestFactory(SignedFactory):
    """A district's draft; the trait hands it in."""

    class Meta:
        model = BudgetRequest

    class Params:
        handed_in = factory.Trait(state="handed_in", handed_in_on=date(2023, 1, 20), handed_in_at=AT)

    district = factory.SubFactory(DistrictFactory)
    fiscal_year = 2567
    created_at = AT


class RequestLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RequestLine

    request = factory.SubFactory(BudgetRequestFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"รายการที่ขอ {n}")
    amount = Decimal(100_000)


class RequestStageFactory(SignedFactory):
    class Meta:
        model = RequestStage

    request = factory.SubFactory(BudgetRequestFactory, handed_in=True)
    kind = 1
    on = date(2023, 3, 1)
    body = "สำนักงบประมาณกรุงเทพมหานคร"
    number = "กท 0200/1"
    recorded_at = AT


def close_months(place, year, *, by):
    """Close every month of a district's or bureau's year, with books that agree with the ledger."""
    whose = {"district" if isinstance(place, District) else "bureau": place}
    sums = dict.fromkeys(["our_committed", "our_disbursed", "our_carried", "committed", "disbursed", "carried"], 0)
    MonthClosing.objects.bulk_create(MonthClosing(**whose, **sums, month=month, at=AT, by=by) for month in year.months)
