"""The choice of a language, which a visitor makes too."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from bkkplan.ground.core.pages.my_work import PublicView


class SetLanguage(PublicView):
    """Keeps the language in a cookie, and leads back to the page that was read.

    It is a GET, because a page with a token could be kept by nobody. It changes nothing but this browser's cookie;
    crawlers are told to stay away (robots.txt).
    """

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        back = request.GET.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
        response = HttpResponseRedirect(back if is_ours else "/")
        language = request.GET.get("language", "")
        if language in dict(settings.LANGUAGES):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, language, secure=settings.LANGUAGE_COOKIE_SECURE, samesite="Lax"
            )
        return response
