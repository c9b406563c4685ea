from django.urls import path

from bkkplan.faces.public.views.city import DistrictPage, Home
from bkkplan.faces.public.views.fixed_pages import About, Privacy, TextPage
from bkkplan.faces.public.views.hearings import Hearing, Hearings
from bkkplan.faces.public.views.indicators import Indicator, IndicatorUnit
from bkkplan.faces.public.views.places import Contacts, Districts
from bkkplan.faces.public.views.plans import ActionPlanPage, CommunityPlanPage, ItemPage
from bkkplan.faces.public.views.proposals import ProposalPage
from bkkplan.faces.public.views.search import Search
from bkkplan.faces.public.views.sitemaps import Favicon, Robots, SiteMap, SiteMapSection

app_name = "public"
urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("districts/", Districts.as_view(), name="districts"),
    path("districts/<str:code>/", DistrictPage.as_view(), name="district"),
    path("indicators/<fy:year>/<str:code>/", Indicator.as_view(), name="indicator"),
    path("indicators/<fy:year>/<str:code>/<int:unit>/", IndicatorUnit.as_view(), name="unit"),
    path("hearings/", Hearings.as_view(), name="hearings"),
    path("hearings/<int:pk>/", Hearing.as_view(), name="hearing"),
    path("proposals/<uuid:uuid>/", ProposalPage.as_view(), name="proposal"),
    path("action-plans/<fy:year>/<str:code>/", ActionPlanPage.as_view(), name="action-plan"),
    path("action-plans/items/<uuid:uuid>/", ItemPage.as_view(), name="item"),
    path("community-plans/<fy:year>/<slug:code>/", CommunityPlanPage.as_view(), name="plan"),
    path("search/", Search.as_view(), name="search"),
    path("about/", About.as_view(), name="about"),
    path("privacy/", Privacy.as_view(), name="privacy"),
    path("accessibility/", TextPage.as_view(template_name="public/accessibility.html"), name="accessibility"),
    path("contacts/", Contacts.as_view(), name="contacts"),
    path("robots.txt", Robots.as_view(), name="robots"),
    path("sitemap.xml", SiteMap.as_view(), name="sitemap"),
    path("sitemap-<slug:section>.xml", SiteMapSection.as_view(), name="sitemap-section"),
    path("favicon.ico", Favicon.as_view(), name="favicon"),
]
