"""A plan that the district confirmed before it was entered here counts from that day."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.files.evidence import PDF, PNG
from bkkplan.ground.core.forms.past_day import PastDay, PastDayError
from budget.actions.checks import checks
from communities.models import ConfirmationProof
from tests.deciding import decide
from tests.factories.budget import AT, CheckFactory
from tests.words import words_of

ON, REALLY = date(2023, 6, 2), date(2023, 3, 15)


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def checked(submitted):
    for project in submitted.projects.all():
        CheckFactory(project=project)
    return submitted


def picture():
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    return SimpleUploadedFile("หนังสือรับรอง.png", file.getvalue())


def confirm(revision, by, day=REALLY, *, proof=None, kind=PNG):
    past = PastDay(day, "รับรองเป็นหนังสือ", proof or picture(), kind)
    return checks.confirm_plan(revision_id=revision.pk, past=past, by=by, at=AT, on=ON)


def test_a_confirmation_counts_from_its_day_and_the_log_tells_both(cast, checked):
    confirmed = confirm(checked, cast.officer)

    said = Entry.objects.get(verb="communities.plan_confirmed").details
    assert (confirmed.confirmed_on, confirmed.confirmed_at) == (REALLY, AT)
    assert (said["on"], said["entered_on"], said["reason"]) == ("2023-03-15", "2023-06-02", "รับรองเป็นหนังสือ")


@pytest.mark.parametrize("day", [date(2022, 9, 30), ON, date(2023, 6, 3)])
def test_a_day_on_which_the_plan_was_not_made_is_refused(cast, checked, day):
    with pytest.raises(PastDayError):
        confirm(checked, cast.officer, day)


def test_a_document_that_is_none_is_refused_and_nothing_is_confirmed(cast, checked):
    with pytest.raises(PastDayError, match="เปิดไฟล์"):
        confirm(checked, cast.officer, proof=SimpleUploadedFile("a.pdf", b"%PDF-1.7 nothing"), kind=PDF)

    checked.refresh_from_db()
    assert not checked.is_confirmed
    assert not ConfirmationProof.objects.exists()


def test_the_page_takes_the_day_and_offices_open_its_proof(client, cast, checked):
    client.force_login(cast.officer)
    page, proof = (reverse(f"budget:check-{name}", args=[checked.pk]) for name in ("confirm", "proof"))

    refused = decide(client, page, happened_on="15 มี.ค. 2566")
    done = decide(client, page, happened_on="15 มี.ค. 2566", past_reason="รับรองเป็นหนังสือ", proof=picture())

    assert (refused.status_code, done.status_code) == (422, 302)
    assert "15 มี.ค. 2566" in words_of(client.get(done.url))
    assert b"".join(client.get(proof).streaming_content).startswith(b"\x89PNG")
    client.force_login(cast.people["stranger"])
    assert client.get(proof).status_code in {403, 404}
