from django.urls import path

from bkkplan.figures.reports.views.quarters import QuarterFile
from bkkplan.figures.reports.views.requests import ReportCancel, ReportFile, ReportProgress, Reports

app_name = "reports"
urlpatterns = [
    path("", Reports.as_view(), name="reports"),
    path("<int:pk>/", ReportProgress.as_view(), name="progress"),
    path("<int:pk>/cancel/", ReportCancel.as_view(), name="cancel"),
    path("<int:pk>/file/", ReportFile.as_view(), name="file"),
    path("quarters/<fy:year>/<int:quarter>/<str:code>/", QuarterFile.as_view(), name="quarter-file"),
    path("quarters/<fy:year>/<int:quarter>/", QuarterFile.as_view(), name="quarter-files"),
]
