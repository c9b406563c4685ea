"""The sentences of the log. Each subject declares its part in its `log.py`.

A `Thing` says what the rows of one model are called, where their page is, and one sentence for each verb that is done
to them. A `Detail` says what a name in `before`, `after` or `details` means. `telling` puts them together.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from bkkplan.ground.core.people import Person

Text = str | Promise
THING = "%(thing)s"

# What is done to reference data; the verb is the model's label and this ending.
OF_REFERENCE_DATA: dict[str, Text] = {
    "_added": gettext_lazy("เพิ่มข้อมูลอ้างอิง %(thing)s"),
    "_changed": gettext_lazy("แก้ไขข้อมูลอ้างอิง %(thing)s"),
    "_loaded": gettext_lazy("โหลดข้อมูลอ้างอิง %(thing)s"),
}


@dataclass(frozen=True, kw_only=True)
class Thing:
    """What the rows of one model are to the log.

    ``acts`` are the sentences by verb, each with the place %(thing)s. ``row_name`` gives the name of a row.
    Only rows that a reader may open get a link: with ``within``, the path to what a row is a part of, those within what
    that model's ``visible_to`` gives; with ``is_for_all``, all; with ``visible``, those that this function gives;
    otherwise those of the model's own ``visible_to``. ``district`` is the path from a row to its district, for the
    filter, and ``year`` that to its fiscal year, for auditors of some years.

    Without ``address`` a row has the page that its ``get_absolute_url`` says, or else that of what it is within, or
    none.
    """

    model: type[Model]
    acts: Mapping[str, Text] = field(default_factory=dict)
    row_name: Callable[[Any], str] = str
    address: Callable[[Any], str] | None = None
    visible: Callable[[Person], QuerySet[Any]] | None = None
    within: str = ""
    is_for_all: bool = False
    select: tuple[str, ...] = ()
    district: str = ""
    year: str = ""
    name: Text = ""  # of the kind, where the model has none for people

    def __post_init__(self) -> None:
        if not (self.visible or self.within or self.is_for_all or hasattr(self.model._default_manager, "visible_to")):
            raise TypeError(f"who may open a row of {self.label}?")

    def rows_for(self, reader: Person) -> QuerySet[Any]:
        """The rows that a reader may open."""
        if self.visible:
            return self.visible(reader)
        model: Any = self.model
        if self.is_for_all:
            every: QuerySet[Any] = model._default_manager.all()
            return every
        if not self.within:
            rows: QuerySet[Any] = model.objects.visible_to(reader)
            return rows
        for name in self.within.split("__"):
            model = model._meta.get_field(name).related_model
        return self.model._default_manager.filter(**{f"{self.within}__in": model.objects.visible_to(reader)})

    def page_of(self, row: Any) -> str:
        """The address of a row's page; empty where it has none."""
        if self.address:
            return self.address(row)
        if self.within and not hasattr(row, "get_absolute_url"):
            for name in self.within.split("__"):
                row = getattr(row, name)
        return row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def title(self) -> str:
        return str(self.name or self.model._meta.verbose_name)


@dataclass(frozen=True, kw_only=True)
class Detail:
    """What one name means. Without a label it is not shown: the sentence says it, or it means nothing to people.

    ``row`` is a model and a field: the value is that field of one row, which is called by its own name.
    """

    label: Text = ""
    show: Callable[[Any], str] | None = None
    row: tuple[type[Model], str] | None = None


_things: dict[str, Thing] = {}
_without_thing: dict[str, Text] = {}
_sentences: dict[str, Text] = {}
_details: dict[str, Detail] = {}


def declare(*things: Thing) -> None:
    """Let the log know these kinds of rows, and the sentence of each verb that is done to them."""
    for thing in things:
        _things[thing.label] = thing
        _sentences.update(thing.acts)


def declare_without_thing(acts: Mapping[str, Text]) -> None:
    """Let the log know the sentences of acts that are done to no row."""
    _without_thing.update(acts)
    _sentences.update(acts)


def declare_details(details: Mapping[str, Detail]) -> None:
    """Say what keys in the details of entries mean: `forums.on` in entries of forums, `on` in all entries."""
    _details.update(details)


def things() -> Iterable[Thing]:
    return _things.values()


def thing_of(label: str) -> Thing | None:
    return _things.get(label)


def subjects_detail(verb: str, name: str) -> Detail | None:
    return _details.get(f"{verb.partition('.')[0]}.{name}")


def general_detail(name: str) -> Detail | None:
    return _details.get(name)


def sentence_of(verb: str) -> str:
    """The sentence of a verb, with the place of the thing; a verb that no code writes any more stands for itself."""
    if verb in _sentences:
        return str(_sentences[verb])
    for ending, sentence in OF_REFERENCE_DATA.items():
        if verb.endswith(ending):
            return str(sentence)
    return f"{verb} {THING}"


def act_in_words(verb: str, label: str = "") -> str:
    """The act without saying to which row it was done: for a list of choices, or the history of one thing."""
    thing = _things.get(label) or next((thing for thing in things() if verb in thing.acts), None)
    return (sentence_of(verb) % {"thing": thing.title if thing else ""}).strip()


def choices_of_acts() -> list[tuple[str, list[tuple[str, str]]]]:
    """All acts by the kind of thing they are done to. The first choice of each group is the whole group."""
    return _choices_in(get_language())


@lru_cache(maxsize=8)
def _choices_in(_language: str | None) -> list[tuple[str, list[tuple[str, str]]]]:
    groups = [
        (
            thing.title,
            [(thing.label, _("ทุกการกระทำ: %(thing)s") % {"thing": thing.title})]
            + [(verb, act_in_words(verb, thing.label)) for verb in thing.acts],
        )
        for thing in things()
    ]
    return [*groups, (_("ทั้งระบบ"), [(verb, act_in_words(verb)) for verb in _without_thing])]


def has_sentence(verb: str) -> bool:
    """Whether a verb has a sentence: its own, or that of reference data of a declared kind."""
    return verb in _sentences or any(verb.removesuffix(ending) in _things for ending in OF_REFERENCE_DATA)
