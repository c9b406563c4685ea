import pytest
from django.urls import reverse

from bkkplan.audit.models import Entry
from districts.models import District
from forums.models import ParticipantSector
from tests.fixtures.people import WHO

SECTORS = "admin:forums_participantsector"


@pytest.mark.parametrize("who", WHO)
def test_the_back_office_is_for_administrators(client, cast, who):
    if who != "visitor":
        client.force_login(cast.people[who])

    status = client.get(reverse("admin:districts_district_changelist")).status_code

    assert status == 200 if who == "administrator" else status in (302, 403)


def test_a_change_of_reference_data_is_audited_with_what_it_was(client, cast):
    ParticipantSector.objects.all().delete()
    sector = ParticipantSector.objects.create(code="youth", name_th="เยาวชน", name_en="Youth", position=1)
    client.force_login(cast.administrator)

    client.post(
        reverse(f"{SECTORS}_change", args=[sector.pk]),
        {"code": "old", "name_th": "เด็กและเยาวชน", "name_en": "Youth", "position": "1", "is_active": "on"},
    )

    sector.refresh_from_db()
    entry = Entry.objects.get(verb="forums.participantsector_changed")
    assert (sector.code, sector.name_th) == ("youth", "เด็กและเยาวชน")
    assert (entry.actor, entry.before, entry.after) == (
        cast.administrator,
        {"name_th": "เยาวชน"},
        {"name_th": "เด็กและเยาวชน"},
    )


def test_what_is_added_is_audited(client, cast):
    ParticipantSector.objects.all().delete()
    client.force_login(cast.administrator)

    client.post(
        reverse(f"{SECTORS}_add"),
        {"code": "youth", "name_th": "เยาวชน", "name_en": "Youth", "position": "1", "is_active": "on"},
    )

    assert ParticipantSector.objects.get().code == "youth"
    assert Entry.objects.get(verb="forums.participantsector_added").after["name_th"] == "เยาวชน"


def test_nothing_is_deleted_and_no_district_is_made(client, cast):
    client.force_login(cast.administrator)

    deleting = client.post(reverse("admin:districts_district_delete", args=[cast.home.pk]), {"post": "yes"})
    making = client.get(reverse("admin:districts_district_add"))

    assert (deleting.status_code, making.status_code) == (403, 403)
    assert District.objects.filter(pk=cast.home.pk).exists()
