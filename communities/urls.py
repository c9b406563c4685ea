from django.urls import path

from communities.views import decisions, plans, writing

app_name = "communities"
A_PLAN = "plans/<fy:year>/<slug:code>/"
urlpatterns = [
    path("plans/<fy:year>/", plans.PlanList.as_view(), name="plans"),
    path(A_PLAN, plans.PlanPage.as_view(), name="plan"),
    path(f"{A_PLAN}begin/", plans.PlanBegin.as_view(), name="begin"),
    path(f"{A_PLAN}editions/<int:number>/", plans.PlanPage.as_view(), name="edition"),
    path(f"{A_PLAN}write/", writing.PlanWrite.as_view(), name="write"),
    path(f"{A_PLAN}missing/", writing.WhatIsMissing.as_view(), name="missing"),
    path(f"{A_PLAN}copy/", writing.CopyLastYear.as_view(), name="copy"),
    path(f"{A_PLAN}submit/", writing.PlanSubmit.as_view(), name="submit"),
    path(f"{A_PLAN}sections/<slug:section>/", writing.SectionRow.as_view(), name="section"),
    path(f"{A_PLAN}problems/<uuid:uuid>/", writing.ProblemRow.as_view(), name="problem"),
    path(f"{A_PLAN}projects/", writing.ProjectAdd.as_view(), name="add-project"),
    path(f"{A_PLAN}projects/<uuid:uuid>/", writing.ProjectRow.as_view(), name="project"),
    path(f"{A_PLAN}<str:kind>/<uuid:uuid>/<str:act>/", writing.RowAct.as_view(), name="row-act"),
    path(f"{A_PLAN}withdraw/", decisions.ConfirmationWithdraw.as_view(), name="withdraw"),
    path(f"{A_PLAN}adopt/", decisions.AdoptionRecord.as_view(), name="adopt"),
    path(f"{A_PLAN}adoptions/<int:adoption>/cancel/", decisions.AdoptionCancel.as_view(), name="cancel-adoption"),
]
