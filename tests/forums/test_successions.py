"""Proposals that stand for others: merged, split, and undone; what was said stays, and is told what became of it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from bkkplan.ground.audit.models import Entry
from forums.actions import proposals as rows
from forums.actions import successions, uptakes
from forums.actions.errors import NothingLeftError, NotToBeJoinedError, ReasonNeededError, WrongMomentError
from forums.models import Proposal, Succession
from tests.factories.communities import PlanFactory, PlanRevisionFactory
from tests.factories.forums import AT, ForumFactory, ProposalFactory, SuccessionFactory
from tests.words import words_of

DAY = date(2023, 6, 2)
REASON = "ขอเรื่องเดียวกัน"


@pytest.fixture
def lead(published):
    return ProposalFactory(forum=published, title="ขอติดไฟส่องสว่างในซอย")


@pytest.fixture
def alike(published):
    return ProposalFactory.create_batch(2, forum=published, title="ขอติดไฟส่องสว่างซอย")


@pytest.fixture
def plan(cast):
    return PlanRevisionFactory(plan=PlanFactory(community=cast.home_community)).plan


def merge(into, proposals, by):
    ids = [proposal.pk for proposal in proposals]
    return successions.merge(into_id=into.pk, proposal_ids=ids, on=DAY, by=by, at=AT)


def split(whole, *parts, by):
    return successions.split(proposal_id=whole.pk, parts=parts, reason=REASON, on=DAY, by=by, at=AT)


def join_again(whole, *, by, reason="แยกผิด"):
    return successions.join_again(proposal_id=whole.pk, reason=reason, on=DAY, by=by, at=AT)


def take_out(row, *, by, reason="คนละซอย"):
    return successions.take_out(succession_id=row.pk, reason=reason, on=DAY, by=by, at=AT)


def take_up(plan, proposal, by):
    return uptakes.take_up(plan_id=plan.pk, proposal_id=proposal.pk, on=DAY, by=by, at=AT)


def verbs():
    return list(Entry.objects.order_by("pk").values_list("verb", flat=True))


def test_a_merge_keeps_the_words_of_all_and_counts_them(cast, lead, alike):
    found = merge(lead, alike, cast.officer)

    assert [row.proposal for row in found] == alike
    assert set(Proposal.objects.on_their_own()) == {lead}
    assert Proposal.objects.said().count() == 3
    assert {p.title for p in Proposal.objects.live()} == {lead.title, alike[0].title}
    assert verbs() == ["forums.proposal_merged"] * 2


def test_a_merge_that_is_sent_twice_is_done_once(cast, lead, alike):
    merge(lead, alike, cast.officer)

    assert merge(lead, alike, cast.officer) == []
    assert Succession.objects.count() == 2


def test_only_the_own_office_joins_and_splits(cast, lead, alike):
    for stranger in (cast.away_officer, cast.member, cast.strategy):
        with pytest.raises(PermissionDenied):
            merge(lead, alike, stranger)
        with pytest.raises(PermissionDenied):
            split(lead, "ก", "ข", by=stranger)


def test_what_is_in_a_plan_does_not_go_into_another_but_takes_others_in(cast, lead, alike, plan):
    take_up(plan, alike[0], cast.member)

    with pytest.raises(NotToBeJoinedError, match="เลือกข้อเสนอนี้เป็นข้อเสนอหลักแทน"):
        merge(lead, alike, cast.officer)
    assert Succession.objects.count() == 0

    merge(alike[0], [lead, alike[1]], cast.officer)
    assert set(Proposal.objects.on_their_own()) == {alike[0]}


def test_what_another_stands_for_is_not_taken_into_a_plan(cast, lead, alike, plan):
    merge(lead, alike, cast.officer)

    with pytest.raises(WrongMomentError, match=lead.title):
        take_up(plan, alike[0], cast.member)
    take_up(plan, lead, cast.member)


def test_no_proposal_goes_two_ways_or_round_in_a_circle(cast, lead, alike, published):
    merge(lead, alike[:1], cast.officer)
    other = ProposalFactory(forum=published)

    with pytest.raises(NotToBeJoinedError, match="ยกเลิกการรวม"):
        merge(other, alike[:1], cast.officer)
    with pytest.raises(NotToBeJoinedError, match="เลือกข้อเสนอที่แทนข้อนี้"):
        merge(alike[0], [lead], cast.officer)
    with pytest.raises(NotToBeJoinedError, match="อย่างน้อยหนึ่งข้อ"):
        merge(lead, [lead], cast.officer)


def test_only_published_proposals_of_one_district_are_joined(cast, lead, held):
    with pytest.raises(NotToBeJoinedError, match="เผยแพร่"):
        merge(lead, [ProposalFactory(forum=held)], cast.officer)
    away = ProposalFactory(forum=ForumFactory(district=cast.away, published=True))
    with pytest.raises(PermissionDenied):
        merge(lead, [away], cast.officer)


def test_a_merge_is_undone_one_by_one_with_a_reason(cast, lead, alike):
    first, _second = merge(lead, alike, cast.officer)

    with pytest.raises(ReasonNeededError):
        take_out(first, by=cast.officer, reason=" ")
    take_out(first, by=cast.officer)

    assert set(Proposal.objects.on_their_own()) == {lead, alike[0]}
    assert verbs()[-1] == "forums.merge_undone"
    with pytest.raises(WrongMomentError):
        take_out(first, by=cast.officer)
    merge(lead, alike[:1], cast.officer)  # and may begin anew


def test_a_split_makes_proposals_that_are_not_counted(cast, lead, plan):
    lead.area, lead.place = None, "ซอย 4"
    lead.save()

    made = split(lead, "ซ่อมทางเท้า", " ติดไฟ ", "", "ติดไฟ", by=cast.officer)

    parts = [row.into for row in made]
    assert [(part.title, part.place, part.forum) for part in parts] == [
        ("ซ่อมทางเท้า", "ซอย 4", lead.forum),
        ("ติดไฟ", "ซอย 4", lead.forum),
    ]
    assert set(Proposal.objects.on_their_own()) == set(parts)
    assert list(Proposal.objects.said()) == [lead]
    assert verbs() == ["forums.proposal_split"] * 2
    take_up(plan, parts[1], cast.member)


@pytest.mark.parametrize("parts", [[], ["  "], ["ติดไฟ"], ["ติดไฟ", "ติดไฟ "]])
def test_a_split_that_leaves_nothing_is_refused(cast, lead, parts):
    with pytest.raises(NothingLeftError, match="อย่างน้อยสองข้อ"):
        split(lead, *parts, by=cast.officer)

    assert Proposal.objects.count() == 1


def test_what_is_in_a_plan_or_split_already_is_not_split(cast, lead, alike, plan):
    split(lead, "ก", "ข", by=cast.officer)
    take_up(plan, alike[0], cast.member)

    with pytest.raises(NotToBeJoinedError, match="ยกเลิกการรวมหรือแยกนั้นก่อน"):
        split(lead, "ค", "ง", by=cast.officer)
    with pytest.raises(NotToBeJoinedError, match="ถอนออกจากแผนก่อน"):
        split(alike[0], "ค", "ง", by=cast.officer)


def test_a_split_is_undone_while_nothing_was_built_on_it(cast, lead, alike, plan):
    made = split(lead, "ก", "ข", by=cast.officer)
    merged = merge(made[0].into, alike[:1], cast.officer)
    with pytest.raises(NotToBeJoinedError, match="แยกออกมา"):
        join_again(lead, by=cast.officer)
    take_out(merged[0], by=cast.officer)
    uptake = take_up(plan, made[1].into, cast.member)
    with pytest.raises(NotToBeJoinedError, match="ถอนออกจากแผนก่อน"):
        join_again(lead, by=cast.officer)
    uptakes.end_uptake(uptake_id=uptake.pk, reason="พลาด", on=DAY, by=cast.member, at=AT)

    join_again(lead, by=cast.officer)

    assert set(Proposal.objects.on_their_own()) == {lead, *alike}
    assert verbs()[-2:] == ["forums.split_undone"] * 2
    with pytest.raises(WrongMomentError):
        join_again(lead, by=cast.officer)


def test_what_stands_for_others_is_not_removed(cast, lead, alike):
    merge(lead, alike, cast.officer)

    for one in (lead, alike[0]):
        with pytest.raises(NotToBeJoinedError, match="ก่อนนำออก"):
            rows.remove_proposal(
                forum_id=one.forum_id, uuid=one.uuid, seen=1, on=DAY, reason="ซ้ำ", by=cast.officer, at=AT
            )


def remove_the_heir():
    row = SuccessionFactory()
    row.into.removed_on, row.into.removed_by = DAY, row.into.created_by
    row.into.save()
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def stand_for_itself():
    proposal = ProposalFactory()
    SuccessionFactory(proposal=proposal, into=proposal)


def stand_twice(**second):
    row = SuccessionFactory()
    SuccessionFactory(**{"proposal": row.proposal, "into": row.into, "kind": "split", **second})


BREACHES = {
    "succession_stays_in_one_district": lambda: SuccessionFactory(into=ProposalFactory()),
    "proposal_does_not_stand_for_itself": stand_for_itself,
    "proposal_stands_once_for_another": stand_twice,
    "proposal_is_merged_into_one": lambda: SuccessionFactory(proposal=SuccessionFactory().proposal),
    "ended_succession_is_signed_and_has_a_reason": lambda: SuccessionFactory(ended_reason="ซ้ำ"),
    "proposal_that_stands_for_others_is_not_removed": remove_the_heir,
}


@pytest.mark.parametrize("name", BREACHES)
def test_a_broken_promise_is_refused_by_its_name(db, name):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        BREACHES[name]()

    assert refusal.value.__cause__.diag.constraint_name == name


# --- the pages


def test_the_list_suggests_groups_and_leads_to_their_merge(client, cast, lead, alike):
    ProposalFactory(forum=lead.forum, title="ขุดลอกคลอง")
    client.force_login(cast.officer)

    page = client.get(reverse("forums:working-up", args=[2566, cast.home.code]))

    [group] = page.context["groups"]
    assert set(group["proposals"]) == {lead, *alike}
    offered = client.get(group["href"])
    assert set(offered.context["form"].initial["proposals"]) == {p.pk for p in alike}

    chosen = {"proposals": [p.pk for p in alike]}
    done = client.post(group["href"], chosen, follow=True)

    assert "รวมข้อเสนอแล้ว" in words_of(done)
    assert "ข้อเสนอที่รวมอยู่ในข้อนี้ 2 ข้อ" in words_of(done)
    again = client.get(reverse("forums:working-up", args=[2566, cast.home.code]))
    assert again.context["groups"] == []
    assert "รวมอีก 2 ข้อ" in words_of(again)


def test_the_list_filters_by_words_and_by_what_is_loose(client, cast, lead, alike, plan):
    take_up(plan, lead, cast.member)
    merge(lead, alike[:1], cast.officer)
    client.force_login(cast.officer)
    address = reverse("forums:working-up", args=[2566, cast.home.code])

    assert list(client.get(f"{address}?state=loose").context["page"]) == [alike[1]]
    assert set(client.get(f"{address}?state=joined").context["page"]) == {lead, alike[0]}
    assert list(client.get(f"{address}?q=ขุดคลอง").context["page"]) == []


def test_a_refused_merge_says_what_to_do_and_keeps_the_choice(client, cast, lead, alike, plan):
    client.force_login(cast.officer)
    address = f"{reverse('forums:merge', args=[lead.uuid])}?with={alike[0].uuid}&with=nonsense"
    assert client.get(address).context["form"].initial["proposals"] == [alike[0].pk]
    split(lead, "ก", "ข", by=cast.officer)

    answer = client.post(address, {"proposals": [alike[0].pk]})

    assert answer.status_code == 422
    assert "เลือกข้อเสนอที่แทนข้อนี้เป็นข้อเสนอหลัก" in words_of(answer)


def test_a_split_and_its_undo_on_the_pages(client, cast, lead):
    client.force_login(cast.officer)
    nothing = client.post(reverse("forums:split", args=[lead.uuid]), {"parts": "ติดไฟ", "reason": REASON})
    assert nothing.status_code == 422

    done = client.post(
        reverse("forums:split", args=[lead.uuid]), {"parts": "ติดไฟ\nซ่อมทาง", "reason": REASON}, follow=True
    )

    assert "ซ่อมทาง" in words_of(done)
    undone = client.post(reverse("forums:join-again", args=[lead.uuid]), {"reason": "แยกผิด"}, follow=True)
    assert "ยกเลิกการแยกข้อเสนอแล้ว" in words_of(undone)
