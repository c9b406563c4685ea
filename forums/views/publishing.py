"""Results on their way to the public, and back."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.forms import PortalForm
from forums.actions import results
from forums.enums import ForumState
from forums.forms.schedule import NothingForm, OptionalReasonForm, PublishForm, WithdrawForm
from forums.models import Forum
from forums.queries import HearingRule, Readiness, readiness_of, timeliness_of
from forums.views.base import ActView
from forums.views.presenting import steps_of


class ForumFinish(ActView):
    form_class = NothingForm
    heading = gettext_lazy("บันทึกผลเสร็จแล้ว")
    words = gettext_lazy("ผลจะรอการเผยแพร่ ระหว่างนี้แก้ไขไม่ได้จนกว่าจะกลับไปบันทึกผล")
    go = gettext_lazy("บันทึกผลเสร็จแล้ว")
    done = gettext_lazy("บันทึกผลเสร็จแล้ว รอเผยแพร่")

    def more_context(self) -> dict[str, Any]:
        if not self.forum.district.publishing_needs_director:
            return {}
        return {"words": _("ผลจะรอผู้อำนวยการเขตเผยแพร่ ระหว่างนี้แก้ไขไม่ได้จนกว่าจะกลับไปบันทึกผล ผู้ที่กดบันทึกผลเสร็จเผยแพร่เองไม่ได้")}

    def act(self, data: dict[str, Any]) -> Forum:
        return results.finish_recording(forum_id=self.forum.pk, on=today(), by=self.request.user, at=now())


class ForumResume(ActView):
    form_class = OptionalReasonForm
    heading = gettext_lazy("กลับไปบันทึกผล")
    go = gettext_lazy("กลับไปบันทึกผล")
    done = gettext_lazy("กลับไปบันทึกผลได้แล้ว")

    def act(self, data: dict[str, Any]) -> Forum:
        return results.resume_recording(forum_id=self.forum.pk, **data, by=self.request.user, at=now())


class ForumPublish(ActView):
    """The check list, what may be someone's name or number and where it stands, and the confirmation."""

    permission = "forums.publish_forum"
    template_name = "forums/publish.html"
    form_class = PublishForm
    heading = gettext_lazy("ตรวจและเผยแพร่")
    go = gettext_lazy("เผยแพร่ผลเวที")
    done = gettext_lazy("เผยแพร่ผลเวทีแล้ว")
    readiness: Readiness

    def act(self, data: dict[str, Any]) -> Forum:
        return results.publish(forum_id=self.forum.pk, **data, on=today(), by=self.request.user, at=now())

    def ask(self, form: PortalForm, *, status: int = 200) -> HttpResponse:
        self.readiness = readiness_of(self.forum)
        shown = {"checked": self.readiness.fingerprint}
        form.initial = {**form.initial, **shown}
        if form.is_bound and form.data.get("checked") != shown["checked"]:
            form.data = shown  # what stands here now has not been confirmed yet
        return super().ask(form, status=status)

    def more_context(self) -> dict[str, Any]:
        on = today()
        figures = timeliness_of(self.forum, on=on, rule=HearingRule.in_force())
        return {
            "readiness": self.readiness,
            "refusal": results.why_not_published_by(self.request.user, self.forum, on=on),
            "figures": figures,
            "steps": steps_of(self.forum, figures, on=on),
            "is_recording": self.forum.state == ForumState.HELD,
        }


class ForumWithdraw(ActView):
    permission = "forums.publish_forum"
    form_class = WithdrawForm
    heading = gettext_lazy("ถอนการเผยแพร่")
    words = gettext_lazy(
        "ผลจะหายจากหน้าสาธารณะและไม่นับในตัวชี้วัดตั้งแต่วันนี้ ถอนแล้วเผยแพร่ใหม่ไม่ได้ ถ้าเพียงมีข้อความผิด ให้แก้ไขพร้อมเหตุผลแทน"
    )
    go = gettext_lazy("ถอนการเผยแพร่")
    done = gettext_lazy("ถอนการเผยแพร่แล้ว")
    is_danger = True

    def act(self, data: dict[str, Any]) -> Forum:
        return results.withdraw(forum_id=self.forum.pk, on=today(), **data, by=self.request.user, at=now())
