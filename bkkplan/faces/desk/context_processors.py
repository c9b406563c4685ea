from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bkkplan.faces.desk.queries import COMMITTEE_MEMBER, PLAN_ASSISTANT, Hat, hat_worn, hats_of
from bkkplan.ground.accounts.enums import BUREAU_ROLES, DISTRICT_ROLES, STAFF_ROLES, Role
from bkkplan.ground.core.clock import today, working_day
from bkkplan.ground.core.converters import FIRST, LAST
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.wording import thai_date_short
from bkkplan.ground.years.queries import hidden_years

HAT = "hat"


# The key in the session of the fiscal year that the person chose in the header.
YEAR = "fiscal_year"
# Pages that are the same page of another year. On those of `AHEAD` work is for the next year, unless one is chosen.
AHEAD = frozenset({"communities:plans", "budget:checks", "budget:action-plans", "budget:action-plan", "budget:pool"})
SWITCHED = AHEAD | {
    "desk:year-of-office",
    "desk:year-of-offices",
    "forums:list",
    "budget:money",
    "budget:district-money",
    "budget:flagship",
    "kpi:dashboard",
    "kpi:quarters",
    "kpi:external-codes",
    "kpi:reported",
    "years:year",
    "years:days",
    "communities:trainings",
    "communities:training-figures",
}
# Pages about what a year holds. For a draft they answer 404 to others, so the year switch does not link to them.
HELD_BY_A_YEAR = frozenset({"budget:flagship", "years:year", "years:days"})


def usual_year(page: str) -> FiscalYear:
    this = FiscalYear.of(today())
    return this.next if page in AHEAD else this


def year_for(request: HttpRequest, page: str) -> FiscalYear:
    """Where a link to this page leads: to the chosen year, or to the page's usual one."""
    chosen = request.session.get(YEAR) if hasattr(request, "session") else None
    return FiscalYear(chosen) if chosen else usual_year(page)


def switch(request: HttpRequest) -> dict[str, Any]:
    """The year of the page, or else the one worked with, and its neighbours; a neighbour out of reach is None."""
    match = request.resolver_match
    page = match.view_name if match else ""
    year = match.kwargs.get("year") if match else None
    if not isinstance(year, FiscalYear):
        year = year_for(request, page)
    hidden = hidden_years(request.user) if page in HELD_BY_A_YEAR else set()
    return {
        "year": year,
        "back": year.previous if year.be > FIRST and year.previous.be not in hidden else None,
        "ahead": year.next if year.be < LAST and year.next.be not in hidden else None,
    }


def worn(request: HttpRequest) -> tuple[list[Hat], Hat | None]:
    """The person's hats and the one that is on, read once per request."""
    if not hasattr(request, "portal_hats"):
        hats = hats_of(request.user) if request.user.is_authenticated else []
        request.portal_hats = hats, hat_worn(hats, request.session.get(HAT))  # type: ignore[attr-defined]
    found: tuple[list[Hat], Hat | None] = request.portal_hats  # type: ignore[attr-defined]
    return found


def desk(request: HttpRequest) -> dict[str, object]:
    """What every page's frame shows: navigation, hats, unread notices, the sample-data banner. Asked only if shown."""
    return {
        "nav": SimpleLazyObject(lambda: _nav(request)),
        "hats": SimpleLazyObject(lambda: _hats(request)),
        "notices_count": SimpleLazyObject(lambda: _notices_count(request)),
        "year_switch": SimpleLazyObject(lambda: switch(request) if request.user.is_authenticated else None),
        "person_links": SimpleLazyObject(lambda: _person_links(request)),
        "footer_links": SimpleLazyObject(_footer_links),
        "sample_banner": _sample_banner(),
    }


def _hats(request: HttpRequest) -> list[dict[str, Any]]:
    hats, on = worn(request)
    return [{"value": hat.value, "label": hat.label, "active": hat is on} for hat in hats]


def _notices_count(request: HttpRequest) -> int:
    return request.user.unread_notices if request.user.is_authenticated else 0


def _sample_banner() -> str:
    if settings.IS_EMPTY_TRIAL:
        return _("ระบบว่าง สำหรับทดลอง")
    if working_day() is None:
        return ""
    return _("ข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริง · วันในระบบ %(day)s") % {"day": thai_date_short(today())}


def _link(label: str, name: str, *args: Any, path: str = "", under: str = "") -> dict[str, Any]:
    """Active below its own address, or below another that is given."""
    url = reverse(name, args=args)
    return {"url": url, "label": label, "active": path.startswith(under or url) if path else False}


def _nav(request: HttpRequest) -> list[dict[str, Any]]:
    path = request.path
    if not request.user.is_authenticated:
        return [
            # Every address begins with this one: it is active on its own page alone.
            _link(_("ภาพรวม"), "public:home") | {"active": path == reverse("public:home")},
            _link(pgettext("หลายเขต", "เขต"), "public:districts", path=path, under="/districts/"),
            _link(_("เวทีรับฟัง"), "public:hearings", path=path, under="/hearings/"),
            _link(_("ค้นข้อเสนอ"), "public:search", path=path),
            _link(_("เกี่ยวกับ"), "public:about", path=path),
        ]
    _all, on = worn(request)
    home = _link(_("งานของฉัน"), "desk:my-work")
    links = [home | {"active": path == home["url"]}]

    def of_year(label: str, name: str, under: str) -> None:
        links.append(_link(label, name, year_for(request, name), path=path, under=under))

    is_staff = on is not None and on.role in STAFF_ROLES
    if is_staff:
        of_year(_("เวทีรับฟัง"), "forums:list", "/work/forums/")
    if is_staff or (on is not None and on.role in (COMMITTEE_MEMBER, PLAN_ASSISTANT)):
        of_year(_("แผนพัฒนาชุมชน"), "communities:plans", "/work/plans/")
    if is_staff:
        if on is not None and on.role in DISTRICT_ROLES:
            of_year(_("ตรวจแผน"), "budget:checks", "/work/checks/")
        else:
            links.append(_link(_("ทะเบียนชุมชน"), "communities:register", path=path, under="/work/register/"))
        if on is not None and on.role == Role.SOCIAL_DEVELOPMENT:
            of_year(_("การอบรม"), "communities:trainings", "/work/trainings/")
        of_year(_("แผนปฏิบัติราชการ"), "budget:action-plans", "/work/action-plans/")
        of_year(_("งบประมาณ"), "budget:money", "/work/money/")
        of_year(_("ตัวชี้วัด"), "kpi:dashboard", "/work/kpi/")
        if request.user.has_perm("reports.request_report"):
            links.append(_link(_("รายงาน"), "reports:reports", path=path, under="/work/reports/"))
    if on is not None and on.role in BUREAU_ROLES:
        of_year(_("งบประมาณ"), "budget:money", "/work/money/")
    return links


def _person_links(request: HttpRequest) -> list[dict[str, Any]]:
    if not request.user.is_authenticated:
        return []
    links = []
    _all, on = worn(request)
    if on is not None and on.role in DISTRICT_ROLES:
        links.append(_link(_("ทะเบียนชุมชน"), "communities:register"))
    if on is not None and on.role == COMMITTEE_MEMBER:
        links.append(_link(_("การอบรมของฉัน"), "communities:my-trainings"))
    elif request.user.has_perm("communities.view_trainings"):
        links.append(_link(_("การอบรม"), "communities:trainings", year_for(request, "communities:trainings")))
    if request.user.has_perm("accounts.invite_officer"):
        links.append(_link(_("ผู้ใช้และบทบาท"), "accounts:people"))
    if request.user.has_perm("routes.set_routes"):
        links.append(_link(_("เส้นทางการเสนอเรื่อง"), "routes:offices"))
    if on is not None and on.role in (*DISTRICT_ROLES, *BUREAU_ROLES, Role.ADMINISTRATOR):
        links.append(_link(_("หน่วยงานและฝ่าย"), "accounts:offices"))
    if request.user.has_perm("budget.view_money"):
        links.append(_link(_("โครงการหลัก"), "budget:flagship", year_for(request, "budget:flagship")))
    if request.user.has_perm("budget.view_trees"):
        links.append(_link(_("แผนยุทธศาสตร์"), "budget:trees"))
    if request.user.has_perm("budget.view_year_of_offices"):
        links.append(_link(_("ปีของสำนักงานเขต"), "desk:year-of-offices", year_for(request, "desk:year-of-offices")))
    if request.user.has_perm("years.view_years"):
        links.append(_link(_("ปีงบประมาณ"), "years:list"))
    if request.user.has_perm("accounts.set_up"):
        links.append(_link(_("ตั้งต้นระบบ"), "desk:setting-up"))
    if request.user.has_perm("accounts.manage_people"):
        links.append(_link(_("งานหลังบ้าน"), "admin:index"))
    return [
        *links,
        _link(_("หน้าสาธารณะ"), "public:home"),
        _link(_("ข้อมูลของฉัน"), "accounts:my-data"),
        _link(_("อีเมลแจ้งเตือน"), "accounts:my-letters"),
        _link(_("เปลี่ยนรหัสผ่าน"), "account_change_password"),
        _link(_("การยืนยันตัวตนขั้นที่สอง"), "mfa_index"),
    ]


def pages_for(request: HttpRequest) -> list[dict[str, Any]]:
    """Every page that the frame leads this person to, each once."""
    links = [*_nav(request), *_person_links(request), *_footer_links()]
    return list({link["url"]: link for link in links}.values())


def _footer_links() -> list[dict[str, Any]]:
    return [
        _link(_("เกี่ยวกับระบบนี้"), "public:about"),
        _link(_("ประกาศความเป็นส่วนตัว"), "public:privacy"),
        _link(_("การเข้าถึงเว็บไซต์"), "public:accessibility"),
        _link(_("ติดต่อสำนักงานเขต"), "public:contacts"),
        _link(_("ข้อมูลเปิด"), "opendata:datasets"),
    ]
