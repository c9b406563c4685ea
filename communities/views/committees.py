"""A community's committee: its term, its members, and their accounts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bkkplan.ground.accounts.actions import Invitation
from bkkplan.ground.accounts.enums import LinkPurpose
from bkkplan.ground.accounts.views.letters import send_invitation
from bkkplan.ground.accounts.views.shown_links import show_link
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.forms.portal import PortalForm
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from communities.actions import committees
from communities.forms.register import EndForm, MemberForm, MemberInviteForm, NewMemberForm, TermForm
from communities.models import CommitteeMember
from communities.queries import seats_on
from communities.queries.committees import assistants_on, rule_of_terms
from communities.views.base import CommunityMixin
from communities.views.next_steps import steps_after_committee


class CommitteePage(CommunityMixin):
    """Who sits today, how many must, and the terms before."""

    permission = "communities.view_committee"

    def get(self, request: WorkRequest, code: str) -> HttpResponse:
        user = self.request.user
        on = today()
        seats = seats_on(self.community, on)
        terms = list(self.community.committees.standing().prefetch_related("members").order_by("-term_no"))
        former = [m for term in terms for m in term.members.all() if m.ends_on and m.ends_on <= on]
        context = {
            "community": self.community,
            "crumbs": self.way_here(_now("คณะกรรมการ")),
            "seats": seats,
            "terms": terms,
            "former": sorted(former, key=lambda m: (m.ends_on, m.pk), reverse=True),
            "may_keep": user.has_perm("communities.manage_committee", self.community),
            "may_invite": user.has_perm("communities.invite_member", self.community),
            "to_invite": sum(member.user is None for member in seats.members),
            "assistants": assistants_on(self.community, on),
            "may_name_assistant": user.has_perm("communities.name_assistant", self.community),
            "may_end_assistant": user.has_perm("communities.look_after_assistant", self.community),
            "on": on,
        }
        return render(request, "communities/committee.html", context)


class CommitteeAct(CommunityMixin, ActPage):
    permission = "communities.manage_committee"

    def way_here(self, *last: str) -> list[Link]:
        return super().way_here(_now("คณะกรรมการ"), *last)

    def back(self) -> str:
        return reverse("communities:committee", args=[self.community.code])

    def next_links(self) -> list[Link]:
        return steps_after_committee(self.community, on=today())

    def hand_over(self, invitation: Invitation) -> HttpResponse:
        """Mail the one-time link, and show it once, to be printed."""
        send_invitation(self.request, invitation)
        return show_link(
            self.request,
            invitation.user,
            invitation.token,
            purpose=LinkPurpose.INVITATION,
            crumbs=self.crumbs(),
            back=self.back(),
            then=self.next_links(),
        )


class TermBegin(CommitteeAct):
    form_class = TermForm
    heading = _("ตั้งคณะกรรมการชุดใหม่")
    explanation = _("ชุดก่อนจะพ้นวาระในวันเริ่มวาระใหม่ และสิทธิของกรรมการชุดก่อนสิ้นสุดวันนั้น")
    button = _("ตั้งชุดใหม่")
    done = _("ตั้งคณะกรรมการชุดใหม่แล้ว เพิ่มกรรมการได้เลย")

    def act(self, data: dict[str, Any]) -> None:
        committees.begin_term(community_id=self.community.pk, **data, **self.signed)


class OfTerm(CommitteeAct):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.committee = get_object_or_404(self.community.committees, pk=kwargs["committee"])


class TermEnd(OfTerm):
    form_class = EndForm
    heading = _("สิ้นวาระคณะกรรมการ")
    button = _("สิ้นวาระ")
    done = _("บันทึกวันสิ้นวาระแล้ว")
    is_danger = True

    @property
    def explanation(self) -> str:
        rule = rule_of_terms(today())
        if rule is not None and rule.goes_on:
            return _now("ตาม%(regulation)s กรรมการชุดนี้ทำหน้าที่ต่อหลังสิ้นวาระ จนกว่าชุดใหม่เริ่มวาระ") % {"regulation": rule}
        return _now("สิทธิของกรรมการทุกคนในชุดนี้สิ้นสุดในวันที่ระบุ")

    def get_initial(self) -> dict[str, Any]:
        return {"on": today()}

    def act(self, data: dict[str, Any]) -> None:
        committees.end_term(committee_id=self.committee.pk, **data, **self.signed)


class MemberSeat(OfTerm):
    form_class = NewMemberForm
    heading = _("เพิ่มกรรมการ")
    button = _("เพิ่ม")
    done = _("เพิ่มกรรมการแล้ว")

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": max(today(), self.committee.starts_on)}

    def act(self, data: dict[str, Any]) -> None:
        committees.seat_member(committee_id=self.committee.pk, **data, **self.signed)


class _OfMember(CommitteeAct):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        members = CommitteeMember.objects.filter(committee__community=self.community)
        self.member = get_object_or_404(members, pk=kwargs["member"])

    def lead(self) -> str:
        return f"{self.member} · {self.member.get_position_display()} · {self.community}"


class MemberCorrect(_OfMember):
    form_class = MemberForm
    heading = _("แก้ชื่อหรือตำแหน่ง")
    button = _("บันทึก")
    done = _("แก้ไขแล้ว")

    def get_initial(self) -> dict[str, Any]:
        return {"full_name": self.member.full_name, "position": self.member.position}

    def act(self, data: dict[str, Any]) -> None:
        committees.correct_member(member_id=self.member.pk, **data, **self.signed)


class MemberLeave(_OfMember):
    form_class = EndForm
    heading = _("พ้นจากตำแหน่ง")
    explanation = _("สิทธิเขียนแผนของผู้นี้สิ้นสุดในวันที่ระบุ")
    button = _("บันทึก")
    done = _("บันทึกการพ้นจากตำแหน่งแล้ว")
    is_danger = True

    def get_initial(self) -> dict[str, Any]:
        return {"on": today()}

    def act(self, data: dict[str, Any]) -> None:
        committees.leave_seat(member_id=self.member.pk, **data, **self.signed)


class MemberInvite(_OfMember):
    """An account for a member: the link is mailed, or shown once to be printed."""

    permission = "communities.invite_member"
    form_class: type[PortalForm] = MemberInviteForm
    heading = _("เชิญกรรมการเข้าใช้ระบบ")
    explanation = _("ผู้ได้รับเชิญตั้งรหัสผ่านเองผ่านลิงก์ที่ใช้ได้ครั้งเดียวภายใน 24 ชั่วโมง")
    button = _("สร้างบัญชีและลิงก์")

    def act(self, data: dict[str, Any]) -> HttpResponse:
        return self.hand_over(committees.invite_member(member_id=self.member.pk, **data, on=today(), **self.signed))


class MemberLink(MemberInvite):
    """A new link for a member who has an account and never entered it: the first link has lapsed, or is lost."""

    form_class = PortalForm
    heading = _("ออกลิงก์เชิญใหม่")
    explanation = _("ลิงก์เดิมที่ยังไม่ได้ใช้จะใช้ไม่ได้อีก ลิงก์ใหม่ใช้ได้ครั้งเดียวภายใน 24 ชั่วโมง")
    button = _("ออกลิงก์ใหม่")

    def act(self, data: dict[str, Any]) -> HttpResponse:
        return self.hand_over(committees.invite_again(member_id=self.member.pk, on=today(), **self.signed))
