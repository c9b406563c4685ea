"""The page on which a forum's day is prepared, and the pages that write its lists."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core import thai
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.people import why_refused
from bkkplan.ground.core.rows.basis import Basis
from communities.views.base import page_of
from forums.actions import preparing
from forums.actions.copying import copy_forum
from forums.enums import PREPARING_STATES, ForumState
from forums.forms.preparing import GuestsForm, ProgrammeForm, PublicityForm
from forums.forms.schedule import CallForm
from forums.forms.sessions import times_of_first_day
from forums.models import Forum
from forums.queries import HearingRules
from forums.queries.preparing import (
    basis_of_guests,
    basis_of_programme,
    basis_of_publicity,
    bodies_of,
    guests_of,
    prepared_of,
    publicity_of,
    turns_of,
    with_prepared,
)
from forums.queries.sessions import days_of, slots_of
from forums.slots import usual_programme
from forums.views.base import ForumAct, ForumMixin
from forums.views.next_steps import steps_after


def preparing_page(forum: Forum) -> str:
    return reverse("forums:preparing", args=[forum.pk])


class ForumPreparing(ForumMixin):
    """What is prepared, and what is not yet. The office and the city read it; the forum's own page has what all see."""

    permission = "forums.view_history"
    heading = gettext_lazy("เตรียมเวที")

    def forums(self) -> QuerySet[Forum]:
        return with_prepared(super().forums())

    def get(self, request: WorkRequest, pk: int) -> HttpResponse:
        forum = self.forum
        publicity = publicity_of(forum)
        may_change = request.user.has_perm("forums.change_forum", forum)
        context = {
            **self.top(),
            "forum": forum,
            "days": days_of(forum),
            "prepared": prepared_of(forum),
            "publicity": publicity,
            "reach": sum(row.reach or 0 for row in publicity),
            "may_prepare": may_change and forum.state in PREPARING_STATES,
            "may_tell": may_change and forum.state in preparing.PUBLICITY_STATES,
            "may_open_to_group": may_change and self.may_open_to_group(),
            "may_copy": request.user.has_perm("forums.add_forum", forum.district),
            "purse": self.purse(),
            "costs": page_of("budget:forum-costs", forum.pk),
        }
        return render(request, "forums/preparing.html", context)

    def may_open_to_group(self) -> bool:
        forum = self.forum
        return forum.state == ForumState.ANNOUNCED and not forum.is_joint and forum.host_id is None


class PreparingAct(ForumAct):
    """Writes one of the lists, if it still is the one that the person saw."""

    button = gettext_lazy("บันทึก")
    done = gettext_lazy("บันทึกแล้ว")

    def back(self) -> str:
        return preparing_page(self.forum)

    def crumbs(self) -> list[Link]:
        *above, here = super().crumbs()
        return [*above, Link(label=_("เตรียมเวที"), href=preparing_page(self.forum)), here]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "forum": self.forum}


class ForumProgramme(PreparingAct):
    form_class = ProgrammeForm
    heading = gettext_lazy("กำหนดการ")

    @property
    def explanation(self) -> str:
        if not turns_of(self.forum) and usual_programme(slots_of(self.forum)):
            return _("กำหนดการที่เวทีมักใช้ แก้ไขแล้วบันทึก ทุกคนอ่านได้เมื่อประกาศเวที แถวที่ว่างไม่นับ")
        return _("ทุกคนอ่านได้เมื่อประกาศเวที แถวที่ว่างไม่นับ")

    def get_form_kwargs(self) -> dict[str, Any]:
        turns = turns_of(self.forum) or usual_programme(slots_of(self.forum))
        return {**super().get_form_kwargs(), "turns": turns}

    def basis(self) -> Basis:
        return basis_of_programme(self.forum)

    def act(self, data: dict[str, Any]) -> None:
        preparing.save_programme(forum_id=self.forum.pk, turns=self.sent.turns, seen=data["seen"], **self.signed)


class ForumPublicity(PreparingAct):
    form_class = PublicityForm
    heading = gettext_lazy("ประชาสัมพันธ์")
    explanation = gettext_lazy("จำนวนที่เข้าถึงใส่ภายหลังได้ ใช้ภายในสำนักงาน แถวที่ว่างไม่นับ")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "activities": publicity_of(self.forum)}

    def basis(self) -> Basis:
        return basis_of_publicity(self.forum)

    def act(self, data: dict[str, Any]) -> None:
        preparing.save_publicity(
            forum_id=self.forum.pk, activities=self.sent.activities, seen=data["seen"], **self.signed
        )


class ForumGuests(PreparingAct):
    form_class = GuestsForm
    heading = gettext_lazy("ผู้ร่วมจัดและผู้ร่วมเวที")
    explanation = gettext_lazy("ทุกคนอ่านได้เมื่อประกาศเวที")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "stood": bodies_of(self.forum)}

    def get_initial(self) -> dict[str, Any]:
        return {"communities": guests_of(self.forum)}

    def basis(self) -> Basis:
        return basis_of_guests(self.forum)

    def act(self, data: dict[str, Any]) -> None:
        preparing.save_guests(
            forum_id=self.forum.pk,
            bodies=self.sent.chosen_bodies,
            communities=[community.pk for community in data["communities"]],
            seen=data["seen"],
            **self.signed,
        )


class ForumCopy(ForumAct):
    """A draft like this forum. The days are asked anew, and the years in its title are those of the new one."""

    permission = ""
    form_class = CallForm
    heading = gettext_lazy("จัดเวทีแบบเดียวกัน")
    explanation = gettext_lazy("เก็บเป็นร่าง พร้อมกำหนดการ คณะที่ร่วมเวที และชุมชนของเวทีเดิม การประชาสัมพันธ์และผลเวทีไม่ตามไป")
    button = gettext_lazy("เก็บเป็นร่าง")
    copied: Forum

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not self.request.user.has_perm("forums.add_forum", self.forum.district):
            raise PermissionDenied(why_refused(self.request.user, "forums.add_forum", self.forum.district))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "districts": [self.forum.district], "today": today()}

    def get_initial(self) -> dict[str, Any]:
        forum = self.forum
        years = FiscalYear.of(HearingRules.read().earliest_on(today())).be - forum.fiscal_year
        return {
            "kind": forum.kind,
            "title": thai.years_later(forum.title, years),
            "purpose": thai.years_later(forum.purpose, years),
            "place": forum.place,
            "community": forum.community_id,
            **times_of_first_day(slots_of(forum)),
        }

    def act(self, data: dict[str, Any]) -> None:
        self.copied = copy_forum(forum_id=self.forum.pk, kind=data["kind"], call=self.sent.call, **self.signed)

    @property
    def done(self) -> str:
        return _("บันทึกร่าง%(forum)s แล้ว ยังไม่ประกาศ") % {"forum": self.copied}

    def next_page(self) -> str:
        return preparing_page(self.copied)

    def next_links(self) -> list[Link]:
        return steps_after(self.copied, user=self.request.user)
