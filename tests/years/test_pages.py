"""The pages of a year: a draft is there for the strategy office and administrators only."""

import pytest
from django.urls import reverse

from bkkplan.ground.years.models import PlannedYear
from tests.deciding import decide
from tests.words import words_of
from tests.years.conftest import YEAR

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy(client, cast):
    client.force_login(cast.strategy)
    return client


def page(name, *args):
    return reverse(f"years:{name}", args=args)


def days_of(client):
    """What the form of the days shows, as it is sent back."""
    answer = client.get(page("days-edit", YEAR))
    form = answer.context["form"]
    return {name: form[name].value() or "" for name in form.fields} | {"version": answer.context["version"]}


def test_an_empty_list_says_what_to_do(client, cast):
    client.force_login(cast.strategy)
    assert page("begin") in client.get(page("list")).content.decode()

    client.force_login(cast.officer)
    text = client.get(page("list")).content.decode()
    assert "ยังไม่มีปีงบประมาณที่เปิดแล้ว" in text
    assert page("begin") not in text


def test_a_year_is_begun_seen_as_a_whole_and_opened(strategy, cast, no_other_parts):
    begun = strategy.post(page("begin"), {"year": "2567", "source": ""})
    assert begun["Location"] == page("year", YEAR)

    whole = strategy.get(page("year", YEAR)).content.decode()
    assert "วันของปี" in whole
    assert page("open", YEAR) in whole

    decide(strategy, page("open", YEAR))

    assert not PlannedYear.objects.get().is_draft
    assert page("open", YEAR) not in strategy.get(page("year", YEAR)).content.decode()


def test_the_first_choice_is_the_next_year_copied_from_the_latest(strategy, opened):
    form = strategy.get(page("begin")).context["form"]

    assert (form["year"].value(), form["source"].value()) == (2568, 2567)
    assert 2567 not in dict(form.fields["year"].choices)


@pytest.mark.parametrize("who", ["officer", "director", "social"])
def test_a_draft_is_not_there_for_others(client, cast, draft, who):
    client.force_login(cast.people[who])

    assert client.get(page("year", YEAR)).status_code == 404
    assert client.get(page("days", YEAR)).status_code == 404
    assert "2567" not in client.get(page("list")).content.decode().partition("<main")[2]


def test_administrators_look_at_a_draft_and_change_nothing(client, cast, draft):
    client.force_login(cast.administrator)

    assert client.get(page("year", YEAR)).status_code == 200
    assert client.get(page("days-edit", YEAR)).status_code == 403
    assert client.post(page("open", YEAR)).status_code == 403


def test_what_changed_since_the_page_was_opened_is_shown_before_the_year_is(strategy, draft, no_other_parts):
    seen = strategy.get(page("open", YEAR)).context["seen"]
    draft.days.__class__.objects.update(announce_before=7)

    answer = strategy.post(page("open", YEAR), {"seen": seen})

    assert answer.status_code == 409
    assert "ประกาศเวทีก่อนวันจัด" in answer.content.decode()


def test_a_year_that_a_colleague_opened_meanwhile_is_said_to_be_open(strategy, draft, no_other_parts):
    seen = strategy.get(page("open", YEAR)).context["seen"]
    decide(strategy, page("open", YEAR))
    before = PlannedYear.objects.get()

    answer = strategy.post(page("open", YEAR), {"seen": seen}, follow=True)

    assert "เปิดแล้ว" in words_of(answer)
    assert PlannedYear.objects.get().opened_at == before.opened_at


def test_the_days_are_read_and_saved_in_thai(strategy, draft):
    sent = days_of(strategy) | {"announce_before": "๒๐", "due_quarter_1": "15 ม.ค. 2567"}

    answer = strategy.post(page("days-edit", YEAR), sent)

    assert answer["Location"] == page("days", YEAR)
    text = strategy.get(page("days", YEAR)).content.decode()
    assert "20 วัน" in text
    assert "15 ม.ค. 2567" in text


def test_two_forms_at_once_meet_on_the_page_of_both_texts(strategy, draft):
    mine, theirs = days_of(strategy), days_of(strategy)
    strategy.post(page("days-edit", YEAR), theirs | {"announce_before": "20"})

    answer = strategy.post(page("days-edit", YEAR), mine | {"announce_before": "30"})

    assert answer.status_code == 409
    assert [(one.yours, one.theirs) for one in answer.context["conflict"].items] == [("30", "20")]


def test_an_opened_year_asks_why_its_days_change(strategy, opened):
    sent = days_of(strategy) | {"announce_before": "20"}

    assert "เหตุผลที่เปลี่ยน" in strategy.post(page("days-edit", YEAR), sent).content.decode()
    strategy.post(page("days-edit", YEAR), sent | {"reason": "มติที่ประชุมครั้งที่ 3/2566"})

    assert "มติที่ประชุมครั้งที่ 3/2566" in strategy.get(page("year", YEAR)).content.decode()


def test_a_day_that_is_moved_into_the_past_is_refused_at_its_field_and_what_was_typed_stays(strategy, opened):
    sent = days_of(strategy) | {"due_quarter_4": "1 ต.ค. 2565", "announce_before": "20", "reason": "มติที่ประชุม"}

    answer = strategy.post(page("days-edit", YEAR), sent)

    assert answer.status_code == 422
    assert "due_quarter_4" in answer.context["form"].errors
    assert "มติที่ประชุม" in answer.content.decode()


def test_a_draft_is_discarded_on_its_page(strategy, draft):
    answer = strategy.post(page("discard", YEAR))

    assert answer["Location"] == page("list")
    assert not PlannedYear.objects.exists()


def test_the_strategy_office_finds_the_years_in_its_menu(strategy):
    assert page("list") in strategy.get("/work/").content.decode()
