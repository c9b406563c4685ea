"""Which proposals ask for nearly the same."""

import pytest

from forums.queries.similar import ALIKE, Shape, groups_of, like_what_is_typed, similar_to
from tests.factories.forums import ForumFactory, ProposalFactory


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ติดตั้งกล้องวงจรปิดในซอย 5", "ขอ CCTV ติดตั้งในซอย"),
        ("ซ่อมทางเท้าในตลาด", "ซ่อมฟุตบาทในตลาด"),
        ("จัดซื้อเต็นท์ 2 หลัง", "จัดซื้อเต้น 2 หลัง"),
        ("โครงการขุดลอกคลองบางมด", "ขุดลอกคลอง บางมด"),
    ],
)
def test_other_words_and_other_spellings_are_alike(one, other):
    assert Shape.of(one).likeness(Shape.of(other)) >= ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ติดตั้งกล้องวงจรปิด", "ตรวจสุขภาพผู้สูงอายุ"),
        ("ซ่อมถนน", "ซ่อมประปา"),
        ("", "ซ่อมถนน"),
    ],
)
def test_what_shares_a_word_alone_is_not(one, other):
    assert Shape.of(one).likeness(Shape.of(other)) < ALIKE


def test_those_of_a_forum_are_grouped_and_the_one_is_never_its_own_like(db):
    forum = ForumFactory(held=True)
    titles = ["ซ่อมทางเท้าในตลาด", "ตรวจสุขภาพผู้สูงอายุ", "ซ่อมฟุตบาทในตลาด"]
    first, alone, third = (ProposalFactory(forum=forum, title=title) for title in titles)

    assert groups_of([first, alone, third]) == [[first, third]]
    assert [one.proposal for one in similar_to(first, [first, alone, third])] == [third]


def test_what_is_half_typed_finds_earlier_ones_of_the_district_that_the_person_may_read(cast):
    earlier = ForumFactory(district=cast.home, published=True, fiscal_year=2565)
    away = ForumFactory(district=cast.away, held=True)
    wanted = ProposalFactory(forum=earlier, title="ติดตั้งกล้องวงจรปิดหน้าโรงเรียนวัดสีกันและทางเข้าชุมชน")
    ProposalFactory(forum=earlier, title="ตรวจสุขภาพผู้สูงอายุ")
    ProposalFactory(forum=earlier, title=wanted.title, removed_on=earlier.held_on, removed_by=cast.officer)
    ProposalFactory(forum=away, title=wanted.title)

    found = like_what_is_typed("ติดตั้งกล้องวงจรปิด", district=cast.home, user=cast.officer)

    assert [one.proposal for one in found] == [wanted]
    assert like_what_is_typed(wanted.title, district=cast.home, user=cast.officer, besides=wanted.uuid) == []
    assert like_what_is_typed(" ", district=cast.home, user=cast.officer) == []
