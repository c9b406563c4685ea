from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from django.db import transaction

from bkkplan.ground.core.thai import search_key
from communities.enums import CourseFileKind, RevisionState, StandingStatus, TrainingState
from communities.models import (
    BudgetLine,
    Committee,
    CommitteeMember,
    Community,
    CommunityEntry,
    CommunityStanding,
    CommunityType,
    ConfirmationProof,
    Course,
    CourseFile,
    CourseInvitation,
    CourseSession,
    LastYearReview,
    MeetingRecord,
    MeetingResolution,
    OfficeWriter,
    Plan,
    PlanAdoption,
    PlanArea,
    PlanAssistant,
    PlanComment,
    PlanProblem,
    PlanProject,
    PlanRevision,
    PlanSection,
    PlanTemplate,
    ReturnReason,
    TermRule,
    Trainee,
)
from communities.models.community import community_key
from tests.factories.districts import DistrictFactory, SubdistrictFactory
from tests.factories.signed import SignedFactory

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)


class CommunityTypeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CommunityType
        django_get_or_create = ("code",)

    code = "urban-2555"
    name_th = "ชุมชนเมือง"
    name_en = "Urban community"
    regulation = "ระเบียบทดสอบ พ.ศ. 2555"
    valid_from = date(2012, 1, 1)


class CommunityFactory(factory.django.DjangoModelFactory):
    """A community in the normal standing since 2012; pass ``standing=None`` for none."""

    class Meta:
        model = Community
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"C{n:06d}")
    subdistrict = factory.SubFactory(SubdistrictFactory)
    district = factory.SelfAttribute("subdistrict.district")
    name_th = factory.Sequence(lambda n: f"ร่มเย็น {n}")
    name_key = factory.LazyAttribute(lambda o: community_key(o.name_th))
    name_search = factory.LazyAttribute(lambda o: search_key(o.name_th))

    @factory.post_generation
    def standing(self, create, extracted, **kwargs):
        if extracted is None and not kwargs.get("none"):
            CommunityStandingFactory(community=self, **kwargs)
            same = ("subdistrict", "name_th", "reg_no", "houses", "people")
            CommunityEntryFactory(community=self, **{name: getattr(self, name) for name in same})


class CommunityStandingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CommunityStanding

    community = factory.SubFactory(CommunityFactory)
    type = factory.SubFactory(CommunityTypeFactory)
    status = StandingStatus.NORMAL
    starts_on = date(2012, 1, 1)
    recorded_at = AT


class CommunityEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CommunityEntry

    community = factory.SubFactory(CommunityFactory)
    starts_on = date(2012, 1, 1)
    recorded_at = AT


class TermRuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TermRule
        django_get_or_create = ("code",)

    code = "terms-2555"
    regulation = "ระเบียบว่าด้วยชุมชน พ.ศ. 2555"
    valid_from = date(2012, 1, 1)


class CommitteeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Committee

    community = factory.SubFactory(CommunityFactory)
    term_no = factory.Sequence(lambda n: n + 1)
    starts_on = date(2021, 10, 1)


class CommitteeMemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CommitteeMember

    committee = factory.SubFactory(CommitteeFactory)
    full_name = factory.Sequence(lambda n: f"กรรมการ ทดสอบ{n}")
    starts_on = factory.SelfAttribute("committee.starts_on")


class PlanAssistantFactory(SignedFactory):
    class Meta:
        model = PlanAssistant

    committee = factory.SubFactory(CommitteeFactory)
    starts_on = factory.SelfAttribute("committee.starts_on")
    named_at = AT


class PlanAreaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanArea
        django_get_or_create = ("code",)

    code = "physical"
    name_th = factory.LazyAttribute(lambda o: f"ด้าน {o.code}")
    name_en = factory.LazyAttribute(lambda o: f"Area {o.code}")
    position = factory.Sequence(lambda n: n + 1)


class PlanTemplateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanTemplate
        django_get_or_create = ("version",)

    version = 1
    from_year = 2563
    sections = factory.LazyFunction(
        lambda: [{"code": "vision", "title_th": "วิสัยทัศน์", "title_en": "Vision", "required": False, "rows": 3}]
    )


class PlanFactory(SignedFactory):
    class Meta:
        model = Plan

    community = factory.SubFactory(CommunityFactory)
    fiscal_year = 2567
    template = factory.SubFactory(PlanTemplateFactory)
    created_at = AT


class PlanRevisionFactory(SignedFactory):
    """A draft; the traits take it where the actions would."""

    class Meta:
        model = PlanRevision

    class Params:
        submitted = factory.Trait(state="submitted", submitted_on=date(2023, 5, 20), submitted_at=AT)
        returned = factory.Trait(
            submitted=True, state="returned", returned_on=date(2023, 5, 25), returned_at=AT, return_reason="ขาดเป้าหมาย"
        )
        confirmed = factory.Trait(submitted=True, state="confirmed", confirmed_on=date(2023, 5, 30), confirmed_at=AT)
        withdrawn = factory.Trait(
            confirmed=True,
            confirmation_withdrawn_on=date(2023, 6, 1),
            confirmation_withdrawn_at=AT,
            withdrawal_reason="ตรวจพบข้อผิดพลาด",
        )

    plan = factory.SubFactory(PlanFactory)
    number = 1
    created_at = AT


class ConfirmationProofFactory(SignedFactory):
    class Meta:
        model = ConfirmationProof

    revision = factory.SubFactory(PlanRevisionFactory, confirmed=True)
    reason = "รับรองเป็นหนังสือก่อนใช้ระบบนี้"
    file = factory.django.FileField(filename="a.pdf", data=b"%PDF-1.7 test")
    original_name = "หนังสือรับรอง.pdf"
    content_type = "application/pdf"
    sha256 = "0" * 64
    at = AT


class OfficeWriterFactory(SignedFactory):
    class Meta:
        model = OfficeWriter

    revision = factory.SubFactory(PlanRevisionFactory)
    at = AT


class MeetingRecordFactory(SignedFactory):
    class Meta:
        model = MeetingRecord

    revision = factory.SubFactory(PlanRevisionFactory)
    file = factory.django.FileField(filename="a.pdf", data=b"%PDF-1.7 test")
    original_name = "บันทึกการประชุม.pdf"
    content_type = "application/pdf"
    sha256 = "0" * 64
    at = AT


class MeetingResolutionFactory(SignedFactory):
    class Meta:
        model = MeetingResolution

    revision = factory.SubFactory(PlanRevisionFactory, submitted=True)
    words = "เห็นชอบให้ส่ง"
    met_on = date(2023, 5, 20)
    present = 24
    chair_name = "นางประธาน ดี"
    at = AT


class LastYearReviewFactory(SignedFactory):
    class Meta:
        model = LastYearReview

    revision = factory.SubFactory(PlanRevisionFactory)
    at = AT


class PlanCommentFactory(SignedFactory):
    class Meta:
        model = PlanComment

    plan = factory.SubFactory(PlanFactory)
    text = "ขอทราบความยาวของทางเดิน"
    at = AT


class ReturnReasonFactory(SignedFactory):
    class Meta:
        model = ReturnReason

    revision = factory.SubFactory(PlanRevisionFactory, returned=True)
    position = factory.Sequence(lambda n: n + 1)
    sentence = "เป้าหมายยังไม่เป็นตัวเลข"


class PlanAdoptionFactory(SignedFactory):
    class Meta:
        model = PlanAdoption

    revision = factory.SubFactory(PlanRevisionFactory)
    adopted_on = date(2023, 5, 15)
    method = "community_meeting"
    recorded_at = AT


class PlanSectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanSection

    revision = factory.SubFactory(PlanRevisionFactory)
    code = "vision"
    text = "ชุมชนน่าอยู่"


class PlanProblemFactory(SignedFactory):
    class Meta:
        model = PlanProblem

    revision = factory.SubFactory(PlanRevisionFactory)
    position = factory.Sequence(lambda n: n + 1)
    problem = "ทางเดินริมคลองชำรุด"


class PlanProjectFactory(SignedFactory):
    """A project; one of a confirmed plan has the signed check without which its plan could not be confirmed."""

    class Meta:
        model = PlanProject
        skip_postgeneration_save = True

    @classmethod
    def _generate(cls, strategy, params):
        with transaction.atomic():  # project and check in one act
            return super()._generate(strategy, params)

    @factory.post_generation
    def check(self, create, extracted, **kwargs):
        from tests.factories.budget import CheckFactory

        if self.revision.state == RevisionState.CONFIRMED and self.removed_at is None:
            CheckFactory(project=self, **kwargs)

    revision = factory.SubFactory(PlanRevisionFactory)
    rank = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"โครงการทดสอบ {n}")


class BudgetLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BudgetLine

    project = factory.SubFactory(PlanProjectFactory)
    position = factory.Sequence(lambda n: n + 1)
    item = "ไม้ระแนง"
    quantity = Decimal(1)
    unit_price = Decimal(1000)
    amount = factory.LazyAttribute(lambda o: o.quantity * o.unit_price)


class CourseFactory(SignedFactory):
    """A course of the bureau; pass ``district`` for one of a district."""

    class Meta:
        model = Course

    fiscal_year = 2566
    name = factory.Sequence(lambda n: f"หลักสูตรทดสอบ {n}")
    created_at = AT


class CourseSessionFactory(SignedFactory):
    """A session that is being prepared; a trait for each step after it."""

    class Meta:
        model = CourseSession

    class Params:
        announced = factory.Trait(state=TrainingState.ANNOUNCED, announced_at=AT)
        held = factory.Trait(state=TrainingState.HELD, announced_at=AT, held_at=AT)
        closed = factory.Trait(state=TrainingState.CLOSED, announced_at=AT, held_at=AT, closed_at=AT)
        cancelled = factory.Trait(state=TrainingState.CANCELLED, cancelled_at=AT, cancel_reason="น้ำท่วม")

    course = factory.SubFactory(CourseFactory)
    number = factory.Sequence(lambda n: n + 1)
    first_on = date(2023, 5, 30)
    last_on = factory.SelfAttribute("first_on")
    place = "ศูนย์ฝึกอบรม"
    seats = 100
    created_at = AT


class CourseInvitationFactory(SignedFactory):
    class Meta:
        model = CourseInvitation

    session = factory.SubFactory(CourseSessionFactory)
    district = factory.SubFactory(DistrictFactory)
    places = 10


class TraineeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Trainee

    invitation = factory.SubFactory(CourseInvitationFactory)
    member = factory.SubFactory(CommitteeMemberFactory)
    is_invited = True


class CourseFileFactory(SignedFactory):
    class Meta:
        model = CourseFile

    session = factory.SubFactory(CourseSessionFactory)
    kind = CourseFileKind.SHEET
    file = factory.django.FileField(filename="sheet.pdf", data=b"%PDF-1.4")
    original_name = "ใบลงชื่อ.pdf"
    content_type = "application/pdf"
    size = 8
    sha256 = "0" * 64
    uploaded_at = AT
