from django.urls import path

from bkkplan.ground.lists.views import deciding, people, places, results

app_name = "lists"
urlpatterns = [
    path("of/<uuid:uuid>/", results.Preview.as_view(), name="result"),
    path("of/<uuid:uuid>/columns/", results.ChooseColumns.as_view(), name="columns"),
    path("of/<uuid:uuid>/words/", results.AnswerWords.as_view(), name="words"),
    path("of/<uuid:uuid>/rows/", results.AnswerRows.as_view(), name="rows"),
    path("of/<uuid:uuid>/confirm/", deciding.Confirm.as_view(), name="confirm"),
    path("of/<uuid:uuid>/cancel/", deciding.Cancel.as_view(), name="cancel"),
    path("of/<uuid:uuid>/stop/", deciding.Stop.as_view(), name="stop"),
    path("of/<uuid:uuid>/undo/", deciding.Undo.as_view(), name="undo"),
    path("of/<uuid:uuid>/links/", people.PrintLinks.as_view(), name="links"),
    path("<slug:kind>/<str:place>/", places.HandIn.as_view(), name="hand-in"),
    path("<slug:kind>/<str:place>/file/", places.SheetFile.as_view(), name="file"),
]
