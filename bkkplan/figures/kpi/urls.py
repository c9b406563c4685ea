from django.urls import path

from bkkplan.figures.kpi.views.cards import CardPage
from bkkplan.figures.kpi.views.dashboard import Dashboard, ThisYear
from bkkplan.figures.kpi.views.evaluating import Evaluate, ExternalCodes, QuarterReports, Reported
from bkkplan.figures.kpi.views.office_reports import Gather, NarrativeRow, OfficeReport, Send, SendBack
from bkkplan.figures.kpi.views.quarters import Freeze, Quarters, Reopen
from bkkplan.figures.kpi.views.runs import RunCancel, RunProgress, RunRequest
from bkkplan.figures.kpi.views.targets import EditTargets, TargetsPage
from bkkplan.figures.kpi.views.units import UnitPage, Units

app_name = "kpi"
urlpatterns = [
    path("", ThisYear.as_view(), name="this-year"),
    path("<fy:year>/", Dashboard.as_view(), name="dashboard"),
    path("<fy:year>/quarters/", Quarters.as_view(), name="quarters"),
    path("<fy:year>/quarters/<int:quarter>/freeze/", Freeze.as_view(), name="freeze"),
    path("<fy:year>/quarters/<int:quarter>/reopen/", Reopen.as_view(), name="reopen"),
    path("<fy:year>/quarters/<int:quarter>/offices/", QuarterReports.as_view(), name="quarter-reports"),
    path("<fy:year>/quarters/<int:quarter>/offices/<str:code>/", OfficeReport.as_view(), name="quarter-report"),
    path("<fy:year>/quarters/<int:quarter>/offices/<str:code>/gather/", Gather.as_view(), name="quarter-gather"),
    path("<fy:year>/quarters/<int:quarter>/offices/<str:code>/send/", Send.as_view(), name="quarter-send"),
    path("<fy:year>/quarters/<int:quarter>/offices/<str:code>/back/", SendBack.as_view(), name="quarter-send-back"),
    path(
        "<fy:year>/quarters/<int:quarter>/offices/<str:code>/<str:indicator>/", NarrativeRow.as_view(), name="narrative"
    ),
    path(
        "<fy:year>/quarters/<int:quarter>/offices/<str:code>/<str:indicator>/evaluate/",
        Evaluate.as_view(),
        name="evaluate",
    ),
    path("<fy:year>/external-codes/", ExternalCodes.as_view(), name="external-codes"),
    path("<fy:year>/reported/", Reported.as_view(), name="reported"),
    path("<fy:year>/targets/", TargetsPage.as_view(), name="targets"),
    path("<fy:year>/targets/<str:code>/<int:quarter>/", EditTargets.as_view(), name="targets-edit"),
    path("<fy:year>/runs/", RunRequest.as_view(), name="run"),
    path("runs/<int:pk>/", RunProgress.as_view(), name="run-progress"),
    path("runs/<int:pk>/cancel/", RunCancel.as_view(), name="run-cancel"),
    path("<fy:year>/<str:code>/card/", CardPage.as_view(), name="card"),
    path("<fy:year>/<str:code>/<int:unit>/", UnitPage.as_view(), name="unit"),
    path("<fy:year>/<str:code>/", Units.as_view(), name="units"),
]
