from hypothesis import given
from hypothesis import strategies as st

from bkkplan.ground.core.thai import sort_key
from tests.golden import THAI

names = st.text(
    alphabet=st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B) | st.sampled_from(" -./'\\%0123456789AaZzÉé็่้เแก")
)


def test_golden_words_stand_in_dictionary_order():
    assert sorted(THAI["sort_in"], key=sort_key) == THAI["sort_out"]


def test_the_fifty_districts_stand_in_dictionary_order():
    assert len(THAI["districts_sorted"]) == 50
    assert sorted(sorted(THAI["districts_sorted"]), key=sort_key) == THAI["districts_sorted"]


def test_numbers_in_names_stand_by_their_worth():
    in_order = ["หมู่ 1", "หมู่ 2", "หมู่ ๓", "หมู่ 10", "หมู่ 010/2", "หมู่ 200000000"]

    assert sorted(in_order, key=sort_key, reverse=True) == in_order[::-1]


@given(names, names)
def test_only_equal_texts_have_equal_keys(one, other):
    assert (sort_key(one) == sort_key(other)) == (one == other)
