"""Why an act was refused. Every error that a subject's action raises for a person derives from ``Refusal``."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _


class Kind(Enum):
    WRONG_INPUT = "wrong input"  # what was typed: the page comes back with the sentence beside the field
    WRONG_MOMENT = "wrong moment"  # the record is at another step; often a colleague was faster
    NOT_AVAILABLE = "not available"  # what the act is about is not there for this person


class Refusal(Exception):  # noqa: N818  (what derives from it ends in Error)
    """A sentence for the person who asked, and the name of the form's field that it is about, if it is about one.

    A subject's error sets ``kind``, and ``sentence`` and ``field`` where they are always the same.
    """

    kind: ClassVar[Kind] = Kind.WRONG_INPUT
    sentence: Any = _("ทำรายการนี้ไม่ได้")
    field: str | None = None

    def __init__(
        self, sentence: Any = "", *, field: str | None = None, errors: Mapping[str, str | list[str]] | None = None
    ) -> None:
        """``errors`` are sentences by field, which are shown in place of the one sentence."""
        super().__init__(sentence)
        self.errors: Mapping[str, str | list[str]] = errors or {}
        if sentence:
            self.sentence = sentence
        if field:
            self.field = field

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def by_field(self) -> Mapping[str | None, str | list[str]]:
        """The sentences by field; None stands for the form as a whole."""
        by_field: dict[str | None, str | list[str]] = {}
        by_field.update(self.errors)
        return by_field or {self.field: str(self)}
