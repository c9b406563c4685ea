from datetime import date, timedelta

import pytest
from django.urls import reverse

from bkkplan.ground.accounts.actions import AccountError
from bkkplan.ground.accounts.actions.destruction import (
    NotAtThisStepError,
    approve_destruction,
    destroy_list,
    keep_item,
    propose_destruction,
)
from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import DestructionList, DestructionState
from bkkplan.ground.audit.models import Entry
from forums.models import Attachment
from tests.deciding import decide
from tests.factories.accounts import AT, AssignmentFactory, UserFactory
from tests.factories.forums import AttachmentFactory

LATER = date(2023, 6, 2) + timedelta(days=3651)
DECISION = {"committee": "คณะกรรมการทำลายหนังสือ", "decided_on": LATER, "decision_number": "12/2576"}


@pytest.fixture(autouse=True)
def working_day(settings, tmp_path):
    settings.WORKING_DAY = LATER.isoformat()
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def second(db):
    person = UserFactory(username="second")
    AssignmentFactory(user=person, role=Role.ADMINISTRATOR)
    return person


@pytest.fixture
def files(cast):
    return [AttachmentFactory(forum__district=cast.home) for _ in range(2)]


@pytest.fixture
def proposed(files):
    propose_destruction(on=LATER, at=AT)
    return DestructionList.objects.get()


def test_what_has_been_kept_long_enough_is_listed_once_and_nothing_is_destroyed(cast, files):
    assert propose_destruction(on=LATER - timedelta(days=100), at=AT) == 0

    assert [propose_destruction(on=LATER, at=AT) for _night in range(2)] == [2, 0]

    assert DestructionList.objects.get().items.count() == 2
    assert all(file.file.storage.exists(file.file.name) for file in files)


def test_only_what_the_committee_let_go_is_destroyed_and_the_list_remains(
    cast, second, files, proposed, django_capture_on_commit_callbacks
):
    first, kept = files
    item = proposed.items.get(target_id=kept.pk)
    keep_item(list_id=proposed.pk, item_id=item.pk, reason="มีคดี", by=cast.administrator, at=AT)
    approve_destruction(list_id=proposed.pk, **DECISION, by=cast.administrator, at=AT)

    with django_capture_on_commit_callbacks(execute=True):
        destroy_list(list_id=proposed.pk, by=second, at=AT)

    assert not first.file.storage.exists(first.file.name)
    assert kept.file.storage.exists(kept.file.name)
    assert not Attachment.objects.get(pk=first.pk).file
    assert proposed.items.count() == 2
    logged = Entry.objects.get(verb="accounts.destruction_done")
    assert logged.details["destroyed"] == {"forums.evidence": 1}
    assert len(logged.details["labels"]) == 1


def test_nothing_is_destroyed_before_the_decision_or_by_whoever_entered_it(cast, second, proposed):
    with pytest.raises(NotAtThisStepError):
        destroy_list(list_id=proposed.pk, by=second, at=AT)
    approve_destruction(list_id=proposed.pk, **DECISION, by=cast.administrator, at=AT)
    with pytest.raises(AccountError, match="อีกคน"):
        destroy_list(list_id=proposed.pk, by=cast.administrator, at=AT)


def test_a_decided_list_does_not_change(cast, proposed):
    approve_destruction(list_id=proposed.pk, **DECISION, by=cast.administrator, at=AT)

    with pytest.raises(NotAtThisStepError, match="อนุมัติแล้ว"):
        keep_item(
            list_id=proposed.pk, item_id=proposed.items.earliest("pk").pk, reason="x", by=cast.administrator, at=AT
        )


def test_each_step_stands_in_the_log(cast, second, proposed):
    item = proposed.items.earliest("pk")

    keep_item(list_id=proposed.pk, item_id=item.pk, reason="มีคดี", by=cast.administrator, at=AT)
    approve_destruction(list_id=proposed.pk, **DECISION, by=cast.administrator, at=AT)
    destroy_list(list_id=proposed.pk, by=second, at=AT)

    steps = Entry.objects.filter(verb__startswith="accounts.destruction_").order_by("pk")
    assert [(step.verb, step.actor) for step in steps] == [
        ("accounts.destruction_proposed", None),
        ("accounts.destruction_item_decided", cast.administrator),
        ("accounts.destruction_approved", cast.administrator),
        ("accounts.destruction_done", second),
    ]
    assert [steps[0].details["items"], steps[1].after, steps[2].details["decision_number"]] == [
        2,
        {"kept_reason": "มีคดี"},
        "12/2576",
    ]


def test_what_was_kept_is_asked_about_again_after_a_year(cast, second, files, proposed):
    for item in proposed.items.all():
        keep_item(list_id=proposed.pk, item_id=item.pk, reason="มีคดี", by=cast.administrator, at=AT)
    approve_destruction(list_id=proposed.pk, **DECISION, by=cast.administrator, at=AT)
    destroy_list(list_id=proposed.pk, by=second, at=AT)

    assert propose_destruction(on=LATER + timedelta(days=100), at=AT) == 0
    assert propose_destruction(on=LATER + timedelta(days=366), at=AT) == 2


def test_the_pages_lead_from_list_to_decision_to_destruction(client, cast, second, proposed):
    client.force_login(cast.administrator)
    page = reverse("accounts:destruction", args=[proposed.pk])
    item = reverse("accounts:destruction-item", args=[proposed.pk, proposed.items.earliest("pk").pk])
    assert str(proposed) in client.get(reverse("accounts:destruction-lists")).content.decode()
    assert client.post(item, {"reason": "มีคดี"}).status_code == 302

    decision = reverse("accounts:destruction-decide", args=[proposed.pk])
    assert decide(client, decision, committee="ก", decided_on="", decision_number="1").status_code == 422
    assert decide(client, decision, **DECISION | {"decided_on": LATER.isoformat()}).status_code == 302

    assert "ผู้ทำลายต้องไม่ใช่ผู้บันทึกมติ" in client.get(page).content.decode()
    client.force_login(second)
    assert "ขอทำลาย 1 จาก 2 รายการ" in client.get(page).content.decode()
    assert client.post(reverse("accounts:destroy", args=[proposed.pk])).status_code == 302
    proposed.refresh_from_db()
    assert proposed.destroyed_by == second


def test_a_decision_about_a_list_that_changed_since_it_was_shown_is_asked_again(client, cast, proposed):
    client.force_login(cast.administrator)
    decision = reverse("accounts:destruction-decide", args=[proposed.pk])
    shown = client.get(decision).context["seen"]
    item = proposed.items.earliest("pk")
    keep_item(list_id=proposed.pk, item_id=item.pk, reason="มีคดี", by=cast.administrator, at=AT)

    page = client.post(decision, DECISION | {"decided_on": LATER.isoformat(), "seen": shown})

    assert page.status_code == 409
    assert [(c.before, c.now) for c in page.context["changed"].changes] == [("2", "1"), ("", "มีคดี")]
    proposed.refresh_from_db()
    assert proposed.state == DestructionState.PROPOSED
