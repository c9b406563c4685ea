"""People and their roles, for administrators and, in their districts, directors."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from bkkplan.ground.accounts import actions
from bkkplan.ground.accounts.actions import second_factor
from bkkplan.ground.accounts.enums import LinkPurpose
from bkkplan.ground.accounts.forms import EndForm, InvitationForm, PeopleFilter, RoleForm
from bkkplan.ground.accounts.models import Assignment, OneTimeLink, User
from bkkplan.ground.accounts.queries import office_of
from bkkplan.ground.accounts.queries.letters import bounces
from bkkplan.ground.accounts.queries.signing import lines_of_signature
from bkkplan.ground.accounts.views.letters import mail_in_every_language, send_invitation
from bkkplan.ground.accounts.views.shown_links import show_link
from bkkplan.ground.audit.queries import history_of
from bkkplan.ground.core.clock import now, today
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.pages.acts import ActButton, ActPage
from bkkplan.ground.core.pages.my_work import WorkRequest
from bkkplan.ground.core.pages.records import RecordPage
from bkkplan.ground.core.personal import subjects
from bkkplan.ground.core.rows.db import ThaiOrder

PAGE = 50
LINKS_TOLD = 20


class PeopleMixin(RecordPage):
    """Pages for those who look after other people's roles."""

    permission = "accounts.invite_officer"  # somewhere

    def crumbs(self, *last: Link) -> list[Link]:
        here = [Link(label=str(self.heading))] if self.heading else []
        return [Link(label=_("ผู้ใช้และบทบาท"), href=reverse("accounts:people")), *last, *here]

    def back(self) -> str:
        return reverse("accounts:people")

    def next_links(self) -> list[Link]:
        """After an act about a person: the next person."""
        everyone = Link(label=_("ผู้ใช้และบทบาท"), href=reverse("accounts:people"))
        return [Link(label=_("เชิญผู้ใช้อีกคน"), href=reverse("accounts:invite")), everyone]


class People(PeopleMixin):
    def get(self, request: WorkRequest) -> HttpResponse:
        form = PeopleFilter(request.GET)
        people = User.objects.visible_to(request.user).order_by(ThaiOrder("full_name"), "pk")
        if form.is_valid():
            people = self.filtered(people, form.cleaned_data)
        current = Assignment.objects.current(today()).select_related("district", "bureau").order_by("role", "pk")
        roles = Prefetch("assignments", queryset=current, to_attr="roles_now")
        people = people.select_related("mailbox").prefetch_related(roles)
        page = Paginator(people, PAGE).get_page(request.GET.get("page"))
        shown = list(page.object_list)
        seats = seats_of([person.pk for person in shown])
        return render(
            request,
            "accounts/people.html",
            {
                "form": form,
                "page": page,
                "people": [(person, seats.get(person.pk, []), bounces(person)) for person in shown],
                "count": page.paginator.count,
                "clear_href": reverse("accounts:people"),
            },
        )

    def filtered(self, people: Any, wanted: dict[str, Any]) -> Any:
        if wanted["role"] or wanted["district"]:
            held = Assignment.objects.current(today())
            if wanted["role"]:
                held = held.filter(role=wanted["role"])
            if wanted["district"]:
                held = held.filter(district=wanted["district"])
            people = people.filter(pk__in=held.values("user"))
        if wanted["q"]:
            people = people.filter(Q(full_name__icontains=wanted["q"]) | Q(username__icontains=wanted["q"]))
        return people


def seats_of(people: list[int]) -> dict[int, list[str]]:
    """What people hold today beside roles, in words: a seat on a community's committee."""
    found: dict[int, list[str]] = {}
    for subject in subjects():
        for person, offices in subject.offices_of_many(people, today()).items():
            found.setdefault(person, []).extend(offices)
    return found


class Invite(PeopleMixin, ActPage):
    form_class = InvitationForm
    heading = gettext_lazy("เชิญผู้ใช้")
    button = gettext_lazy("สร้างบัญชีและลิงก์")

    def lead(self) -> str:
        return _("ผู้ได้รับเชิญตั้งรหัสผ่านเองผ่านลิงก์ที่ใช้ได้ครั้งเดียวภายใน 24 ชั่วโมง")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ValidationError as error:
            form.full_clean()  # the same name was invited in between: the form has its own words for it
            if form.is_valid():
                form.add_error(None, error)
            return self.form_invalid(form)

    def act(self, data: dict[str, Any]) -> HttpResponse:
        invitation = actions.invite(**data, by=self.request.user, at=now())
        send_invitation(self.request, invitation)
        if invitation.user.email:
            messages.success(self.request, _("ส่งคำเชิญถึง %(email)s แล้ว") % {"email": invitation.user.email})
        purpose = LinkPurpose.INVITATION
        then = [*links_to_sections(invitation.user), *self.next_links()]
        return show_link(self.request, invitation.user, invitation.token, purpose=purpose, then=then)


def links_to_sections(person: User) -> list[Link]:
    """Where the sections of a new person are chosen; none where the office has no sections."""
    links = []
    for role in person.assignments.select_related("district", "bureau").order_by("pk"):
        office = office_of(role)
        if office is not None and office.sections.in_use().exists():
            href = reverse("accounts:sections-of", args=[office.code, role.pk])
            links.append(Link(label=_("เลือกฝ่ายที่ทำงาน"), href=href))
    return links


class PersonMixin(PeopleMixin):
    """Loads the person through the door of those who look after roles."""

    person: User

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.person = get_object_or_404(User.objects.visible_to(self.request.user), pk=kwargs["pk"])

    def crumbs(self, *last: Link) -> list[Link]:
        return super().crumbs(Link(label=str(self.person), href=self.back() if self.heading else ""), *last)

    def back(self) -> str:
        return reverse("accounts:person", args=[self.person.pk])


class Person(PersonMixin):
    """One person: roles now and before, what was done to the account, and a new one-time link."""

    def get(self, request: WorkRequest, **_kept: Any) -> HttpResponse:
        told = self.person.assignments.select_related("district", "bureau", "appointed_by", "ended_by")
        assignments = list(told.prefetch_related("sections").order_by("-starts_on", "-pk"))
        may_manage = self.request.user.has_perm("accounts.manage_people")
        return render(
            self.request,
            "accounts/person.html",
            {
                "person": self.person,
                "assignments": [
                    (role, lines_of_signature(role, held=assignments) if role.acting else ()) for role in assignments
                ],
                "bounced": bounces(self.person),
                "seats": seats_of([self.person.pk]).get(self.person.pk, []),
                "today": today(),
                "endable": [
                    role.pk
                    for role in assignments
                    if (role.ends_on is None or role.ends_on > today())
                    and self.request.user.has_perm("accounts.appoint", role)
                ],
                "form": RoleForm(by=request.user),
                "end_form": EndForm(initial={"on": today()}),
                "history": history_of(self.person, *assignments, *self.links(), limit=50) if may_manage else (),
                "may_manage": may_manage,
                "has_second_factor": may_manage and is_mfa_enabled(self.person),
                "may_open": self.person.is_active and self.request.user.has_perm("accounts.open_account", self.person),
                "crumbs": self.crumbs(),
            },
        )

    def links(self) -> list[OneTimeLink]:
        return list(self.person.links.select_related("user").order_by("-pk")[:LINKS_TOLD])


class GiveRole(PersonMixin, ActPage):
    form_class = RoleForm
    heading = button = gettext_lazy("ให้บทบาท")
    done = gettext_lazy("ให้บทบาทแล้ว")

    def lead(self) -> str:
        return str(self.person)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}

    def act(self, data: dict[str, Any]) -> None:
        actions.assign(user=self.person, **data, by=self.request.user, at=now())


class EndRole(PersonMixin, ActButton):
    form_class = EndForm
    done = gettext_lazy("สิ้นสุดบทบาทแล้ว")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.assignment = get_object_or_404(self.person.assignments, pk=kwargs["assignment"])

    def act(self, data: dict[str, Any]) -> None:
        actions.end_assignment(assignment_id=self.assignment.pk, **data, by=self.request.user, at=now())


class NewLink(PersonMixin, ActButton):
    """A one-time link to print or hand over: the way in for people without e-mail.

    Whoever has no password yet is invited anew: a link that only lets in would leave them without one.
    """

    def act(self, data: dict[str, Any]) -> HttpResponse:
        purpose = LinkPurpose.LOGIN if self.person.has_usable_password() else LinkPurpose.INVITATION
        token = actions.issue_link(user=self.person, purpose=purpose, by=self.request.user, at=now())
        if purpose == LinkPurpose.INVITATION:
            send_invitation(self.request, actions.Invitation(self.person, token))
        else:
            mail_in_every_language(
                self.person,
                subject=gettext_noop("มีผู้ออกลิงก์เข้าระบบในชื่อของท่าน"),
                template="emails/link_issued.txt",
                context={"by": self.request.user, "at": now()},
            )
        return show_link(self.request, self.person, token, purpose=purpose)


class CloseAccount(PersonMixin, ActButton):
    @property
    def done(self) -> str:
        return _("ปิดบัญชีของ %(who)s แล้ว สิทธิทั้งหมดสิ้นสุดวันนี้") % {"who": self.person}

    def act(self, data: dict[str, Any]) -> None:
        actions.close_account(user_id=self.person.pk, on=today(), by=self.request.user, at=now())


class ForgetSecondFactor(PersonMixin, ActButton):
    @property
    def done(self) -> str:
        return _("ล้างการยืนยันตัวตนขั้นที่สองของ %(who)s แล้ว") % {"who": self.person}

    def act(self, data: dict[str, Any]) -> None:
        second_factor.forget(user_id=self.person.pk, by=self.request.user, at=now())
