from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """Nobody signs up: accounts come by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class BackOffice(AdminSite):
    """For administrators only, who log in through the portal's one door."""

    site_header = site_title = _("งานหลังบ้านของบีเคเคแพลน")
    index_title = _("ข้อมูลอ้างอิง")

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.has_perm("accounts.manage_people")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Where the site sends whoever may not see a page; a visitor has been sent to log in before."""
        if self.has_permission(request):
            return redirect("admin:index")
        raise PermissionDenied

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only what says how it is kept; libraries' own tables (groups, e-mail addresses) play no part here."""
        if admin_class is not None and admin_class.__module__.startswith(("django.", "allauth.")):
            return
        super().register(model_or_iterable, admin_class, **options)
