"""How papers go up a route: a stop passes one on, sends it back or decides it, and whoever may not is refused."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from bkkplan.ground.accounts.actions import sections
from bkkplan.ground.accounts.enums import Duty, Role
from bkkplan.ground.accounts.models import Assignment, Notice
from bkkplan.ground.accounts.queries import hands_full_of
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.rows.basis import Basis, BasisChangedError
from bkkplan.ground.routes.actions import (
    EmptyStopError,
    NotAtThisStopError,
    NotHandedInError,
    NotUnderWayError,
    ReasonNeededError,
    pass_on,
)
from bkkplan.ground.routes.enums import PassageState
from bkkplan.ground.routes.models import Passage, Stop
from bkkplan.ground.routes.queries.passages import who_fills, why_not_here
from budget.actions.checks import checks
from budget.actions.errors import CheckError
from budget.actions.plan import action_plan
from tests.factories.accounts import SectionFactory
from tests.factories.routes import person_as, route
from tests.routes.conftest import ALL, AT, ON, CommunityPlan, Edition, Results, again


def leave(person):
    Assignment.objects.filter(user=person).update(ends_on=ON)


def test_a_paper_is_passed_on_from_stop_to_stop_and_decided_at_the_last(case, staff):
    case.hand_in(staff.officer)
    case.pass_on(staff.head)
    case.pass_on(staff.assistant)
    assert case.now() == case.waiting

    case.decide(staff.director)

    assert (case.now(), case.passage.state) == (case.decided, PassageState.DECIDED)
    assert [stop.passed_by for stop in case.passage.ladder] == [staff.head, staff.assistant, staff.director]


def test_a_paper_is_not_decided_before_every_stop_has_passed_it(case, staff):
    case.hand_in(staff.officer)
    with pytest.raises(NotAtThisStopError, match="หัวหน้าฝ่าย ก"):
        case.decide(staff.director)

    case.pass_on(staff.head)

    with pytest.raises(NotAtThisStopError, match="ผู้ช่วย ข"):
        case.decide(staff.director)
    assert case.now() == case.waiting


def test_a_stop_that_is_left_out_is_not_asked(cast, case, staff):
    route(cast.home, case.code, Role.ASSISTANT_DIRECTOR, Role.DISTRICT_DIRECTOR, by=cast.director)
    case.hand_in(staff.officer)

    case.pass_on(staff.assistant)
    case.decide(staff.director)

    assert case.now() == case.decided


def test_a_paper_sent_back_returns_with_its_reason_and_begins_anew_at_the_first_stop(case, staff):
    case.hand_in(staff.officer)
    case.pass_on(staff.head)

    sent = case.send_back(staff.assistant, "ยังไม่มีแหล่งเงิน")

    assert case.now() == case.before
    assert (sent.state, sent.reason, sent.ended_by) == (PassageState.SENT_BACK, "ยังไม่มีแหล่งเงิน", staff.assistant)
    told = Notice.objects.filter(kind="routes.sent_back")
    assert {notice.recipient for notice in told} == {staff.officer, staff.head}
    assert all("ยังไม่มีแหล่งเงิน" in str(notice.params) for notice in told)
    case.hand_in(staff.officer)
    assert str(case.passage.waits_at) == "หัวหน้าฝ่าย"
    assert Passage.objects.filter(kind=case.code, paper=case.row.pk).count() == 2


def test_sending_back_needs_a_reason(case, staff):
    case.hand_in(staff.officer)

    with pytest.raises(ReasonNeededError):
        case.send_back(staff.head, "  ")

    assert case.passage.is_under_way


def test_whoever_handed_a_paper_in_does_not_pass_it(cast, case, staff):
    other = person_as(Role.SECTION_HEAD, cast.home)
    case.hand_in(staff.head)

    with pytest.raises(NotAtThisStopError, match="ของตนเองไม่ได้"):
        case.pass_on(staff.head)

    case.pass_on(other)


def test_a_link_does_not_hide_who_handed_a_paper_in(case, staff):
    case.hand_in(staff.officer)
    head = again(staff.head)
    head.entered_through = staff.officer

    with pytest.raises(NotAtThisStopError, match="ของตนเองไม่ได้"):
        pass_on(passage_id=case.passage.pk, by=head, at=AT, on=ON)


def test_the_database_refuses_a_paper_that_is_decided_by_whoever_handed_it_in(edition, staff):
    edition.hand_in(staff.officer)

    with pytest.raises(IntegrityError, match="paper_is_decided_by_another_person"), transaction.atomic():
        Passage.objects.update(state=PassageState.DECIDED, ended_on=ON, ended_at=AT, ended_by=staff.officer)


@pytest.mark.parametrize("name", ["officer", "assistant"])
def test_only_whoever_fills_the_stop_passes_a_paper(case, staff, name):
    case.hand_in(staff.officer)

    with pytest.raises(PermissionDenied):
        case.pass_on(getattr(staff, name))


def test_a_director_does_not_pass_in_the_place_of_somebody_who_is_there(case, staff):
    case.hand_in(staff.officer)

    with pytest.raises(NotAtThisStopError, match="หัวหน้าฝ่าย ก"):
        case.pass_on(staff.director)


def test_a_director_passes_in_the_place_of_a_holder_who_left(case, staff):
    case.hand_in(staff.officer)
    leave(staff.head)

    case.pass_on(staff.director)

    first = case.passage.ladder[0]
    assert (first.passed_by, first.is_in_place) == (staff.director, True)
    assert str(case.passage.waits_at) == "ผู้ช่วยผู้อำนวยการเขต"


def test_a_paper_is_not_handed_in_on_a_route_with_a_stop_that_nobody_fills(case, staff):
    leave(staff.assistant)

    with pytest.raises(EmptyStopError, match=r"ขั้นผู้ช่วยผู้อำนวยการเขต.*ไม่มีผู้ดำรงตำแหน่ง.*หรือตัดขั้นนี้ออก"):
        case.hand_in(staff.officer)

    assert (case.now(), case.passage) == (case.before, None)


def test_a_paper_is_not_handed_in_where_only_its_writer_fills_a_stop(case, staff):
    with pytest.raises(EmptyStopError, match="มีแต่ผู้เสนอเอง"):
        case.hand_in(staff.head)


def test_a_pass_holds_for_the_content_that_was_passed(case, staff):
    case.hand_in(staff.officer)
    case.pass_on(staff.head)
    case.change()

    with pytest.raises(NotAtThisStopError, match="เนื้อหาเปลี่ยนไปหลังจากที่ หัวหน้าฝ่าย ก"):
        case.pass_on(staff.assistant)

    case.send_back(staff.assistant)
    case.hand_in(staff.officer)
    case.pass_on(staff.head)
    case.pass_on(staff.assistant)
    case.decide(staff.director)


def test_what_changed_after_the_last_pass_is_not_decided(case, staff):
    case.hand_in(staff.officer)
    case.pass_on(staff.head)
    case.pass_on(staff.assistant)
    case.change()

    with pytest.raises(NotAtThisStopError, match="เนื้อหาเปลี่ยนไป"):
        case.decide(staff.director)

    assert case.now() == case.waiting


def test_what_the_page_showed_is_what_is_passed(case, staff):
    case.hand_in(staff.officer)

    with pytest.raises(BasisChangedError):
        pass_on(
            passage_id=case.passage.pk, seen=Basis({"state": ["x", "สถานะ", "y"]}), by=again(staff.head), at=AT, on=ON
        )


def test_a_paper_is_passed_once(case, staff):
    case.hand_in(staff.officer)
    passage = case.passage
    case.send_back(staff.head)

    with pytest.raises(NotUnderWayError):
        pass_on(passage_id=passage.pk, by=again(staff.director), at=AT, on=ON)


def test_the_last_stop_decides_on_the_papers_own_page(case, staff):
    case.hand_in(staff.officer)
    case.pass_on(staff.head)
    case.pass_on(staff.assistant)

    with pytest.raises(NotAtThisStopError, match="ขั้นสุดท้าย"):
        case.pass_on(staff.director)


def test_papers_under_way_keep_the_stops_they_were_handed_in_with(cast, case, staff):
    case.hand_in(staff.officer)

    route(cast.home, case.code, by=cast.director)

    assert [stop.role for stop in case.passage.ladder] == [role.value for role in ALL]
    with pytest.raises(NotAtThisStopError):
        case.decide(staff.director)


@pytest.mark.parametrize("kind", [Results, CommunityPlan])
def test_a_route_is_not_passed_by_without_handing_in(cast, staff, kind):
    case = kind(cast)
    route(cast.home, case.code, Role.SECTION_HEAD, by=cast.director)

    with pytest.raises(NotHandedInError):
        case.decide(staff.head)


def test_the_last_stop_may_be_below_the_director_and_then_no_officer_decides(cast, staff):
    case = CommunityPlan(cast)
    other = person_as(Role.DISTRICT_OFFICER, cast.home)
    route(cast.home, case.code, Role.SECTION_HEAD, by=cast.director)
    case.hand_in(staff.officer)

    with pytest.raises(NotAtThisStopError, match="หัวหน้าฝ่าย ก"):
        case.decide(other)

    case.decide(staff.head)
    assert case.now() == "confirmed"


def test_the_director_stays_the_last_stop_where_the_rule_says_so(cast, staff):
    cast.home.publishing_needs_director = True
    cast.home.save(update_fields=["publishing_needs_director"])
    for case in (Edition(cast), Results(cast)):
        route(cast.home, case.code, Role.SECTION_HEAD, by=cast.director)

        case.hand_in(staff.officer)

        assert [stop.role for stop in case.passage.ladder] == [Role.SECTION_HEAD, Role.DISTRICT_DIRECTOR]


def test_a_route_of_the_director_alone_changes_nothing_where_the_director_decides_anyway(cast, staff):
    case = Edition(cast)
    route(cast.home, case.code, Role.DISTRICT_DIRECTOR, by=cast.director)

    case.hand_in(staff.officer)
    case.decide(staff.director)

    assert case.passage is None


def test_a_community_plan_is_handed_in_only_where_there_is_a_route_and_its_check_is_finished(cast, staff):
    case = CommunityPlan(cast)

    with pytest.raises(CheckError, match="รับรองแผนได้เลย"):
        case.hand_in(staff.officer)

    case.decide(staff.officer)


def test_a_recalled_plan_leaves_its_route(edition, staff):
    edition.hand_in(staff.officer)

    action_plan.recall(plan_id=edition.row.plan_id, by=again(staff.officer), at=AT, on=ON)

    assert edition.passage.state == PassageState.RECALLED


def test_a_plan_that_the_director_sends_back_leaves_its_route_with_the_reason(edition, staff):
    edition.hand_in(staff.officer)

    action_plan.send_back(plan_id=edition.row.plan_id, reason="รอข้อบัญญัติ", by=again(staff.director), at=AT, on=ON)

    assert (edition.passage.state, edition.passage.reason) == (PassageState.SENT_BACK, "รอข้อบัญญัติ")


def test_a_community_plan_that_goes_back_to_its_community_leaves_the_route(cast, staff):
    case = CommunityPlan(cast)
    route(cast.home, case.code, Role.SECTION_HEAD, by=cast.director)
    case.hand_in(staff.officer)

    checks.return_plan(revision_id=case.row.pk, reason="แก้งบประมาณ", by=again(staff.officer), at=AT, on=ON)

    assert (case.passage.state, case.passage.reason) == (PassageState.SENT_BACK, "แก้งบประมาณ")


def test_each_holder_in_turn_is_told(case, staff):
    case.hand_in(staff.officer)
    case.pass_on(staff.head)
    case.pass_on(staff.assistant)

    told = Notice.objects.filter(kind="routes.waits").order_by("pk")

    assert [notice.recipient for notice in told] == [staff.head, staff.assistant, staff.director]


def test_the_log_has_each_act(case, staff):
    case.hand_in(staff.officer)
    case.pass_on(staff.head)
    case.send_back(staff.assistant)

    verbs = Entry.objects.about(case.passage).order_by("pk").values_list("verb", flat=True)

    assert list(verbs) == ["routes.handed_in", "routes.passed_on", "routes.sent_back"]
    assert Stop.objects.filter(passed_on=ON).count() == 1


def test_the_head_of_the_section_in_charge_passes_and_no_other(case, cast, staff):
    in_charge, another = (SectionFactory(office=cast.home.office, duties=duties) for duties in (list(Duty), []))
    head_of_another = person_as(Role.SECTION_HEAD, cast.home, full_name="หัวหน้าฝ่ายอื่น")
    for person, section in ((staff.head, in_charge), (staff.officer, in_charge), (head_of_another, another)):
        person.assignments.get().sections.set([section])
    case.hand_in(staff.officer)

    with pytest.raises(PermissionDenied):
        case.pass_on(head_of_another)

    assert who_fills(case.code, cast.home.pk, on=ON)[Role.SECTION_HEAD] == (staff.head,)
    case.pass_on(staff.head)


def test_a_paper_waits_for_the_head_of_the_section_that_took_over(case, cast, staff):
    office = cast.home.office
    old = SectionFactory(office=office, name="ฝ่าย ก", duties=list(Duty))
    new = SectionFactory(office=office, name="ฝ่าย ข")
    head = person_as(Role.SECTION_HEAD, cast.home, full_name="หัวหน้าฝ่าย ข")
    staff.head.assignments.get().sections.set([old])
    head.assignments.get().sections.set([new])
    cast.officer.assignments.get().sections.set([old])
    case.hand_in(staff.officer)
    sections.change_section(section_id=old.pk, name="ฝ่าย ก ใหม่", duties=old.duties, by=cast.director, at=AT)
    assert who_fills(case.code, cast.home.pk, on=ON)[Role.SECTION_HEAD] == (staff.head,)
    assert [said for in_hand in hands_full_of if (said := in_hand(old))] == ["เรื่องที่รอหัวหน้าฝ่าย 1 เรื่อง"]

    Assignment.objects.filter(user=staff.head).update(ends_on=ON)
    sections.close_section(section_id=old.pk, into=new.pk, on=ON, by=cast.director, at=AT)

    assert case.passage.is_under_way
    case.pass_on(head)


def test_where_nobody_directs_the_sentences_say_who_appoints(case, cast, staff):
    case.hand_in(staff.officer)
    case.pass_on(staff.head)
    case.pass_on(staff.assistant)
    Assignment.objects.filter(role=Role.DISTRICT_DIRECTOR, district=cast.home).update(ends_on=ON)
    passage = case.passage

    why_not = why_not_here(passage, passage.waits_at, by=again(staff.assistant), on=ON)

    assert "ผู้อำนวยการเขต ซึ่งวันนี้ไม่มีผู้ดำรงตำแหน่ง ให้ผู้ดูแลระบบตั้งผู้รักษาราชการแทน" in why_not
    assert passage.is_under_way
    stand_in = person_as(Role.DISTRICT_DIRECTOR, cast.home)
    case.decide(stand_in)
    assert case.now() == case.decided
