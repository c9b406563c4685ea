"""What is done and what is next until the portal is in use: the steps that the subjects declare."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from bkkplan.ground.core import setting_up
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Stat
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.records import RecordPage


class SettingUp(RecordPage):
    permission = "accounts.set_up"

    def get(self, request: WorkRequest) -> HttpResponse:
        states = setting_up.step_states(today())
        needed = [state for state in states if not state.step.is_optional]
        done = sum(state.found.is_done for state in needed)
        context = {
            "states": [(state, request.user.has_perm(state.step.permission)) for state in states],
            "stats": [
                Stat(label=_("เสร็จแล้ว"), value=done, tone="done" if done == len(needed) else None),
                Stat(label=_("ยังต้องทำ"), value=len(needed) - done),
                Stat(label=_("ขั้นที่เลือกทำได้"), value=len(states) - len(needed)),
            ],
            "is_ready": done == len(needed),
        }
        return render(request, "desk/setting_up.html", context)
