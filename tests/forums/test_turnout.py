from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from forums.models import ParticipantSector
from forums.queries.turnout import SectorCount, Turnout, shown_to_all

COUNTS = st.lists(st.integers(1, 12), max_size=5)


def told(people, total) -> Turnout:
    return shown_to_all(
        [SectorCount(ParticipantSector(position=place), count) for place, count in enumerate(people)], total
    )


def seen(turnout):
    return [count.people for count in turnout.sectors], turnout.total, turnout.is_at_least


@given(COUNTS, st.integers(0, 30))
def test_no_hidden_count_can_be_worked_out_even_by_one_who_knows_how_it_is_hidden(people, uncounted):
    shown = seen(told(people, sum(people) + uncounted))

    hidden = [place for place, count in enumerate(shown[0]) if count is None]
    # Every city that would have been shown as this one. A visitor may even know that all who came were counted.
    reaches = range(40) if uncounted else (0,)
    possible = []
    for guess in product(range(1, 5), repeat=len(hidden)):
        whole = list(people)
        for place, count in zip(hidden, guess, strict=True):
            whole[place] = count
        if any(seen(told(whole, sum(whole) + more)) == shown for more in reaches):
            possible.append(guess)
    for place in range(len(hidden)):
        assert {guess[place] for guess in possible} == {1, 2, 3, 4}


@given(COUNTS, st.integers(0, 30))
def test_what_is_told_is_true(people, uncounted):
    total = sum(people) + uncounted

    turnout = told(people, total)

    assert turnout.total <= total
    assert turnout.is_at_least or turnout.total == total
    assert all(
        count.people == true or (count.people is None and true < 5)
        for count, true in zip(turnout.sectors, people, strict=True)
    )


@given(st.lists(st.integers(5, 12), max_size=5), st.integers(0, 30))
def test_without_a_small_sector_everything_stands_as_it_is(people, uncounted):
    assert seen(told(people, sum(people) + uncounted)) == (people, sum(people) + uncounted, False)


def test_a_total_far_above_its_sectors_stands_as_it_is():
    assert seen(told([40, 3], 300)) == ([40, None], 300, False)


def test_what_was_not_counted_has_no_total():
    assert told([], None).total_in_words == "–"
