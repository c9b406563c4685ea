"""What a session must fulfil before a page is shown.

It was used lately; a person with a role in the city has a second factor; and a session that a one-time link opened
lasts only while the link's maker could make that link again.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from bkkplan.ground.accounts.actions import still_opens
from bkkplan.ground.accounts.models import OneTimeLink, User
from bkkplan.ground.accounts.permissions import has_city_role
from bkkplan.ground.core.clock import real_now

GetResponse = Callable[[HttpRequest], HttpResponseBase]

LINK_IN_SESSION = "one-time-link"
SEEN = "seen_at"
SEEN_EVERY = timedelta(minutes=1)  # a session is not written at each request
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# Beside the pages of the second factor themselves, which begin with mfa_.
BEFORE_A_SECOND_FACTOR = {"account_logout", "account_reauthenticate", "account_change_password", "account_set_password"}


class IdleOut:
    """Ends a session that had no request for the number of hours in the settings.

    What was typed stays in the browser, stored for this person, and comes back after the same person's next log-in.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            self.look(request, request.user)
        return self.get_response(request)

    def look(self, request: HttpRequest, user: User) -> None:
        at = real_now().timestamp()
        seen = request.session.get(SEEN) or (user.last_login.timestamp() if user.last_login else at)
        away = timedelta(seconds=at - seen)
        # Asks for roles only after the shortest time.
        if away > timedelta(hours=min(settings.IDLE_HOURS.values())) and away > self.allowed(user):
            logout(request)
            messages.info(
                request, _("ไม่มีการใช้งานนานเกินกำหนด ระบบจึงออกให้เพื่อความปลอดภัย เข้าระบบอีกครั้ง ข้อความที่พิมพ์ค้างไว้ยังอยู่")
            )
        elif away > SEEN_EVERY:
            request.session[SEEN] = at

    def allowed(self, user: User) -> timedelta:
        kind = "others"
        if user.held_assignments:
            kind = "city" if has_city_role(user) else "district"
        return timedelta(hours=settings.IDLE_HOURS[kind])


class SecondFactorFirst:
    """Leads a person with a role in the city, and without a second factor, to the pages that set one up.

    Public pages stay open.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not settings.REQUIRE_SECOND_FACTOR or not getattr(view, "login_required", True):
            return None
        if not request.user.is_authenticated or not has_city_role(request.user):
            return None
        name = (request.resolver_match and request.resolver_match.url_name) or ""
        if name.startswith("mfa_") or name in BEFORE_A_SECOND_FACTOR or is_mfa_enabled(request.user, SECOND_FACTORS):
            return None
        answer = redirect("mfa_index")
        return HttpResponseClientRedirect(answer.url) if request.htmx else answer  # type: ignore[attr-defined]


class SessionsOfLinks:
    """Ends a session that a one-time link opened as soon as the link's maker could not make the link again.

    Until then each act of the session also names the maker. A person who gets another role meanwhile has to log in
    again, because the maker may have the session too.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Without a cookie there is no session to ask, and a public page does not vary by one.
        opened_by = settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.get(LINK_IN_SESSION)
        # While a second factor is still asked for, the session is nobody's yet; of a closed account it is to end, too.
        if opened_by and SESSION_KEY in request.session:
            self.look_at(request, opened_by)
        return self.get_response(request)

    def look_at(self, request: HttpRequest, opened_by: int) -> None:
        link = OneTimeLink.objects.select_related("created_by").filter(pk=opened_by, user=request.user.pk).first()
        if link is not None and isinstance(request.user, User):
            link.user = request.user
            if still_opens(link):
                request.user.entered_through = link.created_by
                return
        logout(request)
        messages.info(request, _("การเข้าใช้ด้วยลิงก์นี้สิ้นสุดแล้ว เพราะบทบาทเปลี่ยนไป เข้าสู่ระบบใหม่ หรือขอลิงก์ใหม่"))
