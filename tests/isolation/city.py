"""A city of two districts in which everything that could leak is there: each record once at home, in each state that

changes who may see it. The away district's people are the strangers of every record at home.
"""

from datetime import date
from types import SimpleNamespace

from bkkplan.core.fiscal import FiscalYear
from bkkplan.kpi.actions import runs
from tests.factories.accounts import AT
from tests.factories.forums import AttachmentFactory, ForumFactory, ProposalFactory
from tests.fixtures.people import call_the_cast

DAY = date(2023, 6, 2)
YEAR = FiscalYear(2566)


def build() -> SimpleNamespace:
    city = call_the_cast()
    city.planned = ForumFactory(planned=True, district=city.home, scheduled_on=date(2023, 7, 1))
    city.announced = ForumFactory(district=city.home, scheduled_on=date(2023, 6, 20), announced_on=date(2023, 6, 1))
    city.held = ForumFactory(held=True, district=city.home, announced_on=date(2023, 4, 20))
    city.published = ForumFactory(published=True, district=city.home, announced_on=date(2023, 4, 20))
    city.proposal = ProposalFactory(forum=city.published)
    city.unpublished_proposal = ProposalFactory(forum=city.held)
    city.secret_file = AttachmentFactory(forum=city.published)
    city.public_file = AttachmentFactory(forum=city.published, is_public=True)
    city.run = runs.request_run(year=YEAR, as_of=DAY, by=city.officer, at=AT)
    return city
