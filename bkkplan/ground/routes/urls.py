from django.urls import path

from bkkplan.ground.routes.views import offices, papers

app_name = "routes"
urlpatterns = [
    path("", offices.Offices.as_view(), name="offices"),
    path("papers/<int:pk>/", papers.PaperPage.as_view(), name="paper"),
    path("papers/<int:pk>/pass/", papers.Pass.as_view(), name="pass"),
    path("papers/<int:pk>/send-back/", papers.SendBack.as_view(), name="send-back"),
    path("<str:code>/", offices.OfficeRoutes.as_view(), name="office"),
]
