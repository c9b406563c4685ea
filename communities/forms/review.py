"""What a community decides about each project of last year's plan."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.forms.fields import ThaiTextField
from bkkplan.ground.core.forms.portal import PortalForm
from communities.actions.last_year import ReviewChoice
from communities.enums import ReviewDecision
from communities.queries.last_year import LastYearsProject

SELECT = {"class": "form-select"}
Row = tuple[LastYearsProject, forms.BoundField, forms.BoundField]


class ReviewForm(PortalForm):
    """A choice and a reason for each project, called by its number; the reason is asked for where it is given up."""

    def __init__(self, *args: Any, projects: Sequence[LastYearsProject], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.projects = projects
        for one in projects:
            given_up = one.usual == ReviewDecision.DROP
            self.fields[f"decision-{one.project.pk}"] = forms.ChoiceField(
                label=_("ผลการทบทวน"),
                choices=ReviewDecision.choices,
                initial=one.usual,
                widget=forms.Select(attrs=SELECT),
            )
            self.fields[f"reason-{one.project.pk}"] = ThaiTextField(
                label=_("เหตุผลที่ยกเลิก"),
                required=False,
                max_length=2000,
                initial=one.fate.reason if given_up else "",
                widget=forms.TextInput(attrs={"class": "form-control", "placeholder": gettext_lazy("ใส่เมื่อเลือกยกเลิก")}),
            )

    @property
    def rows(self) -> list[Row]:
        return [(one, self[f"decision-{one.project.pk}"], self[f"reason-{one.project.pk}"]) for one in self.projects]

    def clean(self) -> dict[str, Any]:
        """What the action asks for: the decisions in place of the fields."""
        cleaned: dict[str, Any] = super().clean() or {}
        decisions = []
        for one in self.projects:
            decision, reason = (cleaned.get(f"{name}-{one.project.pk}", "") for name in ("decision", "reason"))
            if decision == ReviewDecision.DROP and not reason:
                self.add_error(f"reason-{one.project.pk}", _("เขียนเหตุผลที่ยกเลิก “%(title)s”") % {"title": one.project})
            if decision:
                decisions.append(ReviewChoice(one.project.pk, ReviewDecision(decision), reason))
        return {"decisions": decisions}

    @property
    def chosen(self) -> list[tuple[str, list[tuple[LastYearsProject, str]]]]:
        """By decision, in their order: the projects, each with its reason."""
        by_key = {one.project.pk: one for one in self.projects}
        return [
            (str(choice.label), found)
            for choice in ReviewDecision
            if (
                found := [
                    (by_key[one.project], one.reason if choice == ReviewDecision.DROP else "")
                    for one in self.cleaned_data["decisions"]
                    if one.decision == choice
                ]
            )
        ]
