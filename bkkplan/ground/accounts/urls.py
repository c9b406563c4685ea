from django.urls import path

from bkkplan.ground.accounts.views.log import Log
from bkkplan.ground.accounts.views.people import (
    CloseAccount,
    EndRole,
    ForgetSecondFactor,
    GiveRole,
    Invite,
    NewLink,
    People,
    Person,
)

app_name = "accounts"
urlpatterns = [
    path("", People.as_view(), name="people"),
    path("invite/", Invite.as_view(), name="invite"),
    path("log/", Log.as_view(), name="log"),
    path("<int:pk>/", Person.as_view(), name="person"),
    path("<int:pk>/roles/", GiveRole.as_view(), name="give-role"),
    path("<int:pk>/roles/<int:assignment>/end/", EndRole.as_view(), name="end-role"),
    path("<int:pk>/link/", NewLink.as_view(), name="new-link"),
    path("<int:pk>/second-factor/forget/", ForgetSecondFactor.as_view(), name="forget-second-factor"),
    path("<int:pk>/close/", CloseAccount.as_view(), name="close"),
]
