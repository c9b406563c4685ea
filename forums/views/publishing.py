"""Results on their way to the public, and back."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.rows.basis import Basis
from bkkplan.ground.routes.actions import NotHandedInError
from bkkplan.ground.routes.queries.passages import first_stop, passage_under_way, roles_of, why_not_decided
from forums.actions import results, steps
from forums.enums import RESULTS_PAPER, ForumState
from forums.forms.schedule import OptionalReasonForm, PublishForm, WithdrawForm
from forums.queries import HearingRule, readiness_of, timeliness_of, turnout_of
from forums.queries.readiness import agenda_of, basis_of_results
from forums.views.base import ForumAct
from forums.views.presenting import steps_of


class DecidingAct(ForumAct):
    """An act that decides about the results as they stand."""

    def basis(self) -> Basis:
        return basis_of_results(self.forum)


class ForumFinish(ForumAct):
    heading = gettext_lazy("บันทึกผลเสร็จแล้ว")
    button = gettext_lazy("บันทึกผลเสร็จแล้ว")

    @property
    def done(self) -> str:
        if role := first_stop(RESULTS_PAPER, self.forum.district):
            return _("บันทึกผลเสร็จแล้ว %(role)sได้รับแจ้ง") % {"role": role.label}
        return _("บันทึกผลเสร็จแล้ว รอเผยแพร่")

    @property
    def explanation(self) -> str:
        if roles := roles_of(RESULTS_PAPER, self.forum.district):
            ladder = " → ".join(str(role.label) for role in roles)
            return _("ผลจะขึ้นไปตามเส้นทาง: %(ladder)s ระหว่างนี้แก้ไขไม่ได้จนกว่าจะกลับไปบันทึกผล") % {"ladder": ladder}
        if self.forum.district.publishing_needs_director:
            return _("ผลจะรอผู้อำนวยการเขตเผยแพร่ ระหว่างนี้แก้ไขไม่ได้จนกว่าจะกลับไปบันทึกผล ผู้ที่กดบันทึกผลเสร็จเผยแพร่เองไม่ได้")
        return _("ผลจะรอการเผยแพร่ ระหว่างนี้แก้ไขไม่ได้จนกว่าจะกลับไปบันทึกผล")

    def act(self, data: dict[str, Any]) -> None:
        results.finish_recording(forum_id=self.forum.pk, on=today(), **self.signed)


class ForumResume(DecidingAct):
    form_class = OptionalReasonForm
    heading = gettext_lazy("กลับไปบันทึกผล")
    button = gettext_lazy("กลับไปบันทึกผล")
    done = gettext_lazy("กลับไปบันทึกผลได้แล้ว")

    def act(self, data: dict[str, Any]) -> None:
        results.resume_recording(forum_id=self.forum.pk, **data, **self.signed, on=today())


class ForumPublish(DecidingAct):
    """The check list, what may be someone's name or number and where it stands, and the confirmation."""

    permission = "forums.publish_forum"
    template_name = "forums/publish.html"
    form_class = PublishForm
    heading = gettext_lazy("ตรวจและเผยแพร่")
    explanation = gettext_lazy("เผยแพร่แล้วทุกคนอ่านผลและข้อเสนอได้ แก้ไขภายหลังได้พร้อมเหตุผล")
    button = gettext_lazy("เผยแพร่ผลเวที")
    done = gettext_lazy("เผยแพร่ผลเวทีแล้ว")

    def get_form_kwargs(self) -> dict[str, Any]:
        on = today()
        return {**super().get_form_kwargs(), "today": on, "held_on": self.forum.held_on or on}

    def public_page(self) -> Link | None:
        return self.page_of_all()

    def act(self, data: dict[str, Any]) -> None:
        results.publish(forum_id=self.forum.pk, **data, on=today(), **self.signed)

    def obstacle(self) -> str:
        if self.forum.attendance_total is None:
            return _("ยังไม่ได้บันทึกจำนวนผู้เข้าร่วม")
        if self.forum.state == ForumState.HELD and roles_of(RESULTS_PAPER, self.forum.district):
            return str(NotHandedInError.sentence)
        passage = passage_under_way(RESULTS_PAPER, self.forum.pk)
        on_its_way = why_not_decided(passage, by=self.request.user, on=today())
        return on_its_way or steps.why_not_published_by(self.request.user, self.forum, on=today())

    def instead(self) -> list[Link]:
        if self.forum.state == ForumState.HELD:
            return [Link(label=_("กลับไปบันทึกผล"), href=self.record_page())]
        return [Link(label=_("ส่งกลับให้แก้ไข"), href=reverse("forums:resume", args=[self.forum.pk]))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        on, rule = today(), HearingRule.of(self.forum.fiscal_year)
        proposals = self.forum.proposals.live().select_related("area", "subdistrict", "community", "sector")
        return context | {
            "proposals": [(proposal, ()) for proposal in proposals.in_order()],
            "turnout": turnout_of(self.forum),
            "agenda": agenda_of(self.forum.pk),
            "readiness": readiness_of(self.forum),
            "steps": steps_of(self.forum, timeliness_of(self.forum, on=on, rule=rule), on=on),
            "is_recording": self.forum.state == ForumState.HELD,
        }


class ForumWithdraw(DecidingAct):
    permission = "forums.publish_forum"
    form_class = WithdrawForm
    heading = gettext_lazy("ถอนการเผยแพร่")
    explanation = gettext_lazy(
        "ผลจะหายจากหน้าสาธารณะและไม่นับในตัวชี้วัดตั้งแต่วันนี้ ถอนแล้วเผยแพร่ใหม่ไม่ได้ ถ้าเพียงมีข้อความผิด ให้แก้ไขพร้อมเหตุผลแทน"
    )
    button = gettext_lazy("ถอนการเผยแพร่")
    done = gettext_lazy("ถอนการเผยแพร่แล้ว")
    is_danger = True

    def act(self, data: dict[str, Any]) -> None:
        results.withdraw(forum_id=self.forum.pk, on=today(), **data, **self.signed)
