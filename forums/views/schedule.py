"""Planning and announcing, and what may happen before the day."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.enums import DISTRICT_ROLES
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Difference, Link
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.models import StaleError
from bkkplan.ground.core.work import WorkRequest, WorkView
from districts.models import District
from forums.actions import schedule
from forums.actions.errors import ForumError, WrongDayError, WrongMomentError
from forums.forms.schedule import AnnounceForm, CallForm, HeldForm, NothingForm, PostponeForm, ReasonForm
from forums.models import Forum
from forums.queries import HearingRule
from forums.views.base import ActView, ForumMixin, crumbs_to

SATURDAY = 5


class ForumPlan(WorkView):
    """A new forum: the form comes filled with what such a forum usually has."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        held = (
            {a.district_id for a in self.request.user.held_assignments if a.role in DISTRICT_ROLES and a.district_id}
            if self.request.user.is_authenticated
            else set()
        )
        self.districts = list(District.objects.filter(pk__in=held).order_by("code"))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.districts:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: WorkRequest) -> HttpResponse:
        return self.show(CallForm(districts=self.districts, today=today(), initial=self.usual()))

    def post(self, request: WorkRequest) -> HttpResponse:
        form = CallForm(request.POST, districts=self.districts, today=today())
        if not form.is_valid():
            return self.show(form, status=422)
        asked: dict[str, Any] = {
            "district": form.held_in or self.districts[0],
            "kind": form.cleaned_data["kind"],
            "call": form.call,
            "by": request.user,
            "at": now(),
        }
        if "announce" in request.POST:
            try:
                forum = schedule.plan_and_announce(**asked, on=today())
            except WrongDayError:
                sentence = _("วันนี้ผ่านมาแล้ว ประกาศวันนี้ไม่ทัน ถ้าประกาศไว้ก่อนแล้ว ให้เก็บเป็นร่าง แล้วใส่วันที่ประกาศ")
                form.add_error("scheduled_on", sentence)
                return self.show(form, status=422)
            messages.success(request, _("ประกาศ%(forum)s แล้ว") % {"forum": forum})
        else:
            forum = schedule.plan_forum(**asked)
            messages.success(request, _("บันทึกร่าง%(forum)s แล้ว ยังไม่ประกาศ") % {"forum": forum})
        return redirect(forum)

    def usual(self) -> dict[str, Any]:
        """The next working day that leaves enough days, a morning, and the place of the last time."""
        on = today()
        earliest = on + timedelta(days=HearingRule.in_force().announce_before)
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

    def show(self, form: CallForm, *, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "rule": HearingRule.in_force(),
            "earliest": today() + timedelta(days=HearingRule.in_force().announce_before),
            "crumbs": [
                Link(label=_("เวทีรับฟัง"), href=reverse("forums:list", args=[FiscalYear.of(today())])),
                Link(label=_("ประกาศเวที")),
            ],
        }
        return render(self.request, "forums/call.html", context, status=status)


class ForumEdit(ForumMixin):
    def get(self, request: WorkRequest, pk: int) -> HttpResponse:
        return self.show(CallForm(instance=self.forum, districts=[self.forum.district], today=today()))

    def post(self, request: WorkRequest, pk: int) -> HttpResponse:
        form = CallForm(request.POST, instance=self.forum, districts=[self.forum.district], today=today())
        if not form.is_valid():
            return self.show(form, status=422)
        seen = int(request.POST.get("version") or 0)
        try:
            schedule.edit_call(forum_id=pk, seen=seen, call=form.call, by=request.user, at=now())
        except StaleError as error:
            return self.show_both(form, error)
        except WrongMomentError as error:
            messages.warning(request, error.sentence)
        except ForumError as error:
            form.add_error(error.field if error.field in form.fields else None, error.sentence)
            return self.show(form, status=422)
        else:
            messages.success(request, _("บันทึกแล้ว"))
        return redirect(self.forum)

    def show(self, form: CallForm, *, status: int = 200, **more: Any) -> HttpResponse:
        context = {
            "form": form,
            "forum": self.forum,
            "version": self.request.POST.get("version") or self.forum.version,
            "rule": HearingRule.in_force(),
            "crumbs": crumbs_to(self.forum, here=_("แก้ไขประกาศ")),
            **more,
        }
        return render(self.request, "forums/call.html", context, status=status)

    def show_both(self, form: CallForm, error: StaleError) -> HttpResponse:
        theirs = CallForm(instance=error.theirs, districts=[self.forum.district], today=today())
        differences = [
            Difference(
                label=form[name].label, yours=str(form[name].value() or ""), theirs=str(theirs[name].value() or "")
            )
            for name in form.fields
            if str(form[name].value() or "") != str(theirs[name].value() or "")
        ]
        return self.show(form, status=409, differences=differences, version=error.theirs.version)  # type: ignore[attr-defined]


class ForumAnnounce(ActView):
    form_class = AnnounceForm
    heading = gettext_lazy("ประกาศเวที")
    words = gettext_lazy("ประกาศแล้วทุกคนเห็นเวทีนี้บนหน้าสาธารณะ เลื่อนวันได้ด้วยเหตุผล")
    go = gettext_lazy("ประกาศ")
    done = gettext_lazy("ประกาศแล้ว")

    def form_kwargs(self) -> dict[str, Any]:
        return {"today": today(), "scheduled_on": self.forum.scheduled_on}

    def initial(self) -> dict[str, Any]:
        return {"announced_on": today()}

    def act(self, data: dict[str, Any]) -> Forum:
        return schedule.announce(forum_id=self.forum.pk, on=data["announced_on"], by=self.request.user, at=now())


class ForumPostpone(ActView):
    form_class = PostponeForm
    heading = gettext_lazy("เลื่อนเวที")
    words = gettext_lazy("วันเดิมและเหตุผลยังอ่านได้ในประวัติของเวที")
    go = gettext_lazy("เลื่อนเวที")
    done = gettext_lazy("เลื่อนเวทีแล้ว")

    def form_kwargs(self) -> dict[str, Any]:
        return {"today": today()}

    def act(self, data: dict[str, Any]) -> Forum:
        return schedule.postpone(forum_id=self.forum.pk, **data, by=self.request.user, at=now())


class ForumCancel(ActView):
    form_class = ReasonForm
    heading = gettext_lazy("ยกเลิกเวที")
    words = gettext_lazy("เวทีที่ยกเลิกแล้วเปิดใหม่ไม่ได้ ถ้าจะจัดวันอื่นให้เลื่อนเวที")
    go = gettext_lazy("ยกเลิกเวที")
    done = gettext_lazy("ยกเลิกเวทีแล้ว")
    is_danger = True

    def act(self, data: dict[str, Any]) -> Forum:
        return schedule.cancel(forum_id=self.forum.pk, on=today(), **data, by=self.request.user, at=now())


class ForumOpen(ActView):
    form_class = NothingForm
    heading = gettext_lazy("เปิดเวที")
    words = gettext_lazy("เริ่มบันทึกผลได้ทันทีขณะที่เวทีดำเนินอยู่")
    go = gettext_lazy("เปิดเวที")
    done = gettext_lazy("เปิดเวทีแล้ว บันทึกผลได้เลย")

    def act(self, data: dict[str, Any]) -> Forum:
        return schedule.open_forum(forum_id=self.forum.pk, by=self.request.user, at=now())

    def next_page(self) -> str:
        return f"{self.forum.get_absolute_url()}record/"


class ForumHeld(ActView):
    form_class = HeldForm
    heading = gettext_lazy("บันทึกว่าจัดเวทีแล้ว")
    go = gettext_lazy("จัดแล้ว บันทึกผล")
    done = gettext_lazy("บันทึกวันจัดแล้ว ต่อไปบันทึกผล")

    def form_kwargs(self) -> dict[str, Any]:
        return {"today": today(), "scheduled_on": self.forum.scheduled_on}

    def initial(self) -> dict[str, Any]:
        return {"held_on": min(self.forum.scheduled_on, today())}

    def act(self, data: dict[str, Any]) -> Forum:
        return schedule.mark_held(forum_id=self.forum.pk, **data, on=today(), by=self.request.user, at=now())

    def next_page(self) -> str:
        return f"{self.forum.get_absolute_url()}record/"
