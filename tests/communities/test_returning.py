"""A plan is sent back with a list of reasons; its committee ticks them, and the district sees what was ticked."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.models import StaleError
from communities.actions import mending, plans, returning
from communities.enums import WritingStep
from communities.models import PlanRevision, ReturnReason
from communities.models.template import usual_items
from communities.queries import completeness_of
from communities.queries.rules_to_meet import reasons_before, rules_of
from tests.deciding import decide
from tests.factories.communities import (
    PlanProblemFactory,
    PlanProjectFactory,
    PlanRevisionFactory,
    ReturnReasonFactory,
)
from tests.words import words_of

AT = datetime(2023, 6, 2, 3, 0, tzinfo=UTC)
WHEN = {"at": AT, "on": AT.date()}
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def submitted(cast):
    revision = PlanRevisionFactory(
        plan__community=cast.home_community, plan__template__items=usual_items(), submitted=True
    )
    template = revision.plan.template
    template.sections = [{"code": "vision", "title_th": "วิสัยทัศน์", "required": True}]
    template.save(update_fields=["sections"])
    PlanProblemFactory(revision=revision)
    PlanProjectFactory(revision=revision, rank=1, title="ซ่อมทางเดิน")
    return revision


@pytest.fixture
def draft(cast):
    returned = PlanRevisionFactory(plan__community=cast.home_community, returned=True)
    return PlanRevisionFactory(plan=returned.plan, number=2)


@pytest.fixture
def reason(draft):
    return ReturnReasonFactory(
        revision=draft.plan.revisions.get(number=1), sentence="แก้วิสัยทัศน์", anchor="section-vision"
    )


def codes(revision):
    return {rule.code: rule for _title, group in rules_of(revision) for rule in group}


def tick(reason, draft, by, *, is_mended=True, seen=None):
    return mending.tick_reason(
        reason_id=reason.pk,
        revision_id=draft.pk,
        is_mended=is_mended,
        seen=reason.version if seen is None else seen,
        by=by,
        at=AT,
    )


def page_of(reason):
    plan = reason.revision.plan
    return reverse("communities:return-reason", args=[plan.year, plan.community.code, reason.uuid])


def write(draft, step=""):
    return f"/work/plans/2567/{draft.plan.community.code}/write/{step}"


def test_whatever_a_plan_can_lack_can_be_chosen(submitted):
    submitted.problems.all().delete()

    lacked = {(one.anchor, one.project) for one in completeness_of(submitted).missing}
    project = submitted.projects.get()
    offered = {(rule.anchor, project.uuid if rule.lineage else None) for rule in codes(submitted).values()}

    assert ("problems", None) in lacked
    assert ("section-vision", None) in lacked
    assert lacked <= offered
    assert {("id_target", project.uuid), ("money", project.uuid), ("areas", project.uuid)} <= offered


def test_chosen_rules_and_each_line_of_own_words_become_reasons(submitted, cast):
    lineage = submitted.projects.get().lineage
    words = "1. ซ่อมทางเดิน: ที่ดินเอกชน\n\nขอสำเนาบันทึกการประชุม"

    draft = plans.return_plan(
        revision_id=submitted.pk, reason=words, chosen=[f"{lineage}/id_target"], by=cast.officer, **WHEN
    )

    reasons = reasons_before(draft)
    assert [(one.sentence, one.anchor, one.lineage) for one in reasons] == [
        ("โครงการ “ซ่อมทางเดิน”: เป้าหมายยังไม่ครบหรือยังไม่ชัดเจน", "id_target", lineage),
        ("1. ซ่อมทางเดิน: ที่ดินเอกชน", "", lineage),
        ("ขอสำเนาบันทึกการประชุม", "", None),
    ]
    assert [one.step for one in reasons] == [WritingStep.ITEMS, WritingStep.ITEMS, None]
    submitted.refresh_from_db()
    assert submitted.return_reason.splitlines() == [one.sentence for one in reasons]


def test_a_rule_alone_is_reason_enough_and_a_rule_of_another_plan_is_none(submitted, cast):
    with pytest.raises(returning.UnknownRuleError):
        plans.return_plan(revision_id=submitted.pk, reason="", chosen=[f"{uuid4()}/id_target"], by=cast.officer, **WHEN)
    assert not ReturnReason.objects.exists()

    plans.return_plan(revision_id=submitted.pk, reason=" ", chosen=["plan/problems"], by=cast.officer, **WHEN)

    assert [one.anchor for one in ReturnReason.objects.all()] == ["problems"]


def test_the_officer_chooses_on_the_page_of_the_return(client, submitted, cast):
    client.force_login(cast.officer)
    page = reverse("budget:check-return", args=[submitted.pk])

    silent = decide(client, page, reason=" ")
    decide(client, page, reason="", chosen=["plan/section-vision"])

    assert silent.status_code == 422
    assert "เลือกข้อที่ให้แก้ หรือเขียนเหตุผลก่อน" in words_of(silent)
    assert ReturnReason.objects.get().anchor == "section-vision"
    assert PlanRevision.objects.get(pk=submitted.pk).state == "returned"


def test_a_tick_is_kept_signed_logged_and_taken_off_again(draft, reason, cast):
    ticked = tick(reason, draft, cast.member)
    assert (ticked.mended_at, ticked.mended_by) == (AT, cast.member)

    tick(ticked, draft, cast.member)  # sent twice
    opened = tick(ticked, draft, cast.member, is_mended=False)

    assert (opened.mended_at, opened.mended_by) == (None, None)
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "communities.return_reason_mended",
        "communities.return_reason_open_again",
    ]


def test_nobody_ticks_over_a_tick_that_they_have_not_seen(draft, reason, cast):
    tick(reason, draft, cast.member)

    with pytest.raises(StaleError):
        tick(reason, draft, cast.member, is_mended=False, seen=1)


def test_only_reasons_of_the_last_return_are_ticked_and_only_by_those_who_write(draft, reason, cast):
    with pytest.raises(PermissionDenied):
        tick(reason, draft, cast.officer)
    old = ReturnReasonFactory(revision=PlanRevisionFactory(returned=True))

    with pytest.raises(mending.OtherReturnError):
        tick(old, draft, cast.member)


def test_a_reason_stands_beside_its_field_and_is_ticked_there_with_and_without_script(client, draft, reason, cast):
    general = ReturnReasonFactory(revision=reason.revision, sentence="ขอบันทึกการประชุม")
    client.force_login(cast.member)

    page = client.get(write(draft))
    shown = {one.sentence: href for one, href in page.context["reasons"]}
    plain = client.post(page_of(reason), {"mended": "on", "version": "1"})
    saved = client.post(page_of(general), {"mended": "on", "version": "1"}, **JSON)

    assert shown == {"แก้วิสัยทัศน์": f"{write(draft)}#reason-{reason.uuid}", "ขอบันทึกการประชุม": ""}
    assert [beside for _s, _f, beside in page.context["sections"]] == [[reason]]
    assert plain.url == f"{write(draft)}#reason-{reason.uuid}"
    assert saved.json()["shown"] == {"mended": "on"}
    assert set(ReturnReason.objects.values_list("mended_by", flat=True)) == {cast.member.pk}


def test_a_reason_about_a_project_stands_beside_it_and_in_the_list_once_it_is_out(client, draft, cast):
    project = PlanProjectFactory(revision=draft)
    reason = ReturnReasonFactory(
        revision=draft.plan.revisions.get(number=1), anchor="id_target", lineage=project.lineage
    )
    client.force_login(cast.member)

    page = client.get(write(draft, "items/"))
    assert [beside for *_rest, beside in page.context["sheets"]] == [[reason]]
    assert [href for _one, href in page.context["reasons"]] == [f"{write(draft, 'items/')}#reason-{reason.uuid}"]

    project.delete()
    assert [href for _one, href in client.get(write(draft, "items/")).context["reasons"]] == [""]


def test_the_district_sees_what_was_ticked(client, draft, reason, cast):
    tick(reason, draft, cast.member)
    PlanRevision.objects.filter(pk=draft.pk).update(
        state="submitted", submitted_on=AT.date(), submitted_at=AT, submitted_by=cast.member
    )
    client.force_login(cast.officer)

    for page in (reverse("budget:check", args=[draft.pk]), draft.plan.get_absolute_url()):
        words = words_of(client.get(page))
        assert "แก้วิสัยทัศน์" in words
        assert "ชุมชนแก้แล้ว" in words
