"""The whole map. Public pages stand at the root, the working portal under /work/."""

from django.contrib import admin
from django.urls import include, path

from bkkplan.accounts.views.enter import Enter
from bkkplan.public.views.files import FileDownload

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("enter/<str:token>/", Enter.as_view(), name="enter"),
    path("work/people/", include("bkkplan.accounts.urls")),
    path("work/", include("bkkplan.core.urls")),
    path("work/kpi/", include("bkkplan.kpi.urls")),
    path("work/forums/", include("forums.urls")),
    path("files/<uuid:uuid>/", FileDownload.as_view(), name="file"),
    path("work/reports/", include("bkkplan.reports.urls")),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("work/", include("communities.urls")),
    path("work/", include("budget.urls")),
    path("work/", include("bkkplan.desk.urls")),
    path("data/", include("bkkplan.opendata.urls")),
    path("", include("bkkplan.public.urls")),
]
