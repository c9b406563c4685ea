from datetime import UTC, date, datetime

import pytest

from tests.factories.communities import CommunityTypeFactory
from tests.factories.districts import DistrictFactory, SubdistrictFactory

AT = datetime(2023, 6, 2, 3, 0, tzinfo=UTC)
ON = date(2023, 6, 2)


@pytest.fixture(autouse=True)
def working_day(settings):
    """Fiscal year 2566 is under way; plans for 2567 are being written."""
    settings.WORKING_DAY = ON.isoformat()


@pytest.fixture
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def places(db):
    """เขตราษฎร์บูรณะ with two sub-districts, เขตพระนคร with one, and the types of both regulations."""
    rat_burana = DistrictFactory(code="1024", name_th="ราษฎร์บูรณะ", name_en="Rat Burana")
    SubdistrictFactory(code="102401", district=rat_burana, name_th="ราษฎร์บูรณะ", name_en="Rat Burana")
    SubdistrictFactory(code="102402", district=rat_burana, name_th="บางปะกอก", name_en="Bang Pakok")
    phra_nakhon = DistrictFactory(code="1001", name_th="พระนคร", name_en="Phra Nakhon")
    SubdistrictFactory(code="100101", district=phra_nakhon, name_th="พระบรมมหาราชวัง", name_en="Grand Palace")
    CommunityTypeFactory(code="urban-2555", name_th="ชุมชนเมือง", valid_until=date(2021, 10, 1))
    CommunityTypeFactory(code="housing-2555", name_th="เคหะชุมชน", valid_until=date(2021, 10, 1))
    CommunityTypeFactory(code="urban-2564", name_th="ชุมชนเมือง", valid_from=date(2021, 10, 1))
    CommunityTypeFactory(
        code="crowded-2564", name_th="ชุมชนแออัด", name_en="Crowded community", valid_from=date(2021, 10, 1)
    )
