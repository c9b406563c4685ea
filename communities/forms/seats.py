"""The table of a committee's seats, and the list of those to be invited: a few fields for each row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.forms.fields import ThaiDateField, ThaiTextField
from bkkplan.ground.core.forms.portal import PortalForm
from communities.actions.seats import Invitee, SeatRow
from communities.enums import Position
from communities.models import CommitteeMember
from communities.queries.committees import MOST

FEWEST_BLANK = 3


@dataclass(frozen=True, slots=True)
class SeatFields:
    """The fields of one row, for the template; those that it does not have are None."""

    number: int
    member: CommitteeMember | None
    full_name: BoundField | None = None
    position: BoundField | None = None
    is_left: BoundField | None = None
    uuid: BoundField | None = None
    is_chosen: BoundField | None = None
    username: BoundField | None = None
    email: BoundField | None = None


def _text(label: str, value: str = "", **given: Any) -> ThaiTextField:
    widget = forms.TextInput(attrs={"class": "form-control", "aria-label": label, "autocomplete": "off"})
    return ThaiTextField(label=label, initial=value, widget=widget, **given)


def _tick(label: str, *, is_on: bool = False) -> forms.BooleanField:
    widget = forms.CheckboxInput(attrs={"class": "form-check-input", "aria-label": label})
    return forms.BooleanField(label=label, initial=is_on, required=False, widget=widget)


class SeatTableForm(PortalForm):
    """Every seat that stands, and empty rows up to the most that a committee may have.

    A row that came to the table after the page was drawn takes what stands in it.
    """

    starts_on = ThaiDateField(label=gettext_lazy("วันเริ่มของกรรมการที่เพิ่ม"))
    leaves_on = ThaiDateField(label=gettext_lazy("วันแรกที่พ้นจากตำแหน่ง ของผู้ที่ทำเครื่องหมาย"))

    def __init__(self, *args: Any, seats: Sequence[CommitteeMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats
        blank = max(MOST - len(seats), FEWEST_BLANK)
        self.blank = [f"new{number}" for number in range(1, blank + 1)]
        for number, seat in enumerate(seats, 1):
            self._add(str(seat.pk), number, seat.full_name, seat.position)
            label = _("แถวที่ %(n)s: พ้นจากตำแหน่ง") % {"n": number}
            self.fields[f"is_left-{seat.pk}"] = _tick(label)
        for number, key in enumerate(self.blank, len(seats) + 1):
            self._add(key, number, "", Position.MEMBER, is_needed=False)
            self.fields[f"uuid-{key}"] = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
        if self.is_bound:
            self._keep_new_rows()

    def _add(self, key: str, number: int, name: str, position: str, *, is_needed: bool = True) -> None:
        label = _("แถวที่ %(n)s: ชื่อ-นามสกุล") % {"n": number}
        self.fields[f"full_name-{key}"] = _text(label, name, max_length=150, required=is_needed)
        label = _("แถวที่ %(n)s: ตำแหน่ง") % {"n": number}
        choice = forms.Select(attrs={"class": "form-select", "aria-label": label})
        self.fields[f"position-{key}"] = forms.ChoiceField(
            label=label, choices=Position, initial=position, required=is_needed, widget=choice
        )

    def _keep_new_rows(self) -> None:
        data: Any = dict(self.data.items())
        for seat in self.seats:
            data.setdefault(f"full_name-{seat.pk}", seat.full_name)
            data.setdefault(f"position-{seat.pk}", seat.position)
        self.data = data

    @property
    def rows(self) -> list[SeatFields]:
        standing = [
            SeatFields(number, seat, *(self[f"{name}-{seat.pk}"] for name in ("full_name", "position", "is_left")))
            for number, seat in enumerate(self.seats, 1)
        ]
        fresh = [
            SeatFields(number, None, self[f"full_name-{key}"], self[f"position-{key}"], uuid=self[f"uuid-{key}"])
            for number, key in enumerate(self.blank, len(self.seats) + 1)
        ]
        return [*standing, *fresh]

    def clean(self) -> dict[str, Any]:
        """What the action asks for: ``rows`` in place of their fields."""
        cleaned: dict[str, Any] = super().clean() or {}
        return {
            "rows": [*self._standing(cleaned), *self._fresh(cleaned)],
            "starts_on": cleaned.get("starts_on"),
            "leaves_on": cleaned.get("leaves_on"),
        }

    def _standing(self, cleaned: dict[str, Any]) -> Iterable[SeatRow]:
        for seat in self.seats:
            name, position, is_left = (cleaned.get(f"{of}-{seat.pk}") for of in ("full_name", "position", "is_left"))
            if name and position:
                yield SeatRow(
                    key=str(seat.pk), member=seat.pk, full_name=name, position=position, is_left=bool(is_left)
                )

    def _fresh(self, cleaned: dict[str, Any]) -> Iterable[SeatRow]:
        for key in self.blank:
            if name := cleaned.get(f"full_name-{key}"):
                position = cleaned.get(f"position-{key}") or Position.MEMBER
                yield SeatRow(key=key, uuid=cleaned.get(f"uuid-{key}") or uuid4(), full_name=name, position=position)


class InviteMembersForm(PortalForm):
    """Who of a committee is invited: all without an account are ticked, each with a user name that is free."""

    def __init__(self, *args: Any, seats: Sequence[CommitteeMember], usernames: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats
        given = iter(usernames)
        for seat in seats:
            label = _("เชิญ %(name)s") % {"name": seat.full_name}
            self.fields[f"is_chosen-{seat.pk}"] = _tick(label, is_on=seat.user is None)
            if seat.user is None:
                label = _("บัญชีผู้ใช้ของ %(name)s") % {"name": seat.full_name}
                self.fields[f"username-{seat.pk}"] = _text(label, next(given), max_length=150, required=False)
                label = _("อีเมลของ %(name)s") % {"name": seat.full_name}
                widget = forms.EmailInput(attrs={"class": "form-control", "aria-label": label})
                self.fields[f"email-{seat.pk}"] = forms.EmailField(label=label, required=False, widget=widget)

    @property
    def rows(self) -> list[SeatFields]:
        return [
            SeatFields(
                number,
                seat,
                is_chosen=self[f"is_chosen-{seat.pk}"],
                username=self[f"username-{seat.pk}"] if seat.user is None else None,
                email=self[f"email-{seat.pk}"] if seat.user is None else None,
            )
            for number, seat in enumerate(self.seats, 1)
        ]

    def clean(self) -> dict[str, Any]:
        """What the action asks for: ``chosen`` in place of the fields."""
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = []
        for seat in self.seats:
            if not cleaned.get(f"is_chosen-{seat.pk}"):
                continue
            username, email = (cleaned.get(f"{name}-{seat.pk}") or "" for name in ("username", "email"))
            if seat.user is None and not username:
                self.add_error(f"username-{seat.pk}", _("ใส่บัญชีผู้ใช้ของ %(name)s") % {"name": seat.full_name})
            chosen.append(Invitee(member=seat.pk, username=username, email=email))
        if not chosen and not self.errors:
            self.add_error(None, _("เลือกผู้ที่จะเชิญอย่างน้อยหนึ่งคน"))
        return {"chosen": chosen}


def days_of_table(term_starts_on: date, on: date) -> dict[str, date]:
    """With which days the table begins."""
    return {"starts_on": max(on, term_starts_on), "leaves_on": on}
