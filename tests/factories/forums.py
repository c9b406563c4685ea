from datetime import UTC, datetime

import factory

from forums.enums import ForumState
from forums.models import Forum, Proposal
from tests.factories.districts import DistrictFactory

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)


class ForumFactory(factory.django.DjangoModelFactory):
    """An announced hearing; traits ``held`` and ``published`` need ``held_on`` and ``published_on``."""

    class Meta:
        model = Forum

    class Params:
        held = factory.Trait(state=ForumState.HELD, held_on=factory.SelfAttribute("scheduled_on"))
        published = factory.Trait(
            state=ForumState.PUBLISHED,
            held_on=factory.SelfAttribute("scheduled_on"),
            published_on=factory.SelfAttribute("held_on"),
            published_at=AT,
            is_free_of_personal_data=True,
        )

    district = factory.SubFactory(DistrictFactory)
    fiscal_year = 2566
    number = factory.Sequence(lambda n: n + 1)
    title = "เวทีทดสอบ"
    scheduled_on = factory.LazyFunction(lambda: datetime(2023, 5, 12, tzinfo=UTC).date())
    place = "อาคารอเนกประสงค์"
    state = ForumState.ANNOUNCED
    announced_on = factory.SelfAttribute("scheduled_on")
    created_at = AT


class ProposalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Proposal

    forum = factory.SubFactory(ForumFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"ข้อเสนอทดสอบ {n}")
    created_at = AT
