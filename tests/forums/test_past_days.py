"""What happened before it was entered counts from the day on which it happened, with a reason and a proof."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localtime
from PIL import Image

from bkkplan.figures.kpi.registry import Window, evidence_of
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.files.evidence import PNG
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.forms.past_day import PastDay, PastDayError
from forums.actions import evidence, results
from forums.actions.errors import WrongMomentError
from forums.models import Attachment
from forums.queries import HearingRule, HearingStage, hearing_facts, timeliness_of
from tests.deciding import decide
from tests.factories.forums import AT

TODAY, REALLY = date(2023, 6, 2), date(2023, 5, 25)  # held on 20 May


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def complete(held):
    held.attendance_total = 310
    held.save(update_fields=["attendance_total"])
    return held


def picture(name="ประกาศ.png"):
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue())


def publish(forum, by, day=REALLY, *, reason="ติดประกาศก่อนใช้ระบบ"):
    past = PastDay(day, reason, picture(), PNG)
    given = {"forum_id": forum.pk, "is_free_of_personal_data": True, "on": TODAY, "by": by, "at": AT}
    return results.publish(past=past, **given)


def test_results_count_from_the_day_on_which_they_really_came_out(cast, complete):
    forum = publish(complete, cast.officer)

    year = FiscalYear(2566)
    before = hearing_facts(year=year, day=REALLY, known=REALLY - timedelta(days=1))
    since = hearing_facts(year=year, day=REALLY, known=REALLY)
    assert (before[cast.home.pk].stage, since[cast.home.pk].stage) == (HearingStage.HELD, HearingStage.PUBLISHED)
    assert timeliness_of(forum, on=TODAY, rule=HearingRule.of(year)).days_after == 5


def test_the_log_and_the_evidence_tell_both_days(cast, complete):
    forum = publish(complete, cast.officer)

    said = Entry.objects.get(verb="forums.forum_published").details
    assert (said["on"], said["entered_on"], said["reason"]) == ("2023-05-25", "2023-06-02", "ติดประกาศก่อนใช้ระบบ")
    (found,) = evidence_of("KPI-1", cast.home.pk, Window.of(FiscalYear(2566), TODAY, date(2023, 12, 31)))
    assert (found.confirmed.on, found.confirmed.recorded_at) == (REALLY, AT)
    assert [file.name for file in found.files] == ["หลักฐานการเผยแพร่ผลเมื่อ 25 พ.ค. 2566"]
    assert forum.publication_proof.is_public is False


@pytest.mark.parametrize(
    ("day", "reason", "field"),
    [
        (date(2023, 5, 19), "x", "happened_on"),
        (TODAY, "x", "happened_on"),
        (date(2023, 6, 3), "x", "happened_on"),
        (REALLY, " ", "past_reason"),
    ],
    ids=["before it was held", "today", "to come", "no reason"],
)
def test_an_impossible_day_is_refused_and_no_file_is_kept(cast, complete, day, reason, field):
    with pytest.raises(PastDayError) as refusal:
        publish(complete, cast.officer, day, reason=reason)

    assert refusal.value.field == field
    assert not Attachment.objects.exists()


def test_the_proof_of_the_day_is_not_taken_out(cast, complete):
    proof = publish(complete, cast.officer).publication_proof

    with pytest.raises(WrongMomentError):
        evidence.remove_file(uuid=proof.uuid, on=TODAY, by=cast.officer, at=AT)


def test_the_page_asks_for_day_reason_and_proof_together(client, cast, complete):
    client.force_login(cast.officer)
    page = reverse("forums:publish", args=[complete.pk])
    given = {"is_free_of_personal_data": "on", "happened_on": "25 พ.ค. 2566"}

    refused = decide(client, page, **given)
    done = decide(client, page, **given, past_reason="ติดประกาศไว้", proof=picture())

    assert (refused.status_code, done.status_code) == (422, 302)
    assert set(refused.context["form"].errors) == {"past_reason", "proof"}
    complete.refresh_from_db()
    assert (complete.published_on, localtime(complete.published_at).date()) == (REALLY, localtime(AT).date())


def test_without_an_earlier_day_the_results_come_out_today(client, cast, complete):
    client.force_login(cast.officer)

    decide(client, reverse("forums:publish", args=[complete.pk]), is_free_of_personal_data="on")

    complete.refresh_from_db()
    assert (complete.published_on, complete.publication_proof, complete.publication_reason) == (TODAY, None, "")
