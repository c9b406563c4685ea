from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bkkplan.faces.desk.queries import COMMITTEE_MEMBER, Hat, hat_worn, hats_of
from bkkplan.ground.core.clock import today
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.templatetags.thai import thai_date_short

HAT = "hat"


def worn(request: HttpRequest) -> tuple[list[Hat], Hat | None]:
    """The person's hats and the one that is on, read once per request."""
    if not hasattr(request, "portal_hats"):
        hats = hats_of(request.user, on=today()) if request.user.is_authenticated else []
        request.portal_hats = hats, hat_worn(hats, request.session.get(HAT))  # type: ignore[attr-defined]
    return request.portal_hats  # type: ignore[attr-defined]


def desk(request: HttpRequest) -> dict[str, object]:
    """What every page's frame shows: navigation, hats, unread notices, the sample-data banner. Asked only if shown."""
    return {
        "nav": SimpleLazyObject(lambda: _nav(request)),
        "hats": SimpleLazyObject(lambda: _hats(request)),
        "notices_count": SimpleLazyObject(lambda: _notices_count(request)),
        "person_links": SimpleLazyObject(lambda: _person_links(request)),
        "footer_links": SimpleLazyObject(_footer_links),
        "sample_banner": _sample_banner(),
    }


def _hats(request: HttpRequest) -> list[dict[str, Any]]:
    hats, on = worn(request)
    return [{"value": hat.value, "label": hat.label, "active": hat is on} for hat in hats]


def _notices_count(request: HttpRequest) -> int:
    return request.user.notices.filter(read_at=None).count() if request.user.is_authenticated else 0


def _sample_banner() -> str:
    if not settings.WORKING_DAY:
        return ""
    return _("ข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริง · วันในระบบ %(day)s") % {"day": thai_date_short(today())}


def _link(label: str, name: str, *args: Any, path: str = "", under: str = "") -> dict[str, Any]:
    """Active below its own address, or below another that is given."""
    url = reverse(name, args=args)
    return {"url": url, "label": label, "active": path.startswith(under or url) if path else False}


def _nav(request: HttpRequest) -> list[dict[str, Any]]:
    path, year = request.path, FiscalYear.of(today())
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
    is_staff = on is not None and on.role != COMMITTEE_MEMBER
    home = _link(_("งานของฉัน"), "desk:my-work")
    links = [home | {"active": path == home["url"]}]
    if is_staff:
        links.append(_link(_("เวทีรับฟัง"), "forums:list", year, path=path, under="/work/forums/"))
    if on is not None:
        links.append(_link(_("แผนพัฒนาชุมชน"), "communities:plans", year.next, path=path, under="/work/plans/"))
    if is_staff:
        links += [
            _link(_("ทะเบียนชุมชน"), "communities:register", path=path, under="/work/register/"),
            _link(_("แผนปฏิบัติราชการ"), "budget:action-plans", year.next, path=path, under="/work/action-plans/"),
            _link(_("งบประมาณ"), "budget:money", year, path=path, under="/work/money/"),
            _link(_("ตัวชี้วัด"), "kpi:dashboard", year, path=path, under="/work/kpi/"),
        ]
        if request.user.has_perm("reports.request_report"):
            links.append(_link(_("รายงาน"), "reports:reports", path=path, under="/work/reports/"))
    return links


def _person_links(request: HttpRequest) -> list[dict[str, Any]]:
    if not request.user.is_authenticated:
        return []
    links = []
    if request.user.has_perm("accounts.invite_officer"):
        links.append(_link(_("ผู้ใช้และบทบาท"), "accounts:people"))
    if request.user.has_perm("budget.view_money"):
        links.append(_link(_("โครงการหลัก"), "budget:flagship", FiscalYear.of(today())))
    return [
        *links,
        _link(_("หน้าสาธารณะ"), "public:home"),
        _link(_("ข้อมูลของฉัน"), "accounts:my-data"),
        _link(_("เปลี่ยนรหัสผ่าน"), "account_change_password"),
        _link(_("การยืนยันตัวตนขั้นที่สอง"), "mfa_index"),
    ]


def _footer_links() -> list[dict[str, Any]]:
    return [
        _link(_("เกี่ยวกับระบบนี้"), "public:about"),
        _link(_("ประกาศความเป็นส่วนตัว"), "public:privacy"),
        _link(_("การเข้าถึงเว็บไซต์"), "public:accessibility"),
        _link(_("ติดต่อสำนักงานเขต"), "public:contacts"),
        _link(_("ข้อมูลเปิด"), "opendata:datasets"),
    ]
