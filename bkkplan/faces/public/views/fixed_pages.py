"""The pages that the portal always has: about, privacy, accessibility."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from bkkplan.figures.kpi import registry
from bkkplan.ground.core import personal
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.components import Fact
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.pages.my_work import PublicView
from forums.queries.turnout import FEWEST_SHOWN


class TextPage(PublicView, TemplateView):
    """A page whose text stands in its template."""


class About(PublicView, TemplateView):
    template_name = "public/about.html"
    extra_context = {
        "definitions": registry.all_definitions,
        "official": registry.official_definitions,
        "year": lambda: FiscalYear.of(today()),
    }


class Privacy(PublicView):
    """Who answers for personal data, why they are kept, how long: the periods are those that the nightly job keeps."""

    def get(self, request: HttpRequest) -> HttpResponse:
        purposes = [(purpose, _period(purpose.days)) for purpose in personal.purposes()]
        shown = {"facts": _who_answers(), "purposes": purposes, "fewest_shown": FEWEST_SHOWN}
        return render(request, "public/privacy.html", shown)


def _who_answers() -> tuple[Fact, ...]:
    privacy = settings.PRIVACY
    suffix = "_en" if get_language() == "en" else ""
    shown = {name: privacy[f"{name}{suffix}"] or privacy[name] for name in ("controller", "address", "officer")}
    officer = shown["officer"] or _("ติดต่อผ่านสำนักงานเขต")
    facts = [
        Fact(label=_("ผู้ควบคุมข้อมูลส่วนบุคคล"), value=shown["controller"]),
        Fact(label=_("เจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคล"), value=officer),
    ]
    if shown["address"]:
        facts.append(Fact(label=_("ที่อยู่"), value=shown["address"]))
    if privacy["email"]:
        facts.append(Fact(label=_("อีเมล"), value=privacy["email"], href=f"mailto:{privacy['email']}"))
    if privacy["phone"]:
        facts.append(Fact(label=_("โทรศัพท์"), value=privacy["phone"]))
    return tuple(facts)


def _period(days: int | None) -> str:
    if days is None:
        return _("ตลอดอายุของระบบ")
    if days % 365 == 0:
        return _("%(number)s ปี") % {"number": days // 365}
    return _("%(number)s วัน") % {"number": days}
