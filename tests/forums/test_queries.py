from datetime import date

import pytest

from bkkplan.ground.core.fiscal import FiscalYear
from forums.queries import HearingRule, HearingStage, hearing_facts, timeliness_of, todos_for
from tests.factories.forums import ForumFactory

DAY = date(2023, 6, 2)
RULE = HearingRule(announce_before=15, publish_within=15)
YEAR = FiscalYear(2566)


@pytest.mark.parametrize(
    ("announced_on", "is_late", "days"),
    [(date(2023, 5, 5), False, 15), (date(2023, 5, 6), True, 14), (None, True, None)],
)
def test_fifteen_days_before_is_in_time_and_fourteen_is_late(db, announced_on, is_late, days):
    trait = {} if announced_on else {"planned": True}
    forum = ForumFactory.build(scheduled_on=date(2023, 5, 20), announced_on=announced_on, **trait)

    figures = timeliness_of(forum, on=DAY, rule=RULE)

    assert (figures.is_announced_late, figures.days_before) == (is_late, days)


@pytest.mark.parametrize(
    ("on", "is_late", "left"),
    [(date(2023, 6, 4), False, 0), (date(2023, 6, 5), True, -1), (date(2023, 5, 20), False, 15)],
)
def test_results_are_late_from_the_sixteenth_day_on(db, on, is_late, left):
    forum = ForumFactory.build(held=True, scheduled_on=date(2023, 5, 20))

    figures = timeliness_of(forum, on=on, rule=RULE)

    assert (figures.is_published_late, figures.days_left) == (is_late, left)


def test_a_withdrawn_hearing_counts_until_the_day_it_was(cast):
    ForumFactory(
        district=cast.home, withdrawn=True, scheduled_on=date(2023, 5, 1), published_on=date(2023, 5, 5),
        withdrawn_on=date(2023, 6, 1),
    )  # fmt: skip

    before = hearing_facts(year=YEAR, day=date(2023, 5, 31), known=date(2023, 5, 31), rule=RULE)
    after = hearing_facts(year=YEAR, day=DAY, known=DAY, rule=RULE)

    assert before[cast.home.pk].stage is HearingStage.PUBLISHED
    withdrawn = after[cast.home.pk]
    assert (withdrawn.stage, withdrawn.withdrawn_on) == (HearingStage.WITHDRAWN, date(2023, 6, 1))
    assert not withdrawn.is_counted


def test_a_cancelled_hearing_is_announced_until_the_day_before_and_nothing_from_that_day_on(cast):
    ForumFactory(
        district=cast.home, cancelled=True, scheduled_on=date(2023, 6, 20), announced_on=date(2023, 5, 1),
        cancelled_on=DAY,
    )  # fmt: skip
    day_before = date(2023, 6, 1)

    before = hearing_facts(year=YEAR, day=day_before, known=day_before, rule=RULE)

    assert before[cast.home.pk].stage is HearingStage.ANNOUNCED
    assert hearing_facts(year=YEAR, day=DAY, known=DAY, rule=RULE) == {}


def test_a_new_hearing_speaks_for_its_district_after_one_was_withdrawn(cast):
    ForumFactory(district=cast.home, withdrawn=True, scheduled_on=date(2023, 5, 1), withdrawn_on=date(2023, 6, 1))
    ForumFactory(district=cast.home, scheduled_on=date(2023, 7, 1), announced_on=date(2023, 5, 1))

    assert hearing_facts(year=YEAR, day=DAY, known=DAY, rule=RULE)[cast.home.pk].stage is HearingStage.ANNOUNCED


def test_the_farthest_hearing_speaks_for_its_district(cast):
    ForumFactory(district=cast.home, scheduled_on=date(2023, 7, 1), announced_on=date(2023, 5, 1))
    held = ForumFactory(district=cast.home, held=True, scheduled_on=date(2023, 5, 20), announced_on=date(2023, 5, 1))
    ForumFactory(district=cast.away, planned=True, scheduled_on=date(2023, 7, 1))

    facts = hearing_facts(year=YEAR, day=DAY, known=DAY, rule=RULE)

    assert set(facts) == {cast.home.pk}
    fact = facts[cast.home.pk]
    assert (fact.forum, fact.stage, fact.publish_by) == (held.pk, HearingStage.HELD, date(2023, 6, 4))


def test_each_unfinished_forum_is_due_the_most_pressing_first(cast, django_assert_max_num_queries):
    ForumFactory(district=cast.home, planned=True, scheduled_on=date(2023, 7, 1))
    ForumFactory(district=cast.home, held=True, scheduled_on=date(2023, 5, 10), announced_on=date(2023, 4, 1))
    ForumFactory(district=cast.home, recorded=True, scheduled_on=date(2023, 5, 30), announced_on=date(2023, 4, 1))
    ForumFactory(district=cast.home, published=True)
    ForumFactory(district=cast.away, planned=True)

    # the people of the districts, the rules of the years, the forums, the proposals that wait for an answer
    with django_assert_max_num_queries(6):
        todos = todos_for(cast.officer, on=DAY)

    assert [(item.act, item.days_late) for item in todos] == [
        ("บันทึกและเผยแพร่ผล", 8),
        ("เผยแพร่ผล", -12),
        ("ประกาศ", -14),
    ]


def test_what_waits_for_the_director_is_the_director_s(cast):
    cast.home.publishing_needs_director = True
    cast.home.save(update_fields=["publishing_needs_director"])
    ForumFactory(district=cast.home, recorded=True)

    assert [item.is_waiting_for_others for item in todos_for(cast.officer, on=DAY)] == [True]
    assert [item.is_waiting_for_others for item in todos_for(cast.director, on=DAY)] == [False]
    assert todos_for(cast.member, on=DAY) == []
