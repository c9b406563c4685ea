from django.urls import path

from bkkplan.ground.years.views import days, opening, reminders, steps, years

app_name = "years"
urlpatterns = [
    path("", years.Years.as_view(), name="list"),
    path("begin/", opening.Begin.as_view(), name="begin"),
    path("<fy:year>/", years.YearPage.as_view(), name="year"),
    path("<fy:year>/open/", opening.Open.as_view(), name="open"),
    path("<fy:year>/discard/", opening.Discard.as_view(), name="discard"),
    path("<fy:year>/days/", days.Days.as_view(), name="days"),
    path("<fy:year>/days/steps/", steps.NewStep.as_view(), name="step-new"),
    path("days/steps/<int:pk>/", steps.EditStep.as_view(), name="step-edit"),
    path("days/steps/<int:pk>/remove/", steps.RemoveStep.as_view(), name="step-remove"),
    path("days/steps/<int:pk>/remind/", reminders.Remind.as_view(), name="remind"),
    path("<fy:year>/days/edit/", days.EditDays.as_view(), name="days-edit"),
]
