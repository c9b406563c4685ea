"""E-mail about notices: chosen by each person, stopped by the link in a letter, mended where it does not reach."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from bkkplan.ground.accounts.actions.letters import choose_letters, mend_address
from bkkplan.ground.accounts.enums import TOLD_AT_ONCE, Pace
from bkkplan.ground.accounts.forms import AddressForm, LettersForm
from bkkplan.ground.accounts.models import User
from bkkplan.ground.accounts.queries.letters import bounces, last_letters, mailbox_of
from bkkplan.ground.accounts.queries.stopping import person_of_token
from bkkplan.ground.core.clock import now
from bkkplan.ground.core.components import Link
from bkkplan.ground.core.pages.acts import ActPage


class MyLetters(ActPage):
    """When one is written to. It also shows what was sent."""

    form_class = LettersForm
    template_name = "accounts/my_letters.html"
    heading = gettext_lazy("อีเมลแจ้งเตือน")
    button = gettext_lazy("บันทึก")
    done = gettext_lazy("บันทึกการรับอีเมลแล้ว")

    def lead(self) -> str:
        return self.request.user.email or _("ยังไม่มีอีเมล")

    def crumbs(self) -> list[Link]:
        return [Link(label=_("งานของฉัน"), href=self.back()), Link(label=str(self.heading))]

    def back(self) -> str:
        return reverse("desk:my-work")

    def next_page(self) -> str:
        return reverse("accounts:my-letters")

    def next_links(self) -> list[Link]:
        return [Link(label=_("งานของฉัน"), href=self.back())]

    def instead(self) -> list[Link]:
        label = _("แก้อีเมล") if self.request.user.email else _("เพิ่มอีเมล")
        return [Link(label=label, href=reverse("accounts:address", args=[self.request.user.pk]))]

    def get_initial(self) -> dict[str, Any]:
        box = mailbox_of(self.person)
        usual = {f"of_{subject}": Pace.AT_ONCE for subject in TOLD_AT_ONCE}
        chosen = {f"of_{subject}": pace for subject, pace in box.choices.items()}
        return {"pace": box.pace, "language": box.language, **usual, **chosen}

    @property
    def person(self) -> User:
        user: User = self.request.user
        return user

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {"letters": last_letters(self.person), "bounced": bounces(self.person)}
        return {**shown, **super().get_context_data(**kwargs)}

    def act(self, data: dict[str, Any]) -> None:
        choose_letters(user=self.person, **data, by=self.person, at=now())


class Address(ActPage):
    """A new address for a person, or the word that the present one works again."""

    permission = "accounts.mend_address"
    form_class = AddressForm
    heading = gettext_lazy("แก้อีเมล")
    button = gettext_lazy("ใช้อีเมลนี้")
    done = gettext_lazy("บันทึกอีเมลแล้ว ต่อไปอีเมลแจ้งเตือนส่งไปที่นี่")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.subject = get_object_or_404(User.objects.visible_to(self.request.user), pk=kwargs["pk"], is_active=True)

    @property
    def is_own(self) -> bool:
        return bool(self.subject.pk == self.request.user.pk)

    def lead(self) -> str:
        return str(self.subject)

    @property
    def explanation(self) -> str:
        if not bounces(self.subject):
            return _("อีเมลนี้ใช้รับเรื่องแจ้งและตั้งรหัสผ่านใหม่ด้วย")
        return _("อีเมลถึง %(address)s ส่งไม่ถึง: %(reason)s ถ้าที่อยู่ถูกต้องและใช้ได้แล้ว ให้บันทึกอีกครั้ง") % {
            "address": self.subject.email,
            "reason": self.subject.mailbox.bounce_reason,
        }

    def crumbs(self) -> list[Link]:
        above = _("อีเมลแจ้งเตือน") if self.is_own else str(self.subject)
        return [Link(label=above, href=self.back()), Link(label=str(self.heading))]

    def back(self) -> str:
        return reverse("accounts:my-letters") if self.is_own else reverse("accounts:person", args=[self.subject.pk])

    def next_links(self) -> list[Link]:
        return [Link(label=_("งานของฉัน"), href=reverse("desk:my-work"))]

    def get_initial(self) -> dict[str, Any]:
        return {"email": self.subject.email}

    def act(self, data: dict[str, Any]) -> None:
        mend_address(user_id=self.subject.pk, **data, by=self.request.user, at=now())


@method_decorator([login_not_required, csrf_exempt], name="dispatch")
class StopLetters(View):
    """The link in each letter. Opening it changes nothing (a robot may look at it); its button, or a mail program's own
    request (RFC 8058, without cookies and token), ends the letters. The signature in the address proves whose they are.
    """

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.person = person_of_token(kwargs["token"])

    def get(self, request: HttpRequest, **_kept: Any) -> HttpResponse:
        return self.shown()

    def post(self, request: HttpRequest, **_kept: Any) -> HttpResponse:
        if self.person is not None:
            before = mailbox_of(self.person).pace_before or Pace.DAILY
            pace = before if "again" in request.POST else Pace.NEVER
            choose_letters(user=self.person, pace=pace, is_by_link=True, by=self.person, at=now())
            self.person.refresh_from_db()
        return self.shown()

    def shown(self) -> HttpResponse:
        box = mailbox_of(self.person) if self.person else None
        context = {"person": self.person, "box": box, "is_stopped": box is not None and box.pace == Pace.NEVER}
        response = render(self.request, "accounts/stop_letters.html", context, status=200 if box else 410)
        response["Cache-Control"] = "no-store"
        return response
