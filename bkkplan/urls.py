"""The whole map. Public pages stand at the root, the working portal under /work/."""

from allauth.account import urls as allauth
from django.contrib import admin
from django.urls import include, path

from bkkplan.faces.public.views.files import FileDownload
from bkkplan.faces.public.views.language import SetLanguage
from bkkplan.ground.accounts.views.enter import Enter
from bkkplan.ground.accounts.views.my_letters import StopLetters

# Of allauth's pages: addresses come with the invitation.
UNUSED = {
    "account_email",
    "account_email_verification_sent",
    "account_confirm_email",
}

urlpatterns = [
    path("accounts/", include([page for page in allauth.urlpatterns if page.name not in UNUSED])),
    path("accounts/second-factor/", include("allauth.mfa.urls")),
    path("enter/<str:token>/", Enter.as_view(), name="enter"),
    path("letters/<str:token>/", StopLetters.as_view(), name="stop-letters"),
    path("work/people/", include("bkkplan.ground.accounts.urls")),
    path("work/years/", include("bkkplan.ground.years.urls")),
    path("work/routes/", include("bkkplan.ground.routes.urls")),
    path("work/lists/", include("bkkplan.ground.lists.urls")),
    path("work/", include("bkkplan.ground.core.urls")),
    path("work/kpi/", include("bkkplan.figures.kpi.urls")),
    path("work/forums/", include("forums.urls")),
    path("files/<uuid:uuid>/", FileDownload.as_view(), name="file"),
    path("work/reports/", include("bkkplan.figures.reports.urls")),
    path("admin/", admin.site.urls),
    path("i18n/setlang/", SetLanguage.as_view(), name="set_language"),
    path("work/", include("communities.urls")),
    path("work/", include("budget.urls")),
    path("work/", include("bkkplan.faces.desk.urls")),
    path("data/", include("bkkplan.faces.opendata.urls")),
    path("", include("bkkplan.faces.public.urls")),
]
