"""The yardstick of script/bench --visitors: a small Django site as its makers begin one. Settings, address and view.

One question to the database, fifty rows, one template; the middleware of `django-admin startproject`.
"""

from django.urls import path

from bkkplan.settings.dev import *  # noqa: F403  settings begin with the portal's

ROOT_URLCONF = __name__
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # without which its app does not start
]
PAGE = (
    "<!doctype html><title>50</title><table>{% for row in rows %}"
    "<tr><td>{{ row.code }}</td><td>{{ row.name_th }}</td><td>{{ row.name_en }}</td></tr>{% endfor %}</table>"
)


def fifty_rows(request):
    from django.http import HttpResponse
    from django.template import engines

    from districts.models import District

    template = engines["django"].from_string(PAGE)
    return HttpResponse(template.render({"rows": District.objects.order_by("code")[:50]}, request))


urlpatterns = [path("", fifty_rows)]
