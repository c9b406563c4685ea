from datetime import UTC, date, datetime

import factory

from budget.enums import EditionState
from budget.models import ActionPlan, ActionPlanEdition, ActionPlanItem, Inclusion
from tests.factories.communities import PlanProjectFactory
from tests.factories.districts import DistrictFactory

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)


class ActionPlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ActionPlan

    district = factory.SubFactory(DistrictFactory)
    fiscal_year = 2567
    created_at = AT


class ActionPlanEditionFactory(factory.django.DjangoModelFactory):
    """A draft; the trait ``approved`` takes ``approved_on``."""

    class Meta:
        model = ActionPlanEdition

    class Params:
        approved = factory.Trait(
            state=EditionState.APPROVED, approved_on=date(2023, 6, 1), approved_at=AT, submitted_at=AT
        )

    plan = factory.SubFactory(ActionPlanFactory)
    number = factory.Sequence(lambda n: n)
    reason = "เหตุผลทดสอบ"
    created_at = AT


class ActionPlanItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ActionPlanItem

    introduced_in = factory.SubFactory(ActionPlanEditionFactory)
    plan = factory.SelfAttribute("introduced_in.plan")
    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"กิจกรรมทดสอบ {n}")


class InclusionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Inclusion

    project = factory.SubFactory(PlanProjectFactory)
    item = factory.SubFactory(ActionPlanItemFactory)
    edition = factory.SelfAttribute("item.introduced_in")
    included_on = date(2023, 6, 1)
    at = AT
