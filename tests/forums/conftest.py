from datetime import date

import pytest

from tests.factories.forums import ForumFactory

DAY = date(2023, 6, 2)


@pytest.fixture(autouse=True)
def working_day(settings, tmp_path):
    settings.WORKING_DAY = DAY.isoformat()
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def held(cast):
    """A hearing of the home district whose results are being recorded."""
    return ForumFactory(district=cast.home, held=True, scheduled_on=date(2023, 5, 20), announced_on=date(2023, 5, 1))


@pytest.fixture
def published(cast):
    return ForumFactory(
        district=cast.home, published=True, scheduled_on=date(2023, 5, 20), announced_on=date(2023, 5, 1)
    )
