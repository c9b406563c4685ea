"""Form fields that take what people type in Thai offices and show back what was understood.

Each is a text input: the error stands beside the field, with an example, and what was typed is still there.
"""

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core import thai
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.files.evidence import EVIDENCE, MAX_BYTES, MEGABYTE, FileKind, recognise
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.thai import NotUnderstoodError
from bkkplan.ground.core.wording import fiscal_year, thai_date_short, thai_weekday

HAPPENS, ABOUT = "_happens", "_about"  # beside the text in the question of how it is understood


def in_words(error: NotUnderstoodError) -> str:
    """A parser's sentence in the language of the page; month names and the like are translated too."""
    values = {name: _(value) if isinstance(value, str) and value else value for name, value in error.values.items()}
    return _(error.sentence) % values if values else _(error.sentence)


def _understood_baht(text: str) -> str:
    amount = thai.parse_baht(text)
    return _("เข้าใจว่า %(amount)s บาท (%(words)s)") % {
        "amount": thai.format_baht(amount),
        "words": thai.baht_text(amount),
    }


def _understood_date(text: str) -> str:
    return _("เข้าใจว่า %(day)s") % {"day": thai_weekday(thai.parse_thai_date(text, near=today()))}


# How a text is read, shown back: “เข้าใจว่า 150,000.00 บาท (หนึ่งแสนห้าหมื่นบาทถ้วน)”.
UNDERSTOOD: dict[str, Callable[[str], str]] = {"baht": _understood_baht, "date": _understood_date}


# What a day would lead to, by the name of what happens on it. Each subject adds its own: it is given the day that was
# typed and the day that it hangs on, if there is one, and returns a sentence and whether all is well.
CONSEQUENCES: dict[str, Callable[[date, date | None], tuple[str, bool]]] = {}


def consequence_of(name: str, text: str, about: str) -> tuple[str, bool]:
    """The sentence about a typed day; none for a name that is not known."""
    if name not in CONSEQUENCES:
        return "", True
    try:
        hangs_on = date.fromisoformat(about) if about else None
    except ValueError:
        return "", True
    return CONSEQUENCES[name](thai.parse_thai_date(text, near=today()), hangs_on)


class UnderstoodInput(forms.TextInput):
    """A text input that shows under itself how its text was understood, once it is left."""

    template_name = "widgets/understood.html"
    kind = ""
    happens = ""  # the name of a consequence
    about: date | None = None

    def __init__(self, *, kind: str, attrs: dict[str, Any] | None = None) -> None:
        self.kind = kind
        super().__init__(attrs={"autocomplete": "off", **(attrs or {})})

    def address(self) -> str:
        address = reverse("core:understood", kwargs={"kind": self.kind})
        if not self.happens:
            return address
        return f"{address}?{urlencode({HAPPENS: self.happens, ABOUT: self.about.isoformat() if self.about else ''})}"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "hx-get": self.address(),
            "hx-trigger": "change",
            "hx-target": "next .understood",
            "hx-params": name,
        }
        context["widget"]["consequence"] = "", True
        try:
            text = context["widget"]["value"]
            context["widget"]["understood"] = UNDERSTOOD[self.kind](text) if text else ""
            if text and self.happens:
                about = self.about.isoformat() if self.about else ""
                context["widget"]["consequence"] = consequence_of(self.happens, text, about)
        except NotUnderstoodError:
            context["widget"]["understood"] = ""  # the field's own error says why
        return context


class TypedField(forms.Field):
    """A field whose text goes through one of core.thai's parsers."""

    kind = ""
    placeholder: Any = ""
    inputmode = "text"
    parse: Callable[[str], Any]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", UnderstoodInput(kind=self.kind))
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "placeholder": self.placeholder, "inputmode": self.inputmode}

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if not isinstance(value, str):
            return value
        if not self.required and thai.means_nothing(value):
            return None
        try:
            return self.read(value)
        except NotUnderstoodError as error:
            raise ValidationError(in_words(error), code="not_understood") from error

    def read(self, text: str) -> Any:
        raise NotImplementedError

    def show(self, value: Any) -> str:
        raise NotImplementedError

    def prepare_value(self, value: Any) -> Any:
        # What was typed and not understood stays as it was typed.
        return value if value is None or isinstance(value, str) else self.show(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        if self.disabled:
            return False
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class BoundedField(TypedField):
    """An amount or a count, which may have a least and a most."""

    too_small: Any = gettext_lazy("ต้องไม่น้อยกว่า %(least)s")
    too_large: Any = gettext_lazy("ต้องไม่เกิน %(most)s")

    def __init__(
        self, *, min_value: Decimal | int | None = None, max_value: Decimal | int | None = None, **kwargs: Any
    ) -> None:
        self.min_value, self.max_value = min_value, max_value
        super().__init__(**kwargs)

    def validate(self, value: Decimal | int | None) -> None:
        super().validate(value)
        if value is None:
            return
        if self.min_value is not None and value < self.min_value:
            raise ValidationError(self.too_small % {"least": self.show(self.min_value)}, code="min_value")
        if self.max_value is not None and value > self.max_value:
            raise ValidationError(self.too_large % {"most": self.show(self.max_value)}, code="max_value")


class BahtField(BoundedField):
    """An amount in baht: 150,000 · ๑๐,๐๐๐.- · 1.5 แสน. Gives a Decimal with two places."""

    kind = "baht"
    placeholder = gettext_lazy("เช่น 150,000 หรือ 1.5 แสน")
    inputmode = "decimal"
    too_small = gettext_lazy("ต้องไม่น้อยกว่า %(least)s บาท")
    too_large = gettext_lazy("ต้องไม่เกิน %(most)s บาท")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("max_digits", None)  # as a model's DecimalField hands them over
        kwargs.pop("decimal_places", None)
        super().__init__(**kwargs)

    def read(self, text: str) -> Decimal:
        return thai.parse_baht(text)

    def show(self, value: Any) -> str:
        return thai.format_baht(value, decimals=False)


class ThaiIntegerField(BoundedField):
    """A count: 1,200 or ๑๒๐๐."""

    kind = "number"
    inputmode = "numeric"

    def __init__(self, *, min_value: int | None = 0, max_value: int | None = 2_147_483_647, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)

    def read(self, text: str) -> int:
        return thai.parse_whole_number(text)

    def show(self, value: Any) -> str:
        return f"{value:,}"


class ThaiDateField(TypedField):
    """A day: 16 ก.ค. 2563 · 16/7/2563 · 2020-07-16. It may have to lie within a fiscal year or between two days.

    ``latest=today`` keeps the future out: it is asked each time.
    """

    kind = "date"
    placeholder = gettext_lazy("เช่น 16 ก.ค. 2563")

    def __init__(
        self,
        *,
        within: FiscalYear | None = None,
        earliest: date | None = None,
        latest: date | Callable[[], date] | None = None,
        **kwargs: Any,
    ) -> None:
        self.within, self.earliest, self.latest = within, earliest, latest
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "data-calendar": _("เลือกวันจากปฏิทิน")}

    def read(self, text: str) -> date:
        return thai.parse_thai_date(text, near=today())

    def show(self, value: Any) -> str:
        return thai_date_short(value)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is None:
            return
        if self.within is not None and value not in self.within:
            raise ValidationError(
                _("%(day)s อยู่นอก%(year)s (%(start)s – %(end)s)")
                % {
                    "day": thai_date_short(value),
                    "year": fiscal_year(self.within),
                    "start": thai_date_short(self.within.start),
                    "end": thai_date_short(self.within.end),
                },
                code="outside_year",
            )
        if self.earliest and value < self.earliest:
            raise ValidationError(_("ต้องไม่ก่อน %(day)s") % {"day": thai_date_short(self.earliest)}, code="too_early")
        latest = self.latest() if callable(self.latest) else self.latest
        if latest and value > latest:
            raise ValidationError(_("ต้องไม่หลัง %(day)s") % {"day": thai_date_short(latest)}, code="too_late")


class ThaiTimeField(TypedField):
    """A time of day: 09.30 or 13.00 น. Of 13.00–16.00 it takes the first, or with ``is_end`` the second."""

    kind = "time"
    placeholder = gettext_lazy("เช่น 09.30")

    def __init__(self, *, is_end: bool = False, **kwargs: Any) -> None:
        self.is_end = is_end
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**kwargs)

    def read(self, text: str) -> time:
        starts, ends = thai.parse_times(text)
        return ends if self.is_end and ends else starts

    def show(self, value: Any) -> str:
        return f"{value:%H.%M}"


def fill_end(form: forms.BaseForm, data: dict[str, Any], *, starts: str = "starts_at", ends: str = "ends_at") -> None:
    """From one time to another, typed in the field of the first: the second is the end, whatever stood there."""
    typed = form[starts].data if data.get(starts) is not None else None
    last = thai.parse_times(typed)[1] if isinstance(typed, str) else None
    if last is not None:
        data[ends] = last
        form.errors.pop(ends, None)


class ThaiTextField(forms.CharField):
    """Text in its one stored spelling; with a Textarea its line breaks are kept.

    A letter that our documents can't draw is refused by its name, and what was typed stays before its writer.
    """

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if text in self.empty_values:
            return self.empty_value  # type: ignore[return-value]
        text = thai.normalise(text, multiline=isinstance(self.widget, forms.Textarea))
        try:
            thai.demand_drawable(text)
        except NotUnderstoodError as error:
            raise ValidationError(in_words(error), code="not_drawable") from error
        return text or self.empty_value  # type: ignore[return-value]


class ThaiProseField(ThaiTextField):
    """Text of several lines.

    ``rows`` is the height of its box, ``example`` what stands in the empty box; a box that ``grows`` becomes as high
    as its text.
    """

    def __init__(self, *, rows: int = 3, example: Any = "", grows: bool = False, **kwargs: Any) -> None:
        attrs: dict[str, Any] = {"rows": rows}
        if example:
            attrs["placeholder"] = example
        if grows:
            attrs["data-grow"] = ""
        super().__init__(widget=forms.Textarea(attrs=attrs), **kwargs)


def _taken(kinds: str, size: int) -> str:
    return _("ไฟล์ %(kinds)s ขนาดไม่เกิน %(size)s MB") % {"kinds": kinds, "size": size}


# A form's class is made once, for readers of both languages.
_what_is_taken = lazy(_taken, str)


class EvidenceField(forms.FileField):
    """A file as evidence. Its kind is read from its content and left on the upload as `kind`."""

    def __init__(self, *, max_bytes: int = MAX_BYTES, kinds: tuple[FileKind, ...] = EVIDENCE, **kwargs: Any) -> None:
        self.max_bytes, self.kinds = max_bytes, kinds
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("help_text", _what_is_taken(", ".join(kind.name for kind in kinds), max_bytes // MEGABYTE))
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        accept = ",".join(extension for kind in self.kinds for extension in kind.extensions)
        return {**super().widget_attrs(widget), "accept": accept}

    def to_python(self, data: Any) -> Any:
        if data and not data.size:
            raise ValidationError(_("ไฟล์ “%(name)s” ว่างเปล่า เลือกไฟล์อื่น") % {"name": data.name}, code="empty")
        upload: Any = super().to_python(data)
        if upload is None:
            return None
        upload.name = thai.normalise(upload.name or "") or "-"
        if (upload.size or 0) > self.max_bytes:
            raise ValidationError(
                _("ไฟล์ “%(name)s” มีขนาด %(size)s MB ต้องไม่เกิน %(most)s MB")
                % {
                    "name": upload.name,
                    "size": f"{(upload.size or 0) / MEGABYTE:.1f}",
                    "most": self.max_bytes // MEGABYTE,
                },
                code="too_large",
            )
        try:
            upload.kind = recognise(upload.file, name=upload.name or "", kinds=self.kinds)
        except NotUnderstoodError as error:
            raise ValidationError(in_words(error), code="wrong_kind") from error
        return upload


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class SeveralEvidenceField(EvidenceField):
    """Several files in one choice; each that can't be taken is named, and then none is."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[bytes]"]:
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if not files:
            super().clean(None, initial)
            return []
        kept: list[UploadedFile[bytes]] = []
        refusals: list[ValidationError] = []
        for file in files:
            try:
                kept.append(super().clean(file, None))
            except ValidationError as error:
                refusals += error.error_list
        if refusals and kept:
            refusals.append(ValidationError(_("ยังไม่ได้แนบไฟล์ใด เลือกไฟล์ที่เหลืออีกครั้ง"), code="none_kept"))
        if refusals:
            raise ValidationError(refusals)
        return kept
