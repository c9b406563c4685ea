"""The one-time link: opening it shows a page, only its button uses it (a preview robot must not spend it)."""

from typing import Any

from allauth.account.utils import perform_login
from django import forms
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator

from bkkplan.ground.accounts import actions
from bkkplan.ground.accounts.enums import LinkPurpose
from bkkplan.ground.accounts.forms import FirstPasswordForm
from bkkplan.ground.accounts.middleware import LINK_IN_SESSION
from bkkplan.ground.core.clock import now
from bkkplan.ground.core.forms.portal import PortalForm
from bkkplan.ground.core.pages.acts import ActPage
from bkkplan.ground.core.refusals import Refusal


@method_decorator(login_not_required, name="dispatch")
class Enter(ActPage):
    """In front of the log-in: who presses its button is logged in as the link's person."""

    template_name = "accounts/enter.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.link = actions.find_link(token=kwargs["token"], at=now())

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.link is None:
            response: HttpResponseBase = self.refuse(None, actions.LinkInvalidError())
        else:
            response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    @property
    def sets_password(self) -> bool:
        return self.link is not None and self.link.purpose == LinkPurpose.INVITATION

    def get_form_class(self) -> type[forms.BaseForm]:
        return FirstPasswordForm if self.sets_password else PortalForm

    def get_form_kwargs(self) -> dict[str, Any]:
        whose = {"user": self.link.user} if self.link and self.sets_password else {}
        return {**super().get_form_kwargs(), **whose}

    def act(self, data: dict[str, Any]) -> HttpResponse:
        link = actions.use_link(token=self.kwargs["token"], password=data.get("new_password1"), at=now())
        logout(self.request)  # whoever was here before; what is kept in the session from here on is of this person
        if not self.sets_password:
            self.request.session[LINK_IN_SESSION] = link.pk
        # The link proves as much as a password; who has a second factor is still asked for it.
        self.request.came_by_link = True  # type: ignore[attr-defined]
        answer: HttpResponse = perform_login(self.request, link.user)
        return answer

    def refuse(self, form: Any, refusal: Refusal) -> HttpResponse:
        return render(self.request, "accounts/enter_refused.html", {"sentence": str(refusal)}, status=410)

    def back(self) -> str:
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.link.user if self.link else None
        return {**super().get_context_data(**kwargs), "person": person, "sets_password": self.sets_password}
