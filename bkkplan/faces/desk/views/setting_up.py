"""What is done and what is next until the portal is in use: the steps that the subjects declare."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from bkkplan.ground.core import setting_up
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Stat
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.work import WorkRequest


class SettingUp(RecordPage):
    permission = "accounts.set_up"

    def get(self, request: WorkRequest) -> HttpResponse:
        standings = setting_up.standings(today())
        done = sum(standing.found.is_done for standing in standings)
        context = {
            "standings": [(standing, request.user.has_perm(standing.step.permission)) for standing in standings],
            "stats": [
                Stat(label=_("เสร็จแล้ว"), value=done, tone="done" if done == len(standings) else None),
                Stat(label=_("ยังต้องทำ"), value=len(standings) - done),
            ],
            "is_ready": done == len(standings),
        }
        return render(request, "desk/setting_up.html", context)
