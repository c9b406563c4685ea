"""What people put first at a forum: ranked by votes, ties shown."""

from forums.queries.priority import by_votes
from tests.factories.forums import ForumFactory, ProposalFactory
from tests.words import words_of


def test_equal_votes_share_a_rank_and_the_next_one_leaves_as_many_out():
    votes = [3, None, 24, 3, 0, 24, 1]
    proposals = [ProposalFactory.build(forum=None, district=None, votes=n) for n in votes]

    found = [(row.rank, row.is_tied, row.number) for row in by_votes(proposals)]

    assert found == [(1, True, 3), (1, True, 6), (3, True, 1), (3, True, 4), (5, False, 7), (6, False, 5)]


def test_the_page_orders_by_votes_and_says_what_has_none(cast, client, held):
    for title, votes in (("น้อย", 2), ("มาก", 9), ("เท่ากัน", 9), ("ไม่ได้นับ", None)):
        ProposalFactory(forum=held, title=title, votes=votes)
    ProposalFactory(forum=ForumFactory(district=cast.home, held=True), title="เวทีอื่น", votes=99)
    client.force_login(cast.officer)

    shown = words_of(client.get(f"/work/forums/{held.pk}/priority/"))

    assert shown.index("มาก") < shown.index("เท่ากัน") < shown.index("น้อย")
    assert shown.count("ร่วม</small>") == 2
    assert "อีก 1 ข้อไม่มีคะแนน" in shown
    assert "ไม่ได้นับ" not in shown
    assert "เวทีอื่น" not in shown
