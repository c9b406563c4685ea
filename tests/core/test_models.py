from uuid import uuid4

import pytest
from django.db import IntegrityError

from bkkplan.ground.core.models import StaleError
from tests.core.models import Note

pytestmark = [pytest.mark.usefixtures("tables_of_the_sample_rows"), pytest.mark.django_db]


def test_a_save_over_the_version_seen_raises_it():
    note = Note.objects.create(title="เดิม")
    note.title = "ใหม่"

    note.save_over(1, update_fields=["title"])

    note.refresh_from_db()
    assert (note.title, note.version) == ("ใหม่", 2)


def test_a_stale_save_is_refused_with_both_texts():
    mine = Note.objects.create(title="เดิม", body="เดิม")
    theirs = Note.objects.get(pk=mine.pk)
    theirs.body = "ของเขา"
    theirs.save_over(1, update_fields=["body"])
    mine.body = "ของฉัน"

    with pytest.raises(StaleError) as stale:
        mine.save_over(1, update_fields=["title", "body"])

    assert stale.value.differing(["title", "body"]) == {"body": ("ของฉัน", "ของเขา")}
    assert Note.objects.get().body == "ของเขา"


def test_only_the_named_fields_are_saved():
    note = Note.objects.create(title="เดิม", body="เดิม")
    note.title, note.body = "ใหม่", "ใหม่"

    note.save_over(1, update_fields=["title"])

    assert Note.objects.values_list("title", "body").get() == ("ใหม่", "เดิม")


def test_a_row_sent_twice_is_one_row():
    sent = uuid4()
    Note.objects.create(title="หนึ่ง", client_uuid=sent)

    with pytest.raises(IntegrityError):
        Note.objects.create(title="หนึ่ง", client_uuid=sent)
