from django.urls import path

from bkkplan.figures.reports.views.requests import ReportCancel, ReportFile, ReportProgress, Reports

app_name = "reports"
urlpatterns = [
    path("", Reports.as_view(), name="reports"),
    path("<int:pk>/", ReportProgress.as_view(), name="progress"),
    path("<int:pk>/cancel/", ReportCancel.as_view(), name="cancel"),
    path("<int:pk>/file/", ReportFile.as_view(), name="file"),
]
