import json
import re
from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import FileField
from django.urls import reverse

from bkkplan.figures.reports.models import ReportRequest
from bkkplan.ground.accounts import personal_data, tasks
from bkkplan.ground.accounts.actions import AccountError, close_account, issue_link, notify, personal
from bkkplan.ground.accounts.actions.personal import StillInOfficeError, erase_person, export_person, tidy
from bkkplan.ground.accounts.enums import LinkPurpose
from bkkplan.ground.accounts.models import Notice, OneTimeLink, User
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.audit.record import record
from bkkplan.ground.core.personal import purpose
from budget.models import CarryPaper, ItemPhoto, RequestStage
from communities.models import CommitteeMember, ConfirmationProof, CourseFile, MeetingRecord, RegisterImport
from communities.personal_data import NAMELESS
from forums.models import Attachment
from tests.factories.accounts import AT, AssignmentFactory, UserFactory
from tests.factories.budget import CheckFactory
from tests.factories.communities import CommitteeFactory, CommitteeMemberFactory, ConfirmationProofFactory
from tests.factories.forums import AttachmentFactory, ForumFactory

DAY = date(2023, 6, 2)
NAME = "สมหญิง ไม่ซ้ำใคร"


@pytest.fixture(autouse=True)
def working_day(settings, tmp_path):
    settings.WORKING_DAY = DAY.isoformat()
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def gone(cast):
    """Someone who held a role and a seat, acted, and left."""
    person = UserFactory(username="somying", full_name=NAME, phone="0812345678")
    AssignmentFactory(user=person, district=cast.home, ends_on=date(2022, 10, 1), ended_at=AT, ended_by=cast.director)
    CommitteeMemberFactory(
        committee=CommitteeFactory(community=cast.home_community),
        full_name=NAME,
        user=person,
        ends_on=date(2022, 1, 1),
    )
    with transaction.atomic():
        record("test.done", cast.officer, by=person, at=AT, user="somying", by_name=NAME)
        record("accounts.role_given", person, by=cast.director, at=AT, user="somying", after={"full_name": NAME})
        record("communities.member_seated", person.committee_seats.get(), by=cast.social, at=AT)
    EmailAddress.objects.create(user=person, email=person.email)
    issue_link(user=person, purpose=LinkPurpose.LOGIN, by=cast.administrator, at=AT)
    ForumFactory(held=True, district=cast.home, recorder=NAME, announced_on=date(2023, 4, 1))
    told = {"kind": "test", "message": "%(by)s ใช้ข้อความของตน", "params": {"by": NAME}, "url": "/work/", "at": AT}
    notify(recipients=[cast.officer, person], **told)
    return person


def everything_stored() -> str:
    """Every text of every table."""
    tables = [model for model in apps.get_models() if model._meta.managed]
    return "\n".join(str(list(model._base_manager.values())) for model in tables)


def test_an_export_holds_the_account_its_offices_and_its_deeds(cast, gone):
    told = export_person(user_id=gone.pk, by=cast.administrator, at=AT)

    text = json.dumps(told, ensure_ascii=False)
    for part in (NAME, "somying@example.org", "0812345678", "เจ้าหน้าที่เขต", "test.done", str(cast.home_community)):
        assert part in text
    assert Entry.objects.filter(verb="accounts.person_exported", target_id=str(gone.pk)).count() == 1


def test_people_take_out_their_own_data_and_nobody_elses(cast, gone):
    assert export_person(user_id=cast.officer.pk, by=cast.officer, at=AT)["person"] == str(cast.officer)
    for who in (cast.officer, cast.director, cast.strategy):
        with pytest.raises(PermissionDenied):
            export_person(user_id=gone.pk, by=who, at=AT)


@pytest.mark.parametrize(("wanted", "kind"), [("json", "application/json"), ("html", "text/html; charset=utf-8")])
def test_the_file_comes_as_a_download_that_is_kept_nowhere(client, cast, wanted, kind):
    client.force_login(cast.member)

    answer = client.post(reverse("accounts:my-data"), {"format": wanted})

    assert (answer["Content-Type"], answer["Cache-Control"]) == (kind, "private, no-store")
    assert answer["Content-Disposition"].startswith("attachment")
    assert cast.member.username in answer.content.decode()


def test_after_erasure_no_table_knows_the_name_and_the_deeds_still_point_at_the_account(cast, gone):
    deeds = Entry.objects.filter(actor=gone).count()
    entries = list(Entry.objects.order_by("pk").values("verb", "at", "actor", "target_type", "target_id"))

    erase_person(user_id=gone.pk, on=DAY, by=cast.administrator, at=AT)

    stored = everything_stored()
    for word in (NAME, "somying", "0812345678"):
        assert word not in stored
    assert Entry.objects.filter(actor=gone).count() == deeds
    kept = Entry.objects.exclude(verb="accounts.person_erased").order_by("pk")
    assert list(kept.values("verb", "at", "actor", "target_type", "target_id")) == entries
    gone.refresh_from_db()
    assert (gone.is_active, gone.has_usable_password(), gone.email) == (False, False, "")
    assert Entry.objects.get(actor=gone, verb="test.done").actor_label == gone.full_name


def test_the_log_still_refuses_any_other_change(cast, gone):
    erase_person(user_id=gone.pk, on=DAY, by=cast.administrator, at=AT)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Entry.objects.update(actor_label="ใคร")


@pytest.mark.parametrize(("who", "office"), [("officer", "เจ้าหน้าที่เขต"), ("member", "ชุมชน")])
def test_whoever_holds_an_office_cannot_be_erased_and_the_sentence_says_which(cast, who, office):
    with pytest.raises(StillInOfficeError, match=office):
        erase_person(user_id=cast.people[who].pk, on=DAY, by=cast.administrator, at=AT)


def test_nobody_erases_themselves_and_nobody_is_erased_twice(cast, gone):
    with pytest.raises(AccountError, match="ของตนเอง"):
        erase_person(user_id=cast.administrator.pk, on=DAY, by=cast.administrator, at=AT)
    erase_person(user_id=gone.pk, on=DAY, by=cast.administrator, at=AT)
    with pytest.raises(AccountError, match="แล้ว"):
        erase_person(user_id=gone.pk, on=DAY, by=cast.administrator, at=AT)


def test_the_page_of_erasure_wants_the_user_name_typed(client, cast, gone):
    client.force_login(cast.administrator)
    address = reverse("accounts:erase", args=[gone.pk])

    assert client.post(address, {"username": "other"}).status_code == 422
    assert User.objects.filter(pk=gone.pk, erased_at=None).exists()
    assert client.post(address, {"username": "somying"}).status_code == 302
    assert not User.objects.filter(pk=gone.pk, erased_at=None).exists()


def test_the_nightly_round_drops_what_has_been_kept_long_enough_and_logs_the_counts(cast, gone, settings):
    close_account(user_id=gone.pk, on=DAY, by=cast.administrator, at=AT)
    Session.objects.create(session_key="old", session_data="", expire_date=AT)
    Session.objects.create(session_key="new", session_data="", expire_date=AT + timedelta(days=20_000))
    old = AttachmentFactory(forum__district=cast.home)
    shown = AttachmentFactory(is_public=True)

    tidy(on=DAY + timedelta(days=92), at=AT + timedelta(days=92))
    gone.refresh_from_db()
    assert (gone.email, gone.phone, gone.full_name) == ("", "", NAME)
    assert not OneTimeLink.objects.exists()
    assert Notice.objects.count() == 3

    done = tidy(on=DAY + timedelta(days=4000), at=AT + timedelta(days=4000))

    assert not Notice.objects.exists()
    assert CommitteeMember.objects.get(user=gone).full_name == NAMELESS
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert Attachment.objects.get(pk=old.pk).locked_at is not None
    assert Attachment.objects.get(pk=shown.pk).locked_at is None
    logged = Entry.objects.filter(verb="accounts.data_tidied").latest("pk")
    assert logged.details == done
    assert (done["accounts.notices"], done["communities.seats"], done["forums.recorders"]) == (3, 1, 1)


def test_a_locked_file_is_seen_by_director_and_administrator_only(client, cast):
    file = AttachmentFactory(forum__district=cast.home, locked_at=AT)
    address = reverse("file", args=[file.uuid])

    for who, status in (("officer", 404), ("strategy", 404), ("away_director", 404), ("director", 200)):
        client.force_login(cast.people[who])
        answer = client.get(address)
        if answer.streaming:
            b"".join(answer)  # to its end, which closes the file
        assert answer.status_code == status


def test_the_clock_rings_for_it_each_night(monkeypatch, settings):
    calls = []
    monkeypatch.setattr(personal, "tidy", lambda **at: calls.append(at))

    tasks.tidy()

    assert calls[0]["on"] == DAY
    assert settings.CELERY_BEAT_SCHEDULE["tidy-nightly"]["task"] == tasks.tidy.name


@pytest.mark.parametrize("field", list(personal_data.fields_to_people()), ids=str)
def test_what_is_held_says_in_thai_what_it_is_and_in_which_part_somebody_stands_in_it(field):
    words = (str(personal_data.PARTS[field.name]), personal_data.kind_in_words(field.model))

    assert not any(word.isascii() for word in words)


def test_the_page_of_ones_own_data_names_no_field_and_no_class(client, cast):
    for thing in (AttachmentFactory(uploaded_by=cast.officer), CheckFactory(checked_by=cast.officer)):
        record("forums.file_attached", thing, by=cast.officer, at=AT)
    client.force_login(cast.officer)

    said = client.get(reverse("accounts:my-data")).content.decode()

    assert "ผู้แนบไฟล์" in said
    assert not re.search(r" object \(\d+\)|uploaded_by|>by<", said)


# What people hand in, with the purpose that ends its keeping; what the portal makes itself holds no names.
KEPT_FOR = {
    Attachment: "forums.evidence",
    CarryPaper: "budget.carry_papers",
    ConfirmationProof: "communities.proofs",
    CourseFile: "communities.course_files",
    MeetingRecord: "communities.records",
    ItemPhoto: "budget.item_photos",
    RequestStage: "budget.stage_files",
}
OURS = {RegisterImport, ReportRequest}


def test_every_kind_of_file_that_people_hand_in_has_an_end():
    models_with_files = {
        model for model in apps.get_models() if any(isinstance(field, FileField) for field in model._meta.fields)
    }

    assert models_with_files == KEPT_FOR.keys() | OURS
    assert all(purpose(code).days and purpose(code).destroy for code in KEPT_FOR.values())


def test_the_proof_of_a_late_confirmation_closes_and_is_destroyed_by_a_list(
    client, cast, settings, django_capture_on_commit_callbacks
):
    proof = ConfirmationProofFactory(revision__plan__community=cast.home_community)
    page, file = (reverse(f"budget:check{name}", args=[proof.revision.pk]) for name in ("", "-proof"))

    def opened_by(who):
        client.force_login(cast.people[who])
        answer = client.get(file)
        if answer.streaming:
            b"".join(answer)
        return answer.status_code

    assert [opened_by(who) for who in ("officer", "strategy", "director")] == [200, 200, 200]
    settings.WORKING_DAY = (DAY + timedelta(days=1000)).isoformat()
    assert [opened_by(who) for who in ("officer", "strategy", "director")] == [404, 404, 200]
    client.force_login(cast.officer)
    assert f'href="{file}"' not in client.get(page).content.decode()

    due = purpose("communities.proofs").for_destruction(DAY + timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert purpose("communities.proofs").destroy(target_ids=[one.target_id for one in due]) == 1

    assert not proof.file.storage.exists(proof.file.name)
    assert opened_by("director") == 404
    assert client.get(page).status_code == 200
