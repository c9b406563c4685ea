from datetime import UTC, date, datetime

import pytest

AT = datetime(2023, 6, 2, 3, 0, tzinfo=UTC)
ON = date(2023, 6, 2)


@pytest.fixture(autouse=True)
def working_day(settings):
    """Fiscal year 2566 is under way; plans for 2567 are being written."""
    settings.WORKING_DAY = ON.isoformat()
