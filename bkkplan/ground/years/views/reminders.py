"""Reminding all who miss a step: who they are, the text, and then one act."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Stat, Tab
from bkkplan.ground.years.actions.reminders import (
    already_reminded,
    remind,
    reminders_of,
    why_nothing_to_remind,
    words_of,
)
from bkkplan.ground.years.forms import ReminderForm
from bkkplan.ground.years.registry import Measure, Told, measure_called, measures, usual_measure, who_misses
from bkkplan.ground.years.views.steps import OneStep

ALL = "all"
NAMES_SHOWN = 4


class Remind(OneStep):
    permission = "years.remind"
    form_class = ReminderForm
    template_name = "years/remind.html"
    heading = gettext_lazy("เตือนผู้ที่ยังไม่ได้ทำ")
    button = gettext_lazy("ส่งการเตือน")

    @property
    def done(self) -> str:
        return _("ส่งการเตือนถึง %(n)s คนแล้ว") % {"n": self.people}

    @cached_property
    def measure(self) -> Measure | None:
        """Who has done it is asked of what the address says; else of what is usual for the step."""
        asked = self.request.GET.get("of", "")
        return measure_called(asked) if asked else usual_measure(self.step.code)

    @cached_property
    def told(self) -> list[Told]:
        return who_misses(self.year, self.step.audiences, measure=self.measure, on=today(), at=now())

    @cached_property
    def earlier(self) -> list[Any]:
        return list(reminders_of(self.step, on=today()))

    @property
    def people(self) -> int:
        return len({person.pk for place in self.told for person in place.people} - {self.request.user.pk})

    def obstacle(self) -> str:
        sentence = why_nothing_to_remind(self.step, self.planned)
        return sentence or ("" if self.told else _("ทุกหน่วยงานทำขั้นตอนนี้แล้ว ไม่มีผู้ที่ต้องเตือน"))

    def stats(self) -> list[Stat]:
        return [
            Stat(label=_("หน่วยงานและชุมชน"), value=len(self.told)),
            Stat(label=_("ผู้ได้รับการเตือน (คน)"), value=self.people),
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs.pop("needs_reason")
        return {**kwargs, "is_again": bool(self.earlier)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = ""
        if self.step.due_on:
            with translation.override("th"):
                name = str(self.step)
            message, values = words_of(name, self.step.due_on, self.year, number=len(self.earlier) + 1)
            text = (_(message) % values).strip()
        return {
            **super().get_context_data(**kwargs),
            "is_opened": False,
            "text": text,
            "already": already_reminded(self.earlier[-1]) if self.earlier else "",
            "measures": self.tabs(),
            "places": [
                (place.place, ", ".join(str(person) for person in place.people[:NAMES_SHOWN]), len(place.people))
                for place in self.told
            ],
            "names_shown": NAMES_SHOWN,
            "reminded_path": reverse("years:days", args=[self.year]),
        }

    def tabs(self) -> list[Tab]:
        """By which records it is told who has done it."""
        of_code = self.measure.code if self.measure else ALL
        every = [(ALL, _("ทุกคนในกลุ่ม")), *((one.code, str(one.title)) for one in measures())]
        return [Tab(label=label, href=f"?{urlencode({'of': code})}", active=code == of_code) for code, label in every]

    def act(self, data: dict[str, Any]) -> None:
        _people = self.people  # as shown, for the sentence that says it is done
        remind(
            step_id=self.step.pk,
            measure=self.measure.code if self.measure else "",
            **data,
            on=today(),
            by=self.request.user,
            at=now(),
        )
