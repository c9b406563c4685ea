"""Forms of a forum's preparation: tables of rows that are written as a whole, and who takes part."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext as _

from bkkplan.ground.core.forms.fields import ThaiDateField, ThaiIntegerField, ThaiTextField, ThaiTimeField, fill_end
from bkkplan.ground.core.forms.portal import PortalForm
from bkkplan.ground.core.wording import localname, thai_date_short
from communities.models import Community
from forums.actions.preparing import Activity
from forums.enums import BodyPart, PublicityChannel
from forums.models import Body, Forum, ForumBody, PublicityActivity
from forums.queries.preparing import days_on
from forums.slots import MOST_TURNS, Turn, wrong_turn

MOST_ACTIVITIES = 40
BLANKS = 4  # rows that are not there yet; saved, the page has as many more


class TableForm(PortalForm):
    """A table of rows, each field called by its column and the row's number. An empty row is none."""

    columns: ClassVar[tuple[str, ...]]
    always_filled: ClassVar[tuple[str, ...]] = ()  # columns that say nothing about whether a row was written
    css_class: ClassVar[str]
    most: ClassVar[int]

    def __init__(self, *args: Any, rows: Sequence[Mapping[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = [row for row in range(1, self.most + 1) if any(f"{name}_{row}" in self.data for name in self.columns)]
        self.rows = range(1, min(self.most, max([len(rows) + BLANKS, *sent])) + 1)
        for row in self.rows:
            self.fields |= {f"{name}_{row}": field for name, field in self.fields_of(row).items()}
        self.initial = {
            **{f"{name}_{row}": value for row, of_row in enumerate(rows, 1) for name, value in of_row.items()},
            **self.initial,
        }
        shown = [[f"{name}_{row}" for name in self.columns if f"{name}_{row}" in self.fields] for row in self.rows]
        self.helper.layout = Layout(
            Div(*(Div(*names, css_class=self.css_class) for names in shown), css_class="table-rows")
        )

    def fields_of(self, row: int) -> dict[str, forms.Field]:
        raise NotImplementedError

    def written(self, data: Mapping[str, Any]) -> list[int]:
        """The rows in which something was typed, valid or not."""
        typed = [name for name in self.columns if name not in self.always_filled]
        return [
            row
            for row in self.rows
            if any(self[f"{name}_{row}"].data for name in typed if f"{name}_{row}" in self.fields)
        ]

    def demand_cells(self, data: Mapping[str, Any], row: int, *names: str) -> bool:
        """Ask for what a row must have. Returns whether it has it."""
        missing = [name for name in names if data.get(f"{name}_{row}") in (None, "")]
        for name in missing:
            if f"{name}_{row}" not in self.errors:
                self.add_error(f"{name}_{row}", _("ใส่ “%(label)s”") % {"label": self.fields[f"{name}_{row}"].label})
        return not missing


class ProgrammeForm(TableForm):
    columns = ("day", "starts", "ends", "topic")
    always_filled = ("day",)
    css_class = "programme-row"
    most = MOST_TURNS

    def __init__(self, *args: Any, forum: Forum, turns: Sequence[Turn], **kwargs: Any) -> None:
        self.days = days_on(forum)
        rows = [
            {"day": turn.day, "starts": turn.starts_at, "ends": turn.ends_at, "topic": turn.topic} for turn in turns
        ]
        super().__init__(*args, rows=rows, **kwargs)

    def fields_of(self, row: int) -> dict[str, forms.Field]:
        number = {"number": row}
        of_row: dict[str, forms.Field] = {
            "starts": ThaiTimeField(label=_("เริ่ม รายการที่ %(number)s") % number, required=False),
            "ends": ThaiTimeField(label=_("ถึง รายการที่ %(number)s") % number, required=False, is_end=True),
            "topic": ThaiTextField(label=_("รายการที่ %(number)s") % number, max_length=300, required=False),
        }
        if len(self.days) > 1:
            of_row["day"] = forms.TypedChoiceField(
                label=_("วัน รายการที่ %(number)s") % number,
                choices=[(place, thai_date_short(on)) for place, on in enumerate(self.days, 1)],
                coerce=int,
                required=False,
            )
        return of_row

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        found: list[tuple[int, Turn]] = []
        for row in self.written(data):
            fill_end(self, data, starts=f"starts_{row}", ends=f"ends_{row}")
            if self.demand_cells(data, row, "starts", "topic"):
                turn = Turn(
                    data.get(f"day_{row}") or 1, data[f"starts_{row}"], data[f"topic_{row}"], data.get(f"ends_{row}")
                )
                found.append((row, turn))
        self.turns = tuple(turn for _row, turn in found)
        if not self.errors and (wrong := wrong_turn(self.turns, days=len(self.days))):
            column = {"ends_at": "ends", "starts_at": "starts", "day": "day"}[wrong.field]
            name = f"{column}_{found[wrong.place][0]}"
            self.add_error(name if name in self.fields else None, wrong.sentence)
        return data


class PublicityForm(TableForm):
    columns = ("on", "channel", "detail", "reach")
    always_filled = ("channel",)
    css_class = "publicity-row"
    most = MOST_ACTIVITIES

    def __init__(self, *args: Any, forum: Forum, activities: Sequence[PublicityActivity], **kwargs: Any) -> None:
        self.forum = forum
        rows = [{"on": row.on, "channel": row.channel, "detail": row.detail, "reach": row.reach} for row in activities]
        super().__init__(*args, rows=rows, **kwargs)

    def fields_of(self, row: int) -> dict[str, forms.Field]:
        number = {"number": row}
        return {
            "on": ThaiDateField(label=_("วันที่ แถวที่ %(number)s") % number, required=False, latest=self.forum.last_on),
            "channel": forms.ChoiceField(
                label=_("ช่องทาง แถวที่ %(number)s") % number, choices=PublicityChannel.choices, required=False
            ),
            "detail": ThaiTextField(label=_("รายละเอียด แถวที่ %(number)s") % number, max_length=300, required=False),
            "reach": ThaiIntegerField(label=_("เข้าถึง (คน) แถวที่ %(number)s") % number, required=False),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.activities = [
            Activity(
                data[f"on_{row}"],
                data[f"channel_{row}"] or PublicityChannel.OTHER,
                data[f"detail_{row}"],
                data[f"reach_{row}"],
            )
            for row in self.written(data)
            if self.demand_cells(data, row, "on") and not self.errors
        ]
        return data


class GuestsForm(PortalForm):
    """A choice for each body, and the communities of the district."""

    communities = forms.ModelMultipleChoiceField(
        label="", queryset=Community.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, forum: Forum, stood: Sequence[ForumBody], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = {body.pk: body for body in Body.objects.valid_on(forum.scheduled_on)}
        self.bodies = {**{row.body_id: row.body for row in stood}, **bodies}
        for pk, body in sorted(self.bodies.items(), key=lambda pair: pair[1].position):
            self.fields[f"body_{pk}"] = forms.ChoiceField(
                label=localname(body), choices=[("", _("ไม่ได้ร่วม")), *BodyPart.choices], required=False
            )
        self.initial = {**{f"body_{row.body_id}": row.part for row in stood}, **self.initial}
        field = self.fields["communities"]
        field.label = _("ชุมชนที่ร่วมเวที")
        field.help_text = _("ไม่เลือก คือทุกชุมชนในเขต")
        rows = Community.objects.filter(district=forum.district_id).order_by("name_th", "pk")
        field.queryset = rows  # type: ignore[attr-defined]
        names = [name for name in self.fields if name.startswith("body_")]
        self.order_fields([*names, "communities"])
        self.helper.layout = Layout(
            Div(*names, css_class="body-rows"), Div("communities", css_class="community-choice")
        )

    @property
    def chosen_bodies(self) -> dict[int, str]:
        parts = {pk: self.cleaned_data[f"body_{pk}"] for pk in self.bodies}
        return {pk: part for pk, part in parts.items() if part}
