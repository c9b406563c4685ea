"""What someone who searches means: the words inside a Thai text without spaces, and other names of the same thing."""

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from bkkplan.ground.core import thai
from bkkplan.ground.core.thai.dictionary import Dictionary

DATA = Path(__file__).parent / "data" / "synonyms.toml"
SHORTEST = 2  # a part of one letter is in nearly every text


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is looked for, by the search keys of its names: any of them will do."""

    names: tuple[str, ...]


@cache
def _data() -> dict[str, list[Any]]:
    return tomllib.loads(DATA.read_text())


@cache
def _synonyms() -> dict[str, Term]:
    """By each name's key, the term that it stands for."""
    groups = [tuple(dict.fromkeys(map(thai.search_key, words))) for words in _data()["same"]]
    return {name: Term(names) for names in groups for name in names}


@cache
def _empty() -> frozenset[str]:
    return frozenset(map(thai.search_key, _data()["empty"]))


@cache
def _dictionary() -> Dictionary:
    """The words that are known: PyThaiNLP's and ours."""
    # The file is read here, since `thai_words` of the library would hold 10 MB in memory until the process ends.
    words = files("pythainlp.corpus").joinpath("words_th.txt").read_text(encoding="utf-8-sig").split("\n")
    ours = [thai.normalise(word) for words in _data()["same"] for word in words]
    return Dictionary(filter(None, map(str.strip, [*words, *ours])))


@lru_cache(maxsize=1024)
def terms_of(query: str) -> tuple[Term, ...]:
    """What all must stand in a text that is found. A word that no dictionary knows is looked for as it is."""
    keys = [key for word in thai.normalise(query).lower().split() for key in _keys(word)]
    meaning = [key for key in keys if key not in _empty()] or keys
    return tuple(dict.fromkeys(_synonyms().get(key, Term((key,))) for key in meaning))


@lru_cache(maxsize=8192)
def words_in(text: str) -> frozenset[Term]:
    """What a text is about, to compare it with others: its words, names and misspelt ones in their parts.

    Unlike `terms_of`, which looks for a word that no dictionary knows as a whole.
    """
    keys = {key for part in _parts(thai.normalise(text).lower()) if len(key := thai.search_key(part)) >= SHORTEST}
    return frozenset(_synonyms().get(key, Term((key,))) for key in keys - _empty())


def _keys(word: str) -> list[str]:
    whole = thai.search_key(word)
    if not whole or whole in _synonyms():
        return [whole] if whole else []
    known = _dictionary()
    parts = _parts(word)
    if not all(part in known or part.isascii() for part in parts):
        return [whole]  # misspelt, or a name: its parts would be found everywhere
    return [key for part in parts if len(key := thai.search_key(part)) >= SHORTEST] or [whole]


def _parts(text: str) -> list[str]:
    from pythainlp.tokenize import word_tokenize  # few processes search

    known: Any = _dictionary()
    parts: list[str] = word_tokenize(text, custom_dict=known, engine="newmm", keep_whitespace=False)
    return parts
