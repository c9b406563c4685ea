"""The dictionary of the search: the same words, and the same parts of a text, as PyThaiNLP's own tree."""

import random

import pytest
from pythainlp.corpus import thai_words
from pythainlp.tokenize import word_tokenize
from pythainlp.util import Trie

from bkkplan.ground.core.thai.dictionary import Dictionary

WORDS = ("ก", "กา", "กาก", "กากบาท", "การ", "ทาง", "ทางเดิน", "เดิน")


@pytest.mark.parametrize(
    ("text", "start", "found"),
    [
        ("กากบาท", 0, ["ก", "กา", "กาก", "กากบาท"]),
        ("กากบาด", 0, ["ก", "กา", "กาก"]),
        ("ทางเดิน", 4, []),
        ("ทางเดิน", 3, ["เดิน"]),
        ("ก", 0, ["ก"]),
        ("ก", 1, []),
        ("", 0, []),
        ("กา\nก", 0, ["ก", "กา"]),
        ("\nกา", 0, []),
    ],
)
def test_the_words_with_which_a_text_goes_on(text, start, found):
    assert Dictionary(WORDS).prefixes(text, start) == found


@pytest.mark.parametrize("word", ["กากบา", "า", "", "\n", "กา\nกาก", "กากบาทๆ"])
def test_what_is_no_word_is_not_in_it(word):
    assert word not in Dictionary(WORDS)


def test_the_whole_dictionary_cuts_texts_as_a_tree_does():
    words = thai_words()
    ours, tree = Dictionary(words), Trie(words)
    chance, some = random.Random(1), sorted(words)
    texts = ["".join(chance.choices(some, k=8)) + chance.choice(["", " ", "abc", "ๆ", "1 ก"]) for _ in range(300)]
    texts += [text[::-1] for text in texts[:50]]

    cut = [
        [word_tokenize(text, custom_dict=known, engine="newmm") for text in texts]  # type: ignore[arg-type]
        for known in (ours, tree)
    ]

    assert cut[0] == cut[1]
    assert all(word in ours for word in words)
