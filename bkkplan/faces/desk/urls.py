from django.urls import path

from bkkplan.faces.desk.views.communities import CommunitiesByStep
from bkkplan.faces.desk.views.finding import Find
from bkkplan.faces.desk.views.frame import ChooseYear, Notices, ReadNotices, WearHat
from bkkplan.faces.desk.views.gallery import Gallery
from bkkplan.faces.desk.views.my_work import MyWork
from bkkplan.faces.desk.views.ribbon import YearOfOffice, YearOfOffices
from bkkplan.faces.desk.views.setting_up import SettingUp

app_name = "desk"
urlpatterns = [
    path("", MyWork.as_view(), name="my-work"),
    path("setting-up/", SettingUp.as_view(), name="setting-up"),
    path("hat/", WearHat.as_view(), name="wear-hat"),
    path("year/", ChooseYear.as_view(), name="year"),
    path("notices/", Notices.as_view(), name="notices"),
    path("notices/read/", ReadNotices.as_view(), name="read-notices"),
    path("year-of-offices/<fy:year>/", YearOfOffices.as_view(), name="year-of-offices"),
    path("year-of-offices/<fy:year>/<str:code>/", YearOfOffice.as_view(), name="year-of-office"),
    path("communities/<fy:year>/<str:code>/", CommunitiesByStep.as_view(), name="communities"),
    path("find/", Find.as_view(), name="find"),
    path("gallery/", Gallery.as_view(), name="gallery"),
]
