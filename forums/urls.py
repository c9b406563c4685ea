from django.urls import path

from forums.views import adoption, evidence, forum, lists, plan_proposals, publishing, record, rows, schedule, uptake

app_name = "forums"
urlpatterns = [
    path("", lists.ThisYear.as_view(), name="this-year"),
    # Not at the root: a forum's number may look like a year.
    path("year/<fy:year>/", lists.ForumList.as_view(), name="list"),
    path("new/", schedule.ForumPlan.as_view(), name="plan"),
    path("uptake/", uptake.UptakeList.as_view(), name="uptake"),
    path("uptake/<uuid:uuid>/take/", uptake.UptakeTake.as_view(), name="uptake-take"),
    path("uptake/<int:pk>/end/", uptake.UptakeEnd.as_view(), name="uptake-end"),
    path("of-plans/<fy:year>/<slug:code>/<int:number>/", plan_proposals.PlanProposals.as_view(), name="plan-proposals"),
    path("adoptions/<fy:year>/<slug:code>/", adoption.AdoptionRecord.as_view(), name="adopt"),
    path(
        "adoptions/<fy:year>/<slug:code>/<int:adoption>/cancel/",
        adoption.AdoptionCancel.as_view(),
        name="cancel-adoption",
    ),
    path("<int:pk>/", forum.ForumPage.as_view(), name="detail"),
    path("<int:pk>/print/", forum.ForumPrint.as_view(), name="print"),
    path("<int:pk>/edit/", schedule.ForumEdit.as_view(), name="edit"),
    path("<int:pk>/sessions/", schedule.ForumSessions.as_view(), name="sessions"),
    path("<int:pk>/announce/", schedule.ForumAnnounce.as_view(), name="announce"),
    path("<int:pk>/postpone/", schedule.ForumPostpone.as_view(), name="postpone"),
    path("<int:pk>/cancel/", schedule.ForumCancel.as_view(), name="cancel"),
    path("<int:pk>/open/", schedule.ForumOpen.as_view(), name="open"),
    path("<int:pk>/held/", schedule.ForumHeld.as_view(), name="held"),
    path("<int:pk>/not-held/", schedule.ForumNotHeld.as_view(), name="not-held"),
    path("<int:pk>/record/", record.ForumRecord.as_view(), name="record"),
    path("<int:pk>/attendance/", rows.AttendanceRow.as_view(), name="attendance"),
    path("<int:pk>/meeting/", rows.MeetingRow.as_view(), name="meeting"),
    path("<int:pk>/agenda/<int:part>/", rows.AgendaRow.as_view(), name="agenda"),
    path("<int:pk>/proposals/<uuid:uuid>/", rows.ProposalRow.as_view(), name="proposal"),
    path("<int:pk>/files/", evidence.FileUpload.as_view(), name="upload"),
    path("<int:pk>/files/<uuid:uuid>/public/", evidence.FilePublic.as_view(), name="file-public"),
    path("<int:pk>/files/<uuid:uuid>/remove/", evidence.FileRemove.as_view(), name="file-remove"),
    path("<int:pk>/finish/", publishing.ForumFinish.as_view(), name="finish"),
    path("<int:pk>/resume/", publishing.ForumResume.as_view(), name="resume"),
    path("<int:pk>/publish/", publishing.ForumPublish.as_view(), name="publish"),
    path("<int:pk>/withdraw/", publishing.ForumWithdraw.as_view(), name="withdraw"),
]
