from datetime import UTC, date, datetime

import factory
from django.db import transaction

from forums.enums import ForumState, SuccessionKind
from forums.models import (
    AgendaItem,
    Attachment,
    Attendance,
    Body,
    Forum,
    ParticipantSector,
    Proposal,
    Succession,
    Uptake,
)
from tests.factories.communities import PlanProjectFactory
from tests.factories.districts import DistrictFactory
from tests.factories.signed import SignedFactory

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)


class ParticipantSectorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ParticipantSector
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"sector-{n}")
    name_th = factory.LazyAttribute(lambda o: f"ภาคส่วน {o.code}")
    name_en = factory.LazyAttribute(lambda o: f"Sector {o.code}")
    position = factory.Sequence(lambda n: n + 1)


class ForumFactory(SignedFactory):
    """An announced hearing; a trait for each step after and before it."""

    class Meta:
        model = Forum

    class Params:
        planned = factory.Trait(state=ForumState.PLANNED, announced_on=None)
        opened = factory.Trait(state=ForumState.OPEN)
        held = factory.Trait(state=ForumState.HELD, held_on=factory.SelfAttribute("scheduled_on"))
        recorded = factory.Trait(
            held=True, state=ForumState.RECORDED, recorded_on=factory.SelfAttribute("held_on"), attendance_total=100
        )
        published = factory.Trait(
            state=ForumState.PUBLISHED,
            held_on=factory.SelfAttribute("scheduled_on"),
            published_on=factory.SelfAttribute("held_on"),
            published_at=AT,
            is_free_of_personal_data=True,
            attendance_total=100,
        )
        withdrawn = factory.Trait(
            published=True,
            state=ForumState.WITHDRAWN,
            withdrawn_on=factory.SelfAttribute("published_on"),
            ending_reason="ข้อมูลผิด",
        )
        cancelled = factory.Trait(
            state=ForumState.CANCELLED,
            cancelled_on=factory.SelfAttribute("scheduled_on"),
            ending_reason="น้ำท่วม",
        )

        called_off = factory.Trait(cancelled=True, announced_on=None)  # before anybody was told

    district = factory.SubFactory(DistrictFactory)
    fiscal_year = 2566
    number = factory.Sequence(lambda n: n + 1)
    title = "เวทีทดสอบ"
    number_year = factory.SelfAttribute("fiscal_year")
    scheduled_on = date(2023, 5, 12)
    last_on = factory.LazyAttribute(lambda o: o.held_on or o.scheduled_on)
    place = "อาคารอเนกประสงค์"
    state = ForumState.ANNOUNCED
    announced_on = factory.SelfAttribute("scheduled_on")
    held_on = None
    created_at = AT

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        """With a session without times on its first and its last day, in one transaction, as the database demands."""
        with transaction.atomic():
            forum = super()._create(model_class, *args, **kwargs)
            for day in sorted({forum.scheduled_on, forum.last_on}):
                forum.sessions.create(on=day)
        return forum


class ProposalFactory(SignedFactory):
    class Meta:
        model = Proposal

    forum = factory.SubFactory(ForumFactory)
    district = factory.SelfAttribute("forum.district")
    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"ข้อเสนอทดสอบ {n}")
    created_at = AT


class UptakeFactory(SignedFactory):
    class Meta:
        model = Uptake

    proposal = factory.SubFactory(ProposalFactory)
    project = factory.SubFactory(
        PlanProjectFactory,
        revision__submitted=True,
        revision__plan__community__subdistrict__district=factory.SelfAttribute("......proposal.district"),
    )
    on = date(2023, 5, 15)
    at = AT


class AttendanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attendance

    forum = factory.SubFactory(ForumFactory)
    sector = factory.SubFactory(ParticipantSectorFactory)
    people = 10


class AgendaItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgendaItem

    forum = factory.SubFactory(ForumFactory)
    part = 1
    topic = "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ"


class AttachmentFactory(SignedFactory):
    class Meta:
        model = Attachment

    forum = factory.SubFactory(ForumFactory)
    file = factory.django.FileField(filename="a.pdf", data=b"%PDF-1.7 test")
    original_name = "รายชื่อ.pdf"
    content_type = "application/pdf"
    size = 13
    sha256 = "0" * 64
    uploaded_at = AT
    cleaned_at = AT


class SuccessionFactory(SignedFactory):
    class Meta:
        model = Succession

    kind = SuccessionKind.MERGED
    proposal = factory.SubFactory(ProposalFactory)
    into = factory.SubFactory(ProposalFactory, forum=factory.SelfAttribute("..proposal.forum"))
    on = date(2023, 5, 20)
    at = AT


class BodyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Body
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"body-{n}")
    name_th = factory.LazyAttribute(lambda o: f"สภา {o.code}")
    name_en = factory.LazyAttribute(lambda o: f"Council {o.code}")
    position = factory.Sequence(lambda n: n + 1)
