"""Answering a proposal that no plan has, or passing it on; each an act on the proposal's page."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from bkkplan.ground.core.clock import today
from bkkplan.ground.core.forms.portal import ReasonForm
from bkkplan.ground.core.pages.acts import ActPage
from forums.actions import replies
from forums.enums import ReplyKind
from forums.forms.replies import AgencyAnswerForm, AnswerForm, ForwardForm
from forums.models import Proposal, Reply
from forums.views.working_up import ProposalMixin


class ProposalAnswer(ProposalMixin, ActPage):
    form_class = AnswerForm
    heading = gettext_lazy("ตอบข้อเสนอ")
    explanation = gettext_lazy("คำตอบเป็นทางการของเขตต่อข้อเสนอที่ไม่มีชุมชนใดรับ แสดงในหน้าสาธารณะของข้อเสนอทันที")
    button = gettext_lazy("ตอบและเผยแพร่")
    done = gettext_lazy("ตอบข้อเสนอแล้ว")

    def act(self, data: dict[str, Any]) -> None:
        replies.answer(proposal_id=self.proposal.pk, **data, on=today(), **self.signed)


class ProposalForward(ProposalMixin, ActPage):
    form_class = ForwardForm
    heading = gettext_lazy("ส่งต่อหน่วยงาน")
    explanation = gettext_lazy("เรื่องที่ไม่ใช่งานของเขต หน้าสาธารณะของข้อเสนอบอกว่าส่งให้ใคร เลขที่เรื่องใด และหน่วยงานตอบว่าอย่างไร")
    button = gettext_lazy("บันทึกการส่งต่อ")
    done = gettext_lazy("บันทึกการส่งต่อแล้ว")

    def act(self, data: dict[str, Any]) -> None:
        replies.forward(proposal_id=self.proposal.pk, **data, on=today(), **self.signed)


class _OfAReply(ProposalMixin, ActPage):
    """An act on a reply that holds; its page goes back to the proposal."""

    kinds: tuple[ReplyKind, ...] = (ReplyKind.ANSWER, ReplyKind.FORWARDED)

    def uuid_in(self, kwargs: dict[str, Any]) -> UUID:
        seen = Proposal.objects.visible_to(self.request.user)
        rows = Reply.objects.live().filter(kind__in=self.kinds, proposal__in=seen).select_related("proposal")
        self.reply = get_object_or_404(rows, pk=kwargs["pk"])
        return self.reply.proposal.uuid


class AgencyAnswer(_OfAReply):
    kinds = (ReplyKind.FORWARDED,)
    form_class = AgencyAnswerForm
    heading = gettext_lazy("คำตอบของหน่วยงาน")
    button = gettext_lazy("บันทึกคำตอบ")
    done = gettext_lazy("บันทึกคำตอบของหน่วยงานแล้ว")

    def get_initial(self) -> dict[str, Any]:
        return {"agency_answer": self.reply.agency_answer, "case_number": self.reply.case_number}

    def act(self, data: dict[str, Any]) -> None:
        replies.record_agency_answer(reply_id=self.reply.pk, **data, on=today(), **self.signed)


class ReplyTakeBack(_OfAReply):
    form_class = ReasonForm
    heading = gettext_lazy("ถอนคำตอบ")
    explanation = gettext_lazy("คำตอบจะหายจากหน้าสาธารณะ และข้อเสนอรอคำตอบอีกครั้ง")
    button = gettext_lazy("ถอนคำตอบ")
    done = gettext_lazy("ถอนคำตอบแล้ว")
    is_danger = True

    def act(self, data: dict[str, Any]) -> None:
        replies.take_back(reply_id=self.reply.pk, **data, on=today(), **self.signed)
