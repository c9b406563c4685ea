"""A committee as one table: all its seats in one act, and all invitations in one, with their links on one sheet."""

from typing import Any

from django.core.mail import get_connection
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.views.letters import send_invitation
from bkkplan.ground.accounts.views.shown_links import show_links
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.pages.acts import BulkActPage
from bkkplan.ground.core.rows.basis import Bases
from communities.actions.seats import invite_members, save_seats
from communities.forms.seats import InviteMembersForm, SeatTableForm, days_of_table
from communities.models import CommitteeMember
from communities.queries.committees import bases_of_seats, free_usernames, in_order
from communities.views.committees import OfTerm


class TableOfTerm(OfTerm, BulkActPage):
    def basis(self) -> Bases:
        return bases_of_seats(self.committee)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "seats": self.seats}

    @cached_property
    def seats(self) -> list[CommitteeMember]:
        raise NotImplementedError


class SeatTable(TableOfTerm):
    form_class = SeatTableForm
    template_name = "communities/seat_table.html"
    heading = gettext_lazy("กรรมการทั้งตาราง")
    explanation = gettext_lazy("เพิ่ม แก้ และให้พ้นจากตำแหน่งหลายคนพร้อมกัน ถ้าแถวใดผิดจะยังไม่บันทึกแถวใดเลย แถวที่เว้นว่างไม่ถูกบันทึก")
    button = gettext_lazy("บันทึกทั้งตาราง")
    second_button = gettext_lazy("บันทึกแล้วเชิญเข้าใช้ระบบ")
    written = 0

    @property
    def done(self) -> str:
        return _("บันทึกกรรมการ %(n)s แถวแล้ว") % {"n": self.written} if self.written else _("ตารางนี้บันทึกไว้แล้ว")

    @cached_property
    def seats(self) -> list[CommitteeMember]:
        return in_order(self.committee.members.filter(ends_on=None).select_related("user"))

    @property
    def may_invite(self) -> bool:
        return self.request.user.has_perm("communities.invite_member", self.community)

    def get_initial(self) -> dict[str, Any]:
        return {**days_of_table(self.committee.starts_on, today())}

    def next_page(self) -> str:
        if self.is_second and self.may_invite:
            return reverse("communities:members-invite", args=[self.community.code, self.committee.pk])
        return self.back()

    def act(self, data: dict[str, Any]) -> None:
        self.written = save_seats(committee_id=self.committee.pk, **data, **self.signed)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context if self.may_invite else {**context, "second_button": ""}


class MembersInvite(TableOfTerm):
    """Accounts for many members; the links are mailed to those with an address, and all shown once to be printed."""

    permission = "communities.invite_member"
    form_class = InviteMembersForm
    template_name = "communities/invite_members.html"
    heading = gettext_lazy("เชิญกรรมการหลายคน")
    explanation = gettext_lazy(
        "ตรวจผู้ที่จะเชิญและบัญชีผู้ใช้ก่อน แต่ละคนได้ลิงก์ที่ใช้ได้ครั้งเดียวภายใน 24 ชั่วโมง "
        "ลิงก์ทั้งหมดอยู่ในแผ่นเดียวให้พิมพ์และตัดแจก แสดงเพียงครั้งเดียว ผู้ที่มีอีเมลจะได้รับทางอีเมลด้วย"
    )
    button = gettext_lazy("สร้างบัญชีและพิมพ์ลิงก์")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.usernames = free_usernames(self.community, sum(seat.user is None for seat in self.seats))

    @cached_property
    def seats(self) -> list[CommitteeMember]:
        seats = CommitteeMember.objects.current(today()).filter(committee=self.committee).select_related("user")
        return [seat for seat in in_order(seats) if seat.user is None or _has_never_entered(seat.user)]

    def obstacle(self) -> str:
        return "" if self.seats else _("กรรมการในวาระทุกคนมีบัญชีผู้ใช้และเคยเข้าใช้แล้ว")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "usernames": self.usernames}

    def act(self, data: dict[str, Any]) -> HttpResponse:
        made = invite_members(committee_id=self.committee.pk, **data, on=today(), **self.signed)
        with get_connection(fail_silently=True) as post:
            for invitation in made:
                send_invitation(self.request, invitation, through=post)
        positions = {seat.pk: f"{seat.get_position_display()} · {self.community}" for seat in self.seats}
        links = [(given, positions[one.member]) for given, one in zip(made, data["chosen"], strict=True)]
        crumbs = self.way_here(_("ลิงก์เข้าระบบครั้งเดียว"))
        return show_links(self.request, links, crumbs=crumbs, back=self.back())


def _has_never_entered(user: User) -> bool:
    return user.is_active and not user.has_usable_password()
