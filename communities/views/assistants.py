"""The pages on which a committee names an assistant and ends the help, and on which an assistant gets a new link."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.forms.portal import PortalForm
from communities.actions.assistants import end_assistant, invite_assistant_again, name_assistant
from communities.forms.register import AssistantForm
from communities.models import PlanAssistant
from communities.queries.committees import free_usernames
from communities.views.committees import CommitteeAct


class AssistantAct(CommitteeAct):
    """What a member of the committee does: the pages that only the office opens are not linked here."""

    def next_links(self) -> list[Link]:
        return [Link(label=_("หน้าชุมชน"), href=reverse("communities:community", args=[self.community.code]))]


class AssistantName(AssistantAct):
    """An account for an assistant, with its link; or the right for somebody who has an account."""

    permission = "communities.name_assistant"
    form_class = AssistantForm
    heading = _("ตั้งผู้ช่วยบันทึกข้อมูล")
    explanation = _(
        "ผู้ช่วย เช่น อสท. เขียนแผนของชุมชนนี้ได้อย่างเดียว ไม่ส่งแผน ไม่ตรวจ และไม่รับรอง คณะกรรมการให้พ้นเมื่อใดก็ได้ "
        "และพ้นพร้อมวาระของคณะกรรมการ ผู้ที่ทำงานในสำนักงานเขตนี้เป็นผู้ช่วยไม่ได้"
    )
    button = _("ตั้งเป็นผู้ช่วย")
    done = _("ตั้งผู้ช่วยบันทึกข้อมูลแล้ว ผู้นี้มีบัญชีอยู่แล้ว เข้าใช้ได้เลย")

    def get_initial(self) -> dict[str, Any]:
        return {"username": free_usernames(self.community, 1)[0]}

    def act(self, data: dict[str, Any]) -> HttpResponse | None:
        named = name_assistant(community_id=self.community.pk, **data, on=today(), **self.signed)
        return self.hand_over(named.invitation) if named.invitation else None


class OfAssistant(AssistantAct):
    permission = "communities.look_after_assistant"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        assistants = PlanAssistant.objects.filter(committee__community=self.community).select_related("user")
        self.assistant = get_object_or_404(assistants, pk=kwargs["assistant"])

    def lead(self) -> str:
        return f"{self.assistant} · {self.community}"


class AssistantEnd(OfAssistant):
    form_class = PortalForm
    heading = _("ให้พ้นจากผู้ช่วยบันทึกข้อมูล")
    explanation = _("ผู้ช่วยจะเขียนแผนไม่ได้ทันที สิ่งที่เขียนไว้ยังอยู่ในแผน และยังบอกว่าใครเขียน")
    button = _("ให้พ้น")
    done = _("ให้พ้นจากผู้ช่วยบันทึกข้อมูลแล้ว")
    is_danger = True

    def act(self, data: dict[str, Any]) -> None:
        end_assistant(assistant_id=self.assistant.pk, on=today(), **self.signed)


class AssistantLink(OfAssistant):
    """A new link for an assistant who has an account and never entered it."""

    form_class = PortalForm
    heading = _("ออกลิงก์เชิญใหม่")
    explanation = _("ลิงก์เดิมที่ยังไม่ได้ใช้จะใช้ไม่ได้อีก ลิงก์ใหม่ใช้ได้ครั้งเดียวภายใน 24 ชั่วโมง")
    button = _("ออกลิงก์ใหม่")

    def act(self, data: dict[str, Any]) -> HttpResponse:
        return self.hand_over(invite_assistant_again(assistant_id=self.assistant.pk, **self.signed))
