from datetime import UTC, datetime

import factory

from bkkplan.figures.kpi.models import Narrative, ReportedFigure, Target
from bkkplan.figures.kpi.validators import read_target
from tests.factories.budget import QuarterReportFactory
from tests.factories.signed import SignedFactory

AT = datetime(2023, 6, 2, 2, 0, tzinfo=UTC)


class TargetFactory(factory.django.DjangoModelFactory):
    """The city's target of KPI 2 in 2566 as its plan writes it."""

    class Meta:
        model = Target

    code = "KPI-2"
    fiscal_year = 2566
    text = "ร้อยละ 80"
    percent = factory.LazyAttribute(lambda o: read_target(o.text).percent)
    is_compared = factory.LazyAttribute(lambda o: read_target(o.text).is_compared)


class NarrativeFactory(SignedFactory):
    class Meta:
        model = Narrative

    report = factory.SubFactory(QuarterReportFactory)
    code = "KPI-1"
    text = "จัดเวทีแล้ว"
    written_at = AT


class ReportedFigureFactory(SignedFactory):
    class Meta:
        model = ReportedFigure

    code = "KPI-1"
    fiscal_year = 2566
    quarter = 1
    text = "ร้อยละ 96"
    source = "รายงานผลไตรมาส"
    entered_at = AT
