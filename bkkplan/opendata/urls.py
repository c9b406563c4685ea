from django.urls import path

from bkkplan.opendata.views.data import Datasets, Download

app_name = "opendata"
urlpatterns = [
    path("", Datasets.as_view(), name="datasets"),
    path("<str:code>/<fy:year>.csv", Download.as_view(), name="download"),
]
