from django.urls import path

from bkkplan.faces.opendata.views.catalogue import Catalogue
from bkkplan.faces.opendata.views.data import Datasets, Download

app_name = "opendata"
urlpatterns = [
    path("", Datasets.as_view(), name="datasets"),
    path("catalog.json", Catalogue.as_view(), name="catalogue"),
    path("<str:code>/<fy:year>.csv", Download.as_view(), name="download"),
]
