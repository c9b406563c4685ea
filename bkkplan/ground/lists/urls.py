from django.urls import path

from bkkplan.ground.lists import views

app_name = "lists"
urlpatterns = [
    path("of/<uuid:uuid>/", views.Preview.as_view(), name="result"),
    path("of/<uuid:uuid>/columns/", views.ChooseColumns.as_view(), name="columns"),
    path("of/<uuid:uuid>/words/", views.AnswerWords.as_view(), name="words"),
    path("of/<uuid:uuid>/confirm/", views.Confirm.as_view(), name="confirm"),
    path("of/<uuid:uuid>/cancel/", views.Cancel.as_view(), name="cancel"),
    path("of/<uuid:uuid>/undo/", views.Undo.as_view(), name="undo"),
    path("<slug:kind>/<str:place>/", views.HandIn.as_view(), name="hand-in"),
    path("<slug:kind>/<str:place>/file/", views.SheetFile.as_view(), name="file"),
]
