"""Planning and announcing, and what may happen before the day."""

from copy import copy
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.enums import DISTRICT_ROLES
from bkkplan.ground.accounts.views.rows import RowPage
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.forms.portal import ReasonForm
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.people import own_districts, why_refused
from districts.models import District
from forums.actions import schedule, sessions
from forums.enums import ForumKind
from forums.forms.schedule import AnnounceForm, CallForm, CancelForm, HeldForm, PostponeForm
from forums.forms.sessions import ForumSessionsForm
from forums.models import Forum
from forums.queries import HearingRule, HearingRules
from forums.queries.sessions import slots_of
from forums.views.base import ForumAct, ForumMixin
from forums.views.next_steps import steps_after

SATURDAY = 5


def call_lead(rule: HearingRule) -> str:
    days = rule.announce_before
    return _("ประกาศก่อนวันจัดอย่างน้อย %(days)s วัน ประกาศช้ากว่านั้นได้ แต่จะแสดงว่าประกาศช้า") % {"days": days}


class ForumPlan(ActPage):
    """A new forum: the form comes filled with what such a forum usually has."""

    form_class = CallForm
    stylesheet = "css/pages/forum.css"
    heading = gettext_lazy("ประกาศเวที")
    button = gettext_lazy("ประกาศเวที")
    second_button = gettext_lazy("เก็บเป็นร่าง")
    forum: Forum

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        user = self.request.user
        held = list(District.objects.filter(pk__in=own_districts(user, *DISTRICT_ROLES)).order_by("code"))
        self.districts = [place for place in held if user.has_perm("forums.add_forum", place)]
        if not self.districts:
            raise PermissionDenied(why_refused(user, "forums.add_forum", held[0]) if held else "")

    def lead(self) -> str:
        return call_lead(HearingRule.on(today()))

    def crumbs(self) -> list[Link]:
        return [Link(label=_("เวทีรับฟัง"), href=self.back()), Link(label=_("ประกาศเวที"))]

    def back(self) -> str:
        return reverse("forums:list", args=[FiscalYear.of(today())])

    def instead(self) -> list[Link]:
        """To plan it like the district's last hearing."""
        own = Forum.objects.filter(district__in=self.districts, kind=ForumKind.DISTRICT_HEARING, held_on__isnull=False)
        last = own.select_related("district").order_by("-held_on", "-pk").first()
        if last is None:
            return []
        label = _("จัดแบบเดียวกับ%(forum)s %(district)s") % {"forum": last, "district": last.district}
        return [Link(label=label, href=reverse("forums:copy", args=[last.pk]))]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "districts": self.districts, "today": today()}

    def get_initial(self) -> dict[str, Any]:
        """The next working day that leaves enough days, a morning, and the place of the last time."""
        on = today()
        earliest = HearingRules.read().earliest_on(on)
        day = earliest + timedelta(days=7 - earliest.weekday() if earliest.weekday() >= SATURDAY else 0)
        usual = {"scheduled_on": day, "starts_at": "09.00", "ends_at": "12.00"}
        if len(self.districts) == 1:
            district = self.districts[0]
            last = Forum.objects.filter(district=district).order_by("-scheduled_on", "-pk").first()
            usual["place"] = last.place if last else ""
            usual["title"] = _("เวทีรับฟังความคิดเห็นเพื่อกำหนดนโยบายการพัฒนา%(district)s ปีงบประมาณ %(year)s") % {
                "district": district,
                "year": FiscalYear.of(day).next,
            }
        return usual

    def act(self, data: dict[str, Any]) -> None:
        district = self.sent.held_in or self.districts[0]
        asked: dict[str, Any] = {"district": district, "kind": data["kind"], "call": self.sent.call, **self.signed}
        if self.is_second:
            self.forum = schedule.plan_forum(**asked)
        else:
            self.forum = schedule.plan_and_announce(**asked, on=today())

    @property
    def done(self) -> str:
        sentence = _("บันทึกร่าง%(forum)s แล้ว ยังไม่ประกาศ") if self.is_second else _("ประกาศ%(forum)s แล้ว")
        return sentence % {"forum": self.forum}

    def next_page(self) -> str:
        return self.forum.get_absolute_url()

    def next_links(self) -> list[Link]:
        return steps_after(self.forum, user=self.request.user)


class ForumEdit(ForumMixin, RowPage):
    heading = gettext_lazy("แก้ไขประกาศ")

    def find(self) -> Forum:
        return self.forum

    def lead(self) -> str:
        return call_lead(HearingRule.of(self.forum.fiscal_year))

    def form(self, row: Forum, data: Any = None) -> CallForm:
        # A model form writes what was typed into its instance.
        return CallForm(data, instance=copy(row), districts=[row.district], today=today())

    def save(self, form: CallForm, *, seen: int) -> Forum:
        return schedule.edit_call(forum_id=self.forum.pk, seen=seen, call=form.call, **self.signed)


class ForumSessions(ForumMixin, RowPage):
    """Days and times of an announced forum, and those at which it really took place."""

    heading = gettext_lazy("วันและเวลา")

    def find(self) -> Forum:
        return self.forum

    def form(self, row: Forum, data: Any = None) -> ForumSessionsForm:
        return ForumSessionsForm(data, slots=slots_of(row), today=today())

    def save(self, form: ForumSessionsForm, *, seen: int) -> Forum:
        return sessions.set_sessions(
            forum_id=self.forum.pk,
            seen=seen,
            slots=form.slots,
            reason=form.cleaned_data["reason"],
            on=today(),
            **self.signed,
        )


class ForumAnnounce(ForumAct):
    form_class = AnnounceForm
    heading = gettext_lazy("ประกาศเวที")
    explanation = gettext_lazy("ประกาศแล้วทุกคนเห็นเวทีนี้บนหน้าสาธารณะ เลื่อนวันได้ด้วยเหตุผล")
    button = gettext_lazy("ประกาศ")
    done = gettext_lazy("ประกาศแล้ว")

    def public_page(self) -> Link | None:
        return self.page_of_all()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": today(), "scheduled_on": self.forum.scheduled_on}

    def get_initial(self) -> dict[str, Any]:
        return {"announced_on": today()}

    def act(self, data: dict[str, Any]) -> None:
        schedule.announce(forum_id=self.forum.pk, on=data["announced_on"], **self.signed)


class ForumPostpone(ForumAct):
    form_class = PostponeForm
    heading = gettext_lazy("เลื่อนเวที")
    explanation = gettext_lazy("วันเดิมและเหตุผลยังอ่านได้ในประวัติของเวที")
    button = gettext_lazy("เลื่อนเวที")
    done = gettext_lazy("เลื่อนเวทีแล้ว")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": today()}

    def act(self, data: dict[str, Any]) -> None:
        schedule.postpone(forum_id=self.forum.pk, **data, **self.signed)


class ForumCancel(ForumAct):
    form_class = CancelForm
    heading = gettext_lazy("ยกเลิกเวที")
    explanation = gettext_lazy("เวทีที่ยกเลิกแล้วเปิดใหม่ไม่ได้ ถ้าจะจัดวันอื่นให้เลื่อนเวที")
    button = gettext_lazy("ยกเลิกเวที")
    done = gettext_lazy("ยกเลิกเวทีแล้ว")
    is_danger = True

    def act(self, data: dict[str, Any]) -> None:
        schedule.cancel(forum_id=self.forum.pk, on=today(), **data, **self.signed)


class ForumOpen(ForumAct):
    heading = gettext_lazy("เปิดเวที")
    explanation = gettext_lazy("เริ่มบันทึกผลได้ทันทีขณะที่เวทีดำเนินอยู่")
    button = gettext_lazy("เปิดเวที")
    done = gettext_lazy("เปิดเวทีแล้ว บันทึกผลได้เลย")

    def act(self, data: dict[str, Any]) -> None:
        schedule.open_forum(forum_id=self.forum.pk, **self.signed)

    def next_page(self) -> str:
        return self.record_page()


class ForumHeld(ForumAct):
    form_class = HeldForm
    heading = gettext_lazy("บันทึกว่าจัดเวทีแล้ว")
    button = gettext_lazy("จัดแล้ว บันทึกผล")
    done = gettext_lazy("บันทึกวันจัดแล้ว ต่อไปบันทึกผล")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": today(), "last_on": self.forum.last_on}

    def get_initial(self) -> dict[str, Any]:
        return {"held_on": min(self.forum.last_on, today())}

    def act(self, data: dict[str, Any]) -> None:
        schedule.mark_held(forum_id=self.forum.pk, **data, on=today(), **self.signed)

    def next_page(self) -> str:
        return self.record_page()


class ForumNotHeld(ForumAct):
    """Undo of “held”, said by mistake."""

    form_class = ReasonForm
    heading = gettext_lazy("ยกเลิกการบันทึกว่าจัดแล้ว")
    explanation = gettext_lazy("เวทีจะกลับเป็นประกาศแล้ว ตามวันที่กำหนดไว้เดิม ทำได้เมื่อยังไม่ได้บันทึกผลใด ๆ")
    button = gettext_lazy("ยังไม่ได้จัด")
    done = gettext_lazy("ยกเลิกการบันทึกว่าจัดแล้ว เวทีกลับเป็นประกาศแล้ว")
    is_danger = True

    def act(self, data: dict[str, Any]) -> None:
        schedule.take_back_held(forum_id=self.forum.pk, **data, **self.signed)
