from datetime import UTC, date, datetime, timedelta, timezone

from django.urls import reverse

from bkkplan.ground.core import clock


def test_the_working_day_stands_still_where_the_settings_fix_it(settings):
    settings.WORKING_DAY = "2023-06-02"

    assert clock.today() == date(2023, 6, 2)


def test_the_working_day_is_the_day_in_bangkok(settings, monkeypatch):
    settings.WORKING_DAY = ""
    late_evening_in_utc = datetime(2023, 6, 1, 18, 0, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: late_evening_in_utc)

    assert clock.today() == date(2023, 6, 2)


BANGKOK = timezone(timedelta(hours=7))


def test_an_act_is_of_the_working_day_at_the_real_time_of_day(settings, monkeypatch):
    settings.WORKING_DAY = "2023-06-02"
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 11, 28, 18, 30, 5, tzinfo=UTC))

    assert clock.now() == datetime(2023, 6, 2, 1, 30, 5, tzinfo=BANGKOK)
    assert clock.now().date() == clock.today()
    assert clock.real_now().year == 2026


def test_without_a_working_day_the_moment_is_the_real_one(settings, monkeypatch):
    settings.WORKING_DAY = ""
    moment = datetime(2026, 11, 28, 18, 30, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    assert clock.now() == moment


def test_a_file_moves_the_day_of_a_running_portal(settings, tmp_path, client, db):
    settings.WORKING_DAY = "2023-06-02"
    settings.WORKING_DAY_FILE = str(tmp_path / "today")
    days = [clock.today()]
    pages = [client.get(reverse("public:about")).content.decode()]

    for day in ("2023-10-01", "2023-10-16"):
        (tmp_path / "today").write_text(f"{day}\n")
        days.append(clock.today())
        pages.append(client.get(reverse("public:about")).content.decode())

    assert days == [date(2023, 6, 2), date(2023, 10, 1), date(2023, 10, 16)]
    assert [word in page for word, page in zip(("2 มิ.ย. 2566", "1 ต.ค. 2566", "16 ต.ค. 2566"), pages, strict=True)] == [
        True
    ] * 3
