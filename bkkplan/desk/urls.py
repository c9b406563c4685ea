from django.urls import path

from bkkplan.desk.views.gallery import Gallery

app_name = "desk"
urlpatterns = [
    path("gallery/", Gallery.as_view(), name="gallery"),
]
