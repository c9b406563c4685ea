"""A record names itself in the language of the page; what is kept of it in the log and in notices is Thai."""

import pytest
from django.utils import translation

from bkkplan.figures.kpi.registry import Reason
from bkkplan.ground.accounts.actions import notify
from bkkplan.ground.accounts.models import Notice
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.clock import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(cast):
    return cast.home


def test_a_district_is_named_in_english_on_an_english_page(home):
    assert str(home) == f"เขต{home.name_th}"

    with translation.override("en"):
        assert home.name_en in str(home)


def test_what_an_english_session_writes_into_the_log_is_named_in_thai(home, cast):
    with translation.override("en"):
        record("districts.district_changed", home, by=None, at=now())

    assert Entry.objects.latest("pk").target_label == f"เขต{home.name_th}"


def test_a_notice_written_in_an_english_session_keeps_the_thai_name(home, cast):
    with translation.override("en"):
        notify(
            recipients=[cast.officer],
            kind="told",
            message="%(district)s",
            params={"district": home, "year": 2566},
            url="/work/",
            at=now(),
        )

    assert Notice.objects.latest("pk").params == {"district": f"เขต{home.name_th}", "year": 2566}


def test_the_days_in_a_reason_follow_the_language():
    reason = Reason("%(held)s", (("held", "2023-05-11"),))

    assert str(reason) == "11 พ.ค. 2566"
    with translation.override("en"):
        assert str(reason) == "11 May 2023"
