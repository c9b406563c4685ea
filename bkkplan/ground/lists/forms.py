"""What a list asks: which of its columns is which, and what its words mean."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now

from bkkplan.ground.core.forms.portal import PortalForm
from bkkplan.ground.core.forms.tables import Column
from bkkplan.ground.core.spreadsheets.columns import COUNTING, Word
from bkkplan.ground.lists.builders.outcome import KEEP, Choice, columns_of
from bkkplan.ground.lists.registry import ListKind

UNUSED = "-"
NUMBERING = "#"


class FieldsForm(PortalForm):
    """For each column of the file the field that it is; a text of the column stands below."""

    def __init__(self, *args: Any, kind: ListKind, outcome: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcome, self.detail = outcome, kind.detail
        ours = [(column.key, column.heading) for column in columns_of(kind)]
        choices = [(UNUSED, _now("– ไม่ใช้ –")), *ours, (NUMBERING, _now("ลำดับ (ไม่ใช้)"))]
        for place, (heading, name, sample) in enumerate(
            zip(outcome["heads"], outcome["fields"], outcome["samples"], strict=True)
        ):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=heading or str(place + 1),
                choices=choices,
                initial=NUMBERING if name == COUNTING else name or UNUSED,
                help_text=_now("เช่น %(text)s") % {"text": sample} if sample else "",
            )
        if not outcome["has_headings"]:
            self._ask("first_is_heading", _now("แถวแรกเป็นหัวตาราง ไม่ใช่ข้อมูล"), outcome["first_is_heading"])
        if kind.detail:
            keeps = outcome["choice"]["keeps_unused"]
            self._ask("keeps_unused", _now("เก็บคอลัมน์ที่ไม่ใช้ไว้ในรายละเอียด"), keeps)

    def _ask(self, name: str, label: str, initial: bool) -> None:
        self.fields[name] = forms.BooleanField(label=label, required=False, initial=initial)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        names = [data.get(f"column-{place}") for place in range(len(self.outcome["heads"]))]
        used = [name for name in names if name not in (UNUSED, NUMBERING, self.detail, None)]
        if len(set(used)) < len(used):
            raise forms.ValidationError(_now("เลือกหัวข้อเดียวกันให้สองคอลัมน์ไม่ได้"))
        fields = [COUNTING if name == NUMBERING else None if name == UNUSED else name for name in names]
        return {
            "choice": Choice(tuple(fields), data.get("first_is_heading"), keeps_unused=bool(data.get("keeps_unused")))
        }


class WordsForm(PortalForm):
    """For each word that a list does not know what it means; once answered the office is not asked again."""

    def __init__(
        self,
        *args: Any,
        columns: Sequence[Column],
        strange: Mapping[str, Mapping[str, int]],
        words: Mapping[str, Sequence[Word]],
        detail: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        headings = {column.key: column.heading for column in columns}
        self.asked: dict[str, tuple[str, str]] = {}
        for column, counts in strange.items():
            known = [(word.value, word.name) for word in words.get(column, ())]
            kept = [(KEEP, _now("เก็บคำนี้ไว้ในรายละเอียด"))] if detail else []
            for word, count in counts.items():
                name = f"word-{len(self.asked)}"
                self.asked[name] = (column, word)
                self.fields[name] = forms.ChoiceField(
                    label=f"{headings[column]}: {word} ×{count}",
                    choices=[("", _now("– เว้นว่างไว้ –")), *known, *kept],
                    required=False,
                )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        return {"answers": {asked: data[name] for name, asked in self.asked.items() if name in data}}


class RowsForm(PortalForm):
    """For each row that may mean several things which of them it means, a field that is called by the row; and which
    of the rows that the list does not name have ended."""

    def __init__(
        self,
        *args: Any,
        kind: ListKind,
        rows: Sequence[Mapping[str, Any]],
        not_named: Sequence[tuple[str, str]] = (),
        ended: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            words = {"row": row.get("where", row["row"]), "text": row["cells"][0]}
            self.fields[f"row-{row['row']}"] = forms.ChoiceField(
                label=_now("แถวที่ %(row)s %(text)s") % words,
                choices=[(value, kind.choice_in_words(value, name)) for value, name in row["choices"]],
                initial=row["meant"],
                widget=forms.RadioSelect,
            )
        if not_named:
            self.fields["ended"] = forms.MultipleChoiceField(
                label=kind.asking_ended,
                help_text=_now("ที่ไม่ได้เลือกจะคงอยู่ตามเดิม"),
                choices=not_named,
                initial=ended,
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        ended = data.pop("ended", None)
        return {"meant": {name.removeprefix("row-"): value for name, value in data.items() if value}, "ended": ended}


class ConfirmForm(PortalForm):
    """What the person saw, and whether rows that can't be written are left out."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    leaves_out = forms.BooleanField(widget=forms.HiddenInput, required=False)
