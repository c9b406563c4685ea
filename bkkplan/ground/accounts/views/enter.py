"""The one-time link: opening it shows a page, only its button uses it (a preview robot must not spend it)."""

from typing import Any

from allauth.account.utils import perform_login
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.generic import View

from bkkplan.ground.accounts import actions
from bkkplan.ground.accounts.enums import LinkPurpose
from bkkplan.ground.accounts.forms import FirstPasswordForm
from bkkplan.ground.accounts.middleware import LINK_IN_SESSION
from bkkplan.ground.core.clock import now


@method_decorator(login_not_required, name="dispatch")
class Enter(View):
    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.answer(request, token)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.answer(request, token)

    def answer(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            link = actions.find_link(token=token, at=now())
            wants_password = link.purpose == LinkPurpose.INVITATION
            form = FirstPasswordForm(link.user, request.POST or None) if wants_password else None
            if request.method == "POST" and (form is None or form.is_valid()):
                password = form.cleaned_data["new_password1"] if form else None
                link = actions.use_link(token=token, password=password, at=now())
                logout(request)  # whoever was here before; what is kept in the session from here on is of this person
                if not wants_password:
                    request.session[LINK_IN_SESSION] = link.pk
                # The link proves as much as a password; who has a second factor is still asked for it.
                request.came_by_link = True  # type: ignore[attr-defined]
                return self.no_store(perform_login(request, link.user))
        except actions.LinkInvalidError as error:
            return self.no_store(render(request, "accounts/enter_refused.html", {"sentence": str(error)}, status=410))
        context: dict[str, Any] = {"person": link.user, "form": form}
        return self.no_store(
            render(request, "accounts/enter.html", context, status=422 if form and form.errors else 200)
        )

    def no_store(self, response: HttpResponse) -> HttpResponse:
        response["Cache-Control"] = "no-store"
        return response
