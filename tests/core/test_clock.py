from datetime import UTC, date, datetime

from bkkplan.ground.core import clock


def test_the_working_day_stands_still_where_the_settings_fix_it(settings):
    settings.WORKING_DAY = "2023-06-02"

    assert clock.today() == date(2023, 6, 2)


def test_the_working_day_is_the_day_in_bangkok(settings, monkeypatch):
    settings.WORKING_DAY = ""
    late_evening_in_utc = datetime(2023, 6, 1, 18, 0, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: late_evening_in_utc)

    assert clock.today() == date(2023, 6, 2)


def test_the_moment_is_real_even_where_the_day_is_fixed(settings):
    settings.WORKING_DAY = "2023-06-02"

    assert clock.now().year > 2023
