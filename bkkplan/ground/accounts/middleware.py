"""Sessions that a one-time link opened."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.actions import still_opens
from bkkplan.ground.accounts.models import OneTimeLink, User

LINK_IN_SESSION = "one-time-link"


class SessionsOfLinks:
    """Such a session lasts while the link's maker could make the link again, and its acts name the maker.

    Whoever is given another office by then logs in anew: the maker may hold that session too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without a cookie there is no session to ask, and a public page does not vary by one.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and (opened_by := request.session.get(LINK_IN_SESSION)):
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
