"""Invented names of communities, places and people that read as Thai ones."""

from collections.abc import Iterator

from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.catalog import people, places


def word(dice: Dice) -> str:
    return str(dice.pick(places()["first_halves"])) + str(dice.pick(places()["second_halves"]))


def place(shape: str, dice: Dice, **given: str) -> str:
    """A shape such as "ริม{water} {n}" with its words filled in."""
    lists = places()
    return shape.format(
        name=word(dice),
        n=dice.between(1, 6),
        tree=dice.pick(lists["trees"]),
        water=dice.pick(lists["waters"]),
        temple=dice.pick(lists["temples"]),
        mosque=dice.pick(lists["mosques"]),
        family=dice.pick(lists["families"]),
        field=dice.pick(lists["fields"]),
        ending=dice.pick(lists["endings"]),
        **given,
    )


def community_names(kind: str, dice: Dice, taken: set[str]) -> Iterator[str]:
    """Names for communities of one type, none twice among ``taken``, which grows."""
    shapes = places()["shapes"][kind]
    while True:
        name = place(dice.pick(shapes), dice)
        if name not in taken:
            taken.add(name)
            yield name


def person(dice: Dice, *, is_woman: bool | None = None) -> str:
    woman = dice.chance(0.55) if is_woman is None else is_woman
    title = dice.pick(("นาง", "นางสาว", "นาง")) if woman else "นาย"
    given = dice.pick(people()["women"] if woman else people()["men"])
    first = str(dice.pick(people()["surname_first"]))
    surname = first + str(dice.pick([second for second in people()["surname_second"] if first not in second]))
    return f"{title}{given} {surname}"
