import factory

from bkkplan.figures.kpi.models import Target
from bkkplan.figures.kpi.validators import read_target


class TargetFactory(factory.django.DjangoModelFactory):
    """The city's target of KPI 2 in 2566 as its plan writes it."""

    class Meta:
        model = Target

    code = "KPI-2"
    fiscal_year = 2566
    text = "ร้อยละ 80"
    percent = factory.LazyAttribute(lambda o: read_target(o.text).percent)
    is_compared = factory.LazyAttribute(lambda o: read_target(o.text).is_compared)
