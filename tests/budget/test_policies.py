"""A district's policy: drafted after its forums, approved by another person, and then the area strategy of the year."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.rows.basis import BasisChangedError
from budget.actions.strategy import nodes, policies, trees
from budget.actions.strategy.nodes import NodeInUseError, NodeWords, OfPolicyError
from budget.enums import TreeKind
from budget.models import AreaPolicy, PolicyStatement, StrategyNode
from budget.queries.my_work import todos_for
from budget.queries.strategy import trees as tree_queries
from budget.queries.strategy.policies import (
    ask_policies_of,
    basis_of_policy,
    basis_of_statement,
    nodes_of_policy,
    read,
    statements_from,
)
from tests.budget.conftest import ON
from tests.deciding import decide
from tests.factories.accounts import AT
from tests.factories.budget import AreaPolicyFactory, CheckFactory, PolicyStatementFactory
from tests.factories.forums import ForumFactory, ProposalFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db

YEAR = FiscalYear(2567)
SAFE = "ให้ทุกซอยสว่างและปลอดภัย"


@pytest.fixture
def proposals(cast):
    forum = ForumFactory(district=cast.home, published=True)
    return [ProposalFactory(forum=forum, title=title) for title in ("ติดไฟซอย 1", "ติดไฟซอย 2", "ขุดลอกคลอง")]


@pytest.fixture
def policy(cast):
    return policies.begin_policy(district_id=cast.home.pk, year=YEAR, by=cast.officer, at=AT)


def say(policy, text, proposals, *, by, **more):
    return policies.save_statement(
        policy_id=policy.pk, text=text, proposals=[one.pk for one in proposals], by=by, at=AT, **more
    )


def hand_in(policy, by):
    return policies.submit_policy(policy_id=policy.pk, by=by, at=AT)


def approve(policy, by, **more):
    return policies.approve_policy(policy_id=policy.pk, on=ON, by=by, at=AT, **more)


def decided(cast, policy, *texts_and_proposals):
    for text, proposals in texts_and_proposals:
        say(policy, text, proposals, by=cast.officer)
    hand_in(policy, cast.officer)
    return approve(policy, cast.director)


def offered(cast):
    return [node.name_th for node in tree_queries.offered_to_checks(YEAR, cast.home)[TreeKind.AREA].nodes]


def test_what_the_director_approves_is_offered_to_the_second_question_of_checks(cast, policy, proposals):
    decided(cast, policy, (SAFE, proposals[:2]), ("ให้น้ำไหลสะดวก", proposals[2:]))

    assert offered(cast) == [SAFE, "ให้น้ำไหลสะดวก"]
    (said,) = next(ask_policies_of(cast.home, since=YEAR))
    assert [(one.number, one.text, one.count) for one in said.statements] == [(1, SAFE, 2), (2, "ให้น้ำไหลสะดวก", 1)]
    assert statements_from(proposals[0]) == [policy.statements.get(text=SAFE)]
    assert Entry.objects.filter(verb="budget.policy_approved").exists()
    assert Entry.objects.filter(verb="budget.policy_submitted").exists()
    assert Entry.objects.filter(verb="budget.statement_saved").count() == 2


def test_a_draft_changes_nothing(cast, policy, proposals):
    say(policy, SAFE, proposals, by=cast.officer)

    assert offered(cast) == []
    assert next(ask_policies_of(cast.home, since=YEAR)) == []
    assert statements_from(proposals[0]) == []


def test_whoever_submits_does_not_approve(cast, policy, proposals):
    say(policy, SAFE, proposals, by=cast.director)
    hand_in(policy, cast.director)

    with pytest.raises(policies.OwnPolicyError):
        approve(policy, cast.director)

    with pytest.raises(IntegrityError, match="policy_is_approved_by_another_person"), transaction.atomic():
        AreaPolicyFactory(approved=True, submitted_by=cast.director, approved_by=cast.director)


def test_only_the_director_approves(cast, policy, proposals):
    say(policy, SAFE, proposals, by=cast.officer)
    hand_in(policy, cast.officer)

    for person in (cast.officer, cast.away_director, cast.strategy):
        with pytest.raises(PermissionDenied):
            approve(policy, person)


def test_nobody_approves_what_changed_after_they_looked(cast, policy, proposals):
    statement = say(policy, SAFE, proposals, by=cast.officer)
    hand_in(policy, cast.officer)
    seen = basis_of_policy(policy)
    policies.send_back_policy(policy_id=policy.pk, reason="เพิ่มที่มา", by=cast.director, at=AT)
    say(policy, SAFE, proposals[:1], by=cast.officer, lineage=statement.lineage)
    hand_in(policy, cast.officer)

    with pytest.raises(BasisChangedError):
        approve(policy, cast.director, seen=seen)

    policy.refresh_from_db()
    approve(policy, cast.director, seen=basis_of_policy(policy))


def test_a_statement_that_a_colleague_changed_is_not_written_over(cast, policy, proposals):
    statement = say(policy, SAFE, proposals, by=cast.officer)
    seen = basis_of_statement(statement)
    say(policy, "อีกข้อความ", proposals, by=cast.director, lineage=statement.lineage)

    with pytest.raises(BasisChangedError):
        say(policy, "ข้อความของฉัน", proposals, by=cast.officer, lineage=statement.lineage, seen=seen)


def test_a_policy_names_published_proposals_of_its_district_and_of_the_year_before(cast, policy, proposals):
    wrong = [
        ProposalFactory(forum=ForumFactory(district=cast.away, published=True)),
        ProposalFactory(forum=ForumFactory(district=cast.home, held=True)),
        ProposalFactory(forum=ForumFactory(district=cast.home, published=True, fiscal_year=2565)),
        ProposalFactory(forum=proposals[0].forum, removed_on=ON, removed_by=cast.officer),
    ]

    for proposal in wrong:
        with pytest.raises(policies.NotItsProposalError):
            say(policy, SAFE, [proposal], by=cast.officer)

    with pytest.raises(IntegrityError, match="policy_names_proposals_of_its_district"), transaction.atomic():
        PolicyStatementFactory(policy=policy, proposals=wrong[:1])


def test_nothing_is_submitted_without_statements_that_rest_on_proposals(cast, policy, proposals):
    with pytest.raises(policies.NothingSaidError):
        hand_in(policy, cast.officer)

    say(policy, SAFE, proposals, by=cast.officer)
    with pytest.raises(policies.SameStatementError):
        say(policy, SAFE, proposals, by=cast.officer)
    proposals[0].forum.proposals.update(removed_on=ON, removed_by=cast.officer)

    with pytest.raises(policies.NothingSaidError):
        hand_in(policy, cast.officer)


def test_what_waits_for_the_director_is_not_changed(cast, policy, proposals):
    statement = say(policy, SAFE, proposals, by=cast.officer)
    hand_in(policy, cast.officer)

    with pytest.raises(policies.NotDraftError):
        say(policy, "เพิ่มทีหลัง", proposals, by=cast.officer)
    with pytest.raises(policies.NotDraftError):
        policies.remove_statement(policy_id=policy.pk, lineage=statement.lineage, by=cast.officer, at=AT)
    with pytest.raises(policies.NotDraftError):
        hand_in(policy, cast.officer)


def test_it_waits_for_the_director_and_sent_back_for_the_officer(cast, policy, proposals):
    def waits(person):
        return [todo.is_waiting_for_others for todo in todos_for(person, on=ON) if "นโยบาย" in todo.text]

    say(policy, SAFE, proposals, by=cast.officer)
    hand_in(policy, cast.officer)

    assert (waits(cast.officer), waits(cast.director)) == ([True], [False])
    assert cast.director.notices.filter(kind="budget.policy_submitted").exists()

    with pytest.raises(policies.ReturnReasonNeededError):
        policies.send_back_policy(policy_id=policy.pk, reason=" ", by=cast.director, at=AT)
    policies.send_back_policy(policy_id=policy.pk, reason="สั้นกว่านี้", by=cast.director, at=AT)

    assert waits(cast.officer) == [False]
    assert cast.officer.notices.filter(kind="budget.policy_sent_back").exists()
    with pytest.raises(policies.NotSubmittedError):
        approve(policy, cast.director)


def test_the_next_edition_keeps_the_nodes_that_checks_name_already(cast, policy, proposals):
    decided(cast, policy, (SAFE, proposals[:2]), ("ให้น้ำไหลสะดวก", proposals[2:]))
    safe, water = (StrategyNode.objects.get(name_th=text) for text in (SAFE, "ให้น้ำไหลสะดวก"))
    CheckFactory(project__revision__plan__community=cast.home_community, area_node=water)
    second = policies.begin_policy(district_id=cast.home.pk, year=YEAR, by=cast.officer, at=AT)
    first, other = second.statements.order_by("position")
    say(second, "ให้ทุกซอยสว่าง", proposals[:1], by=cast.officer, lineage=first.lineage)
    policies.remove_statement(policy_id=second.pk, lineage=other.lineage, by=cast.officer, at=AT)
    hand_in(second, cast.officer)

    with pytest.raises(policies.StatementInUseError):
        approve(second, cast.director)

    policies.send_back_policy(policy_id=second.pk, reason="ใส่คืน", by=cast.director, at=AT)
    say(second, "ให้น้ำไหลสะดวก", proposals[2:], by=cast.officer)
    hand_in(second, cast.officer)
    approve(second, cast.director)
    assert Entry.objects.filter(verb="budget.statement_removed").count() == 1
    assert nodes_of_policy(cast.home, YEAR) == {safe.pk, water.pk}


def test_a_second_edition_renames_its_nodes_and_takes_out_unused_ones(cast, policy, proposals):
    decided(cast, policy, (SAFE, proposals[:2]), ("ให้น้ำไหลสะดวก", proposals[2:]))
    safe = StrategyNode.objects.get(name_th=SAFE)
    second = policies.begin_policy(district_id=cast.home.pk, year=YEAR, by=cast.officer, at=AT)
    assert second == policies.begin_policy(district_id=cast.home.pk, year=YEAR, by=cast.director, at=AT)
    first, other = second.statements.order_by("position")
    say(second, "ให้ทุกซอยสว่าง", proposals[:1], by=cast.officer, lineage=first.lineage)
    policies.remove_statement(policy_id=second.pk, lineage=other.lineage, by=cast.officer, at=AT)

    assert offered(cast) == [SAFE, "ให้น้ำไหลสะดวก"]
    hand_in(second, cast.officer)
    approve(second, cast.director)

    safe.refresh_from_db()
    assert safe.name_th == "ให้ทุกซอยสว่าง"
    assert offered(cast) == ["ให้ทุกซอยสว่าง"]
    assert nodes_of_policy(cast.home, YEAR) == {safe.pk}
    (said,) = next(ask_policies_of(cast.home, since=YEAR))
    assert (said.row.number, [one.text for one in said.statements]) == (2, ["ให้ทุกซอยสว่าง"])
    assert [one.text for one in read([policy])[0].statements] == [SAFE, "ให้น้ำไหลสะดวก"]


def test_a_node_that_officers_wrote_with_the_same_words_becomes_the_policys(cast, policy, proposals):
    tree = trees.begin_district_tree(district=cast.home, year=YEAR, kind=TreeKind.AREA, by=cast.officer, at=AT)
    written = [
        nodes.add_node(tree_id=tree.pk, words=NodeWords(name, code), on=ON, by=cast.officer, at=AT)
        for name, code in ((SAFE, "1"), ("ของเขตเอง", "2"))
    ]
    decided(cast, policy, (SAFE, proposals))

    assert nodes_of_policy(cast.home, YEAR) == {written[0].pk}
    assert offered(cast) == [SAFE, "ของเขตเอง"]
    words = {"on": ON, "by": cast.officer, "at": AT}
    with pytest.raises(OfPolicyError):
        nodes.save_node(node_id=written[0].pk, seen=1, words=NodeWords("อื่น"), **words)
    with pytest.raises(NodeInUseError):
        nodes.remove_node(node_id=written[0].pk, **words)
    nodes.save_node(node_id=written[1].pk, seen=1, words=NodeWords("ของเขตเอง 2", "2"), **words)


def test_a_statement_that_is_gone_is_not_changed(cast, policy, proposals):
    with pytest.raises(policies.PolicyError):
        say(policy, SAFE, proposals, by=cast.officer, lineage=uuid4())

    policies.remove_statement(policy_id=policy.pk, lineage=uuid4(), by=cast.officer, at=AT)
    assert not Entry.objects.filter(verb="budget.statement_removed").exists()


def test_a_policy_is_written_submitted_and_approved_on_its_pages(cast, client, proposals):
    page = f"/work/policies/{YEAR}/{cast.home.code}/"
    client.force_login(cast.officer)
    client.post(f"{page}begin/")
    chosen = [str(one.pk) for one in proposals[:2]]
    shown = client.get(f"{page}statements/new/")
    assert "ติดไฟซอย 1" in words_of(shown)
    decide(client, f"{page}statements/new/", text=SAFE, proposals=chosen)
    policy = AreaPolicy.objects.get()
    statement = policy.statements.get()
    edited = decide(client, f"{page}statements/{statement.lineage}/edit/", text=SAFE, proposals=chosen[:1])
    assert edited.status_code == 302
    assert decide(client, f"{page}submit/").status_code == 302
    assert "เสนอแล้ว รออนุมัติ" in words_of(client.get(page))

    client.force_login(cast.director)
    assert SAFE in words_of(client.get(f"{page}approve/"))
    assert decide(client, f"{page}approve/").status_code == 302

    client.logout()
    district = words_of(client.get(f"/districts/{cast.home.code}/"))
    assert "นโยบายการพัฒนาเขต ปีงบประมาณ 2567" in district
    assert SAFE in district
    assert "จากข้อเสนอ 1 ข้อ" in district
    assert SAFE in words_of(client.get(f"/proposals/{proposals[0].uuid}/"))
    assert SAFE not in words_of(client.get(f"/proposals/{proposals[1].uuid}/"))
    assert PolicyStatement.objects.count() == 1
