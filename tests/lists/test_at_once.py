"""Two people, and one person twice, bring the same list in the same moment: it is in once."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from bkkplan.ground.core.refusals import Refusal
from bkkplan.ground.lists import actions
from bkkplan.ground.lists.builders.preview import seal_of
from bkkplan.ground.lists.models import RowList
from budget.actions.money import money
from budget.models import ActionPlanItem, LedgerEntry
from communities.models import CommitteeMember, PlanProject
from forums.models import Proposal
from tests.at_once import at_once
from tests.factories.accounts import AT
from tests.factories.budget import ActionPlanEditionFactory, ActionPlanFactory, ApprovedItemFactory
from tests.factories.communities import CommitteeFactory, PlanFactory, PlanRevisionFactory
from tests.lists.conftest import ON
from tests.lists.test_proposals import does

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def proposals(cast, forum):
    return forum.pk, "ข้อเสนอ,งบประมาณ\nลอกคลอง,5\nติดไฟ,7", Proposal


def committee(cast, forum):
    term = CommitteeFactory(community=cast.home_community, term_no=9999, starts_on=ON)
    return term.pk, "ชื่อ,ตำแหน่ง\nนายหนึ่ง ดี,ประธาน\nนายสอง ดี,กรรมการ", CommitteeMember


def plan_projects(cast, forum):
    given = {"community": cast.home_community, "fiscal_year": 2567, "from_paper_at": AT, "from_paper_by": cast.officer}
    draft = PlanRevisionFactory(plan=PlanFactory(**given))
    return draft.pk, "โครงการ,งบประมาณ\nลอกคลอง,5\nติดไฟ,7", PlanProject


def plan_items(cast, forum):
    plan = ActionPlanFactory(district=cast.home)
    ActionPlanEditionFactory(plan=plan, number=0, reason="")
    return plan.pk, "โครงการ,งบประมาณ\nลอกคลอง,5\nติดไฟ,7", ActionPlanItem


def movements(cast, forum):
    item = ApprovedItemFactory(introduced_in__plan__district=cast.home, title="ลอกคลอง")
    given = {"act": uuid4(), "on": date(2023, 3, 1), "by": None, "at": AT}
    money.approve_item_budget(item_id=item.pk, amount=Decimal(100), **given)
    text = "โครงการ,ประเภทรายการ,จำนวนเงิน,วันที่\nลอกคลอง,เงินงวด,50,1/6/2566\nลอกคลอง,เงินงวด,20,2/6/2566"
    return f"2566-{cast.home.code}", text, LedgerEntry


KINDS = {
    "proposals": proposals,
    "committee": committee,
    "plan-projects": plan_projects,
    "plan-items": plan_items,
    "money": movements,
}


def told(upload, by):
    """What a person is told who confirms the list as it was looked at."""
    try:
        return actions.confirm(list_id=upload.pk, seen=seal_of(upload.outcome), on=ON, by=by, at=AT).state
    except Refusal as refusal:
        return str(refusal)


def test_one_list_that_two_people_confirm_at_once_one_of_them_twice_is_in_once(cast, forum, hand_in):
    upload = hand_in("ข้อเสนอ,งบประมาณ\nลอกคลอง,5\nติดไฟ,7")
    people = [cast.officer, cast.officer, cast.director]

    said = at_once(lambda by: told(upload, by), people)

    assert Proposal.objects.count() == 2
    faster = RowList.objects.get(pk=upload.pk).confirmed_by
    sentence = f"{faster} นำตารางนี้เข้าแล้ว ไม่มีแถวใดเข้าซ้ำ"
    assert said == ["done" if person == faster else sentence for person in people]


@pytest.mark.parametrize("kind", KINDS)
def test_one_table_that_two_people_bring_at_once_is_in_once(cast, forum, hand_in, kind):
    place, text, model = KINDS[kind](cast, forum)
    before = model.objects.count()
    lists = {by: hand_in(text, kind=kind, place=place, by=by) for by in (cast.officer, cast.director)}

    said = at_once(lambda by: told(lists[by], by), list(lists))

    assert model.objects.count() == before + 2
    assert sorted(said) == ["done", str(actions.RowsChangedError.sentence)]
    late = next(upload for by, upload in lists.items() if RowList.objects.get(pk=upload.pk).state == "checked")
    late.refresh_from_db()
    assert (does(late), late.outcome["marked"]) == (["same", "same"], [2, 3])


def test_a_form_that_is_sent_twice_at_once_is_one_list(cast, forum):
    given = {
        "kind": "proposals",
        "place": str(forum.pk),
        "uuid": uuid4(),
        "name": "ก.csv",
        "by": cast.officer,
        "at": AT,
    }

    first, second = at_once(lambda data: actions.submit(data=data, **given).pk, [b"x", b"x"])

    assert (first == second, RowList.objects.count()) == (True, 1)
