from django.urls import path

from bkkplan.ground.accounts.views import offices
from bkkplan.ground.accounts.views.destruction import Decide, Destroy, Destruction, DestructionLists, KeepItem
from bkkplan.ground.accounts.views.log import Log, LogFile
from bkkplan.ground.accounts.views.my_letters import Address, MyLetters
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
from bkkplan.ground.accounts.views.personal import ErasePerson, MyData, PersonData

app_name = "accounts"
urlpatterns = [
    path("", People.as_view(), name="people"),
    path("invite/", Invite.as_view(), name="invite"),
    path("offices/", offices.Offices.as_view(), name="offices"),
    path("offices/usual-sections/", offices.MakeUsualSectionsEverywhere.as_view(), name="usual-sections-everywhere"),
    path("offices/<slug:code>/", offices.OfficePage.as_view(), name="office"),
    path("offices/<slug:code>/usual-sections/", offices.MakeUsualSections.as_view(), name="usual-sections"),
    path("offices/<slug:code>/sections/add/", offices.MakeSection.as_view(), name="section-add"),
    path("offices/<slug:code>/sections/<int:section>/", offices.ChangeSection.as_view(), name="section"),
    path("offices/<slug:code>/sections/<int:section>/close/", offices.CloseSection.as_view(), name="section-close"),
    path("offices/<slug:code>/people/<int:assignment>/", offices.SectionsOfPerson.as_view(), name="sections-of"),
    path("log/", Log.as_view(), name="log"),
    path("log/file/", LogFile.as_view(), name="log-file"),
    path("me/", MyData.as_view(), name="my-data"),
    path("me/letters/", MyLetters.as_view(), name="my-letters"),
    path("<int:pk>/address/", Address.as_view(), name="address"),
    path("destruction/", DestructionLists.as_view(), name="destruction-lists"),
    path("destruction/<int:pk>/", Destruction.as_view(), name="destruction"),
    path("destruction/<int:pk>/items/<int:item>/", KeepItem.as_view(), name="destruction-item"),
    path("destruction/<int:pk>/decide/", Decide.as_view(), name="destruction-decide"),
    path("destruction/<int:pk>/destroy/", Destroy.as_view(), name="destroy"),
    path("<int:pk>/data/", PersonData.as_view(), name="person-data"),
    path("<int:pk>/erase/", ErasePerson.as_view(), name="erase"),
    path("<int:pk>/", Person.as_view(), name="person"),
    path("<int:pk>/roles/", GiveRole.as_view(), name="give-role"),
    path("<int:pk>/roles/<int:assignment>/end/", EndRole.as_view(), name="end-role"),
    path("<int:pk>/link/", NewLink.as_view(), name="new-link"),
    path("<int:pk>/second-factor/forget/", ForgetSecondFactor.as_view(), name="forget-second-factor"),
    path("<int:pk>/close/", CloseAccount.as_view(), name="close"),
]
