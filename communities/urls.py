from django.urls import path, re_path

from communities.views import changes, committees, imports, plans, register, rows, templates, writing

app_name = "communities"
A_PLAN = "plans/<fy:year>/<slug:code>/"
A_COMMITTEE = "committees/<slug:code>/"
urlpatterns = [
    path("plans/<fy:year>/", plans.PlanList.as_view(), name="plans"),
    path(A_PLAN, plans.PlanPage.as_view(), name="plan"),
    path(f"{A_PLAN}begin/", plans.PlanBegin.as_view(), name="begin"),
    path(f"{A_PLAN}editions/<int:number>/", plans.PlanPage.as_view(), name="edition"),
    path(f"{A_PLAN}write/", writing.PlanWrite.as_view(), name="write"),
    path(f"{A_PLAN}missing/", writing.WhatIsMissing.as_view(), name="missing"),
    path(f"{A_PLAN}copy/", writing.CopyLastYear.as_view(), name="copy"),
    path(f"{A_PLAN}copy/take-back/", writing.CopyTakeBack.as_view(), name="copy-take-back"),
    path(f"{A_PLAN}submit/", writing.PlanSubmit.as_view(), name="submit"),
    path(f"{A_PLAN}sections/<slug:section>/", rows.SectionRow.as_view(), name="section"),
    path(f"{A_PLAN}problems/<uuid:uuid>/", rows.ProblemRow.as_view(), name="problem"),
    path(f"{A_PLAN}projects/", writing.ProjectAdd.as_view(), name="add-project"),
    path(f"{A_PLAN}projects/<uuid:uuid>/", rows.ProjectRow.as_view(), name="project"),
    path(f"{A_PLAN}<str:kind>/<uuid:uuid>/<str:act>/", writing.RowAct.as_view(), name="row-act"),
    path("templates/<fy:year>/", templates.YearTemplate.as_view(), name="year-template"),
    path("templates/<fy:year>/preview/", templates.TemplatePreview.as_view(), name="template-preview"),
    path("templates/<fy:year>/edit/", templates.EditTemplate.as_view(), name="template-edit"),
    path("register/", register.RegisterList.as_view(), name="register"),
    path("register/imports/", imports.ImportPage.as_view(), name="import"),
    path("register/imports/<uuid:uuid>/", imports.ImportResult.as_view(), name="import-result"),
    path("register/imports/<uuid:uuid>/confirm/", imports.ImportConfirm.as_view(), name="import-confirm"),
    path("register/imports/<uuid:uuid>/answer/", imports.ImportAnswer.as_view(), name="import-answer"),
    path("register/imports/<uuid:uuid>/cancel/", imports.ImportCancel.as_view(), name="import-cancel"),
    re_path(r"^register/communities\.(?P<kind>xlsx|csv)$", register.RegisterExport.as_view(), name="export"),
    path("register/<slug:code>/", register.CommunityPage.as_view(), name="community"),
    path("register/<slug:code>/entry/", changes.EntryRecord.as_view(), name="entry"),
    path("register/<slug:code>/end/", changes.CommunityEnd.as_view(), name="end"),
    path("register/<slug:code>/merge/", changes.CommunityMerge.as_view(), name="merge"),
    path("register/<slug:code>/split/", changes.CommunitySplit.as_view(), name="split"),
    path("register/<slug:code>/standing/", register.StandingRecord.as_view(), name="standing"),
    path(A_COMMITTEE, committees.CommitteePage.as_view(), name="committee"),
    path(f"{A_COMMITTEE}terms/new/", committees.TermBegin.as_view(), name="term-begin"),
    path(f"{A_COMMITTEE}terms/<int:committee>/end/", committees.TermEnd.as_view(), name="term-end"),
    path(f"{A_COMMITTEE}terms/<int:committee>/members/new/", committees.MemberSeat.as_view(), name="member-seat"),
    path(f"{A_COMMITTEE}members/<int:member>/correct/", committees.MemberCorrect.as_view(), name="member-correct"),
    path(f"{A_COMMITTEE}members/<int:member>/leave/", committees.MemberLeave.as_view(), name="member-leave"),
    path(f"{A_COMMITTEE}members/<int:member>/invite/", committees.MemberInvite.as_view(), name="member-invite"),
    path(f"{A_COMMITTEE}members/<int:member>/link/", committees.MemberLink.as_view(), name="member-link"),
]
