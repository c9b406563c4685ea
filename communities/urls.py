from django.urls import path

from communities.views import plans

app_name = "communities"
urlpatterns = [
    path("plans/<int:pk>/", plans.PlanPage.as_view(), name="plan"),
]
