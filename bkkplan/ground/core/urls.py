from django.urls import re_path

from bkkplan.ground.core import views

app_name = "core"
urlpatterns = [
    re_path(r"^understood/(?P<kind>baht|date)/$", views.show_understood, name="understood"),
]
