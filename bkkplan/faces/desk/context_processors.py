from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from bkkplan.faces.desk.queries import COMMITTEE_MEMBER, PLAN_ASSISTANT, Hat, hat_worn, hats_of
from bkkplan.ground.accounts.enums import BUREAU_ROLES, DISTRICT_ROLES, STAFF_ROLES, Role
from bkkplan.ground.core.clock import today, working_day
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.serving.converters import FIRST, LAST
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


# The rights on which links of the menus depend. `Reader.may` refuses any other: add a new one here.
MENU_RIGHTS = (
    "accounts.invite_officer",
    "accounts.manage_people",
    "accounts.set_up",
    "budget.view_money",
    "budget.view_trees",
    "budget.view_year_of_offices",
    "communities.view_trainings",
    "reports.request_report",
    "routes.set_routes",
    "years.view_years",
)


@dataclass(frozen=True, slots=True)
class MenuLink:
    """``under`` is the beginning of the addresses on which the link is lit; "" of a link that never is."""

    label: str
    url: str
    under: str = ""
    is_one_page: bool = False  # lit on its own page only, because the other addresses begin with it, too

    def is_lit(self, path: str) -> bool:
        return path == self.url if self.is_one_page else bool(self.under) and path.startswith(self.under)


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A link of the navigation as a page shows it."""

    label: str
    url: str
    active: bool


@dataclass(frozen=True, slots=True)
class ShownHat:
    value: str
    label: str
    active: bool


@dataclass(frozen=True, slots=True)
class YearSwitch:
    """The year of the page, or else the one worked with, and its neighbours; a neighbour out of reach is None."""

    year: FiscalYear
    back: FiscalYear | None
    ahead: FiscalYear | None


@dataclass(frozen=True, slots=True)
class Reader:
    """All that the menus of somebody depend on; ``role`` is that of the hat that is on, ``chosen`` a fiscal year."""

    is_person: bool
    role: str
    rights: frozenset[str]
    chosen: int | None
    this_year: FiscalYear
    language: str | None
    prefix: str

    def year_of(self, page: str) -> FiscalYear:
        return FiscalYear(self.chosen) if self.chosen else usual_year(page, self.this_year)

    def may(self, right: str) -> bool:
        if right not in MENU_RIGHTS:
            raise KeyError(f"{right} is not in MENU_RIGHTS")
        return right in self.rights


@dataclass(frozen=True, slots=True)
class ShownPerson:
    """The person as the frame shows it."""

    pk: int
    name: str
    is_authenticated: bool = True

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Header:
    """The values that templates/components/_header.html shows. Equal values share one markup (`core.pages.parts`)."""

    user: ShownPerson | AnonymousUser
    nav: tuple[MenuItem, ...]
    hats: tuple[ShownHat, ...]
    notices_count: int
    year_switch: YearSwitch | None
    person_links: tuple[MenuLink, ...]


@dataclass(frozen=True, slots=True)
class Footer:
    footer_links: tuple[MenuLink, ...]


NOBODY = AnonymousUser()


def usual_year(page: str, this: FiscalYear | None = None) -> FiscalYear:
    this = this or FiscalYear.of(today())
    return this.next if page in AHEAD else this


def chosen_year(request: HttpRequest) -> int | None:
    chosen: int | None = request.session.get(YEAR) if hasattr(request, "session") else None
    return chosen


def switch(request: HttpRequest) -> YearSwitch:
    match = request.resolver_match
    page = match.view_name if match else ""
    year = match.kwargs.get("year") if match else None
    if not isinstance(year, FiscalYear):
        year = reader_of(request).year_of(page)
    hidden = hidden_years(request.user) if page in HELD_BY_A_YEAR else set()
    return YearSwitch(
        year=year,
        back=year.previous if year.be > FIRST and year.previous.be not in hidden else None,
        ahead=year.next if year.be < LAST and year.next.be not in hidden else None,
    )


def worn(request: HttpRequest) -> tuple[list[Hat], Hat | None]:
    """The person's hats and the one that is on, read once per request."""
    if not hasattr(request, "portal_hats"):
        hats = hats_of(request.user) if request.user.is_authenticated else []
        request.portal_hats = hats, hat_worn(hats, request.session.get(HAT))  # type: ignore[attr-defined]
    found: tuple[list[Hat], Hat | None] = request.portal_hats  # type: ignore[attr-defined]
    return found


def reader_of(request: HttpRequest) -> Reader:
    """Read once per request."""
    if not hasattr(request, "portal_reader"):
        person = request.user if request.user.is_authenticated else None
        on = worn(request)[1]
        request.portal_reader = Reader(  # type: ignore[attr-defined]
            is_person=person is not None,
            role=on.role if on else "",
            rights=frozenset(right for right in MENU_RIGHTS if person.has_perm(right)) if person else frozenset(),
            chosen=chosen_year(request),
            this_year=FiscalYear.of(today()),
            language=get_language(),
            prefix=get_script_prefix(),
        )
    found: Reader = request.portal_reader  # type: ignore[attr-defined]
    return found


def desk(request: HttpRequest) -> dict[str, object]:
    """What every page's frame shows: navigation, hats, unread notices, the sample-data banner. Asked only if shown."""
    return {
        "header": lambda: _header(request),
        "footer": lambda: Footer(footer_of(get_language(), get_script_prefix())),
        "nav": SimpleLazyObject(lambda: _nav(request)),
        "notices_count": SimpleLazyObject(lambda: _notices_count(request)),
        "year_switch": SimpleLazyObject(lambda: switch(request) if request.user.is_authenticated else None),
        "footer_links": SimpleLazyObject(lambda: footer_of(get_language(), get_script_prefix())),
        "sample_banner": _sample_banner(),
    }


def _header(request: HttpRequest) -> Header:
    if not request.user.is_authenticated:
        return Header(NOBODY, _nav(request), (), 0, None, ())
    hats, on = worn(request)
    return Header(
        user=ShownPerson(request.user.pk, str(request.user)),
        nav=_nav(request),
        hats=tuple(ShownHat(hat.value, hat.label, hat is on) for hat in hats),
        notices_count=_notices_count(request),
        year_switch=switch(request),
        person_links=links_of_person(reader_of(request)),
    )


def _notices_count(request: HttpRequest) -> int:
    return request.user.unread_notices if request.user.is_authenticated else 0


def _sample_banner() -> str:
    if settings.IS_EMPTY_TRIAL:
        return _("ระบบว่าง สำหรับทดลอง")
    if working_day() is None:
        return ""
    return _("ข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริง · วันในระบบ %(day)s") % {"day": thai_date_short(today())}


def _nav(request: HttpRequest) -> tuple[MenuItem, ...]:
    return tuple(MenuItem(link.label, link.url, link.is_lit(request.path)) for link in main_menu(reader_of(request)))


def _link(label: str, name: str, *args: Any, under: str = "") -> MenuLink:
    return MenuLink(label, reverse(name, args=args), under)


@lru_cache(maxsize=256)
def main_menu(reader: Reader) -> tuple[MenuLink, ...]:
    return tuple(_main_menu(reader))


def _main_menu(reader: Reader) -> Iterator[MenuLink]:
    if not reader.is_person:
        # Every address begins with this one.
        yield MenuLink(_("ภาพรวม"), reverse("public:home"), is_one_page=True)
        yield _link(pgettext("หลายเขต", "เขต"), "public:districts", under="/districts/")
        yield _link(_("เวทีรับฟัง"), "public:hearings", under="/hearings/")
        yield _link(_("ค้นข้อเสนอ"), "public:search", under=reverse("public:search"))
        yield _link(_("เกี่ยวกับ"), "public:about", under=reverse("public:about"))
        return
    yield MenuLink(_("งานของฉัน"), reverse("desk:my-work"), is_one_page=True)

    def of_year(label: str, name: str, under: str) -> MenuLink:
        return _link(label, name, reader.year_of(name), under=under)

    is_staff = reader.role in STAFF_ROLES
    if is_staff:
        yield of_year(_("เวทีรับฟัง"), "forums:list", "/work/forums/")
    if is_staff or reader.role in (COMMITTEE_MEMBER, PLAN_ASSISTANT):
        yield of_year(_("แผนพัฒนาชุมชน"), "communities:plans", "/work/plans/")
    if is_staff:
        if reader.role in DISTRICT_ROLES:
            yield of_year(_("ตรวจแผน"), "budget:checks", "/work/checks/")
        else:
            yield _link(_("ทะเบียนชุมชน"), "communities:register", under="/work/register/")
        if reader.role == Role.SOCIAL_DEVELOPMENT:
            yield of_year(_("การอบรม"), "communities:trainings", "/work/trainings/")
        yield of_year(_("แผนปฏิบัติราชการ"), "budget:action-plans", "/work/action-plans/")
        yield of_year(_("งบประมาณ"), "budget:money", "/work/money/")
        yield of_year(_("ตัวชี้วัด"), "kpi:dashboard", "/work/kpi/")
        if reader.may("reports.request_report"):
            yield _link(_("รายงาน"), "reports:reports", under="/work/reports/")
    if reader.role in BUREAU_ROLES:
        yield of_year(_("งบประมาณ"), "budget:money", "/work/money/")


@lru_cache(maxsize=256)
def links_of_person(reader: Reader) -> tuple[MenuLink, ...]:
    return tuple(_links_of_person(reader))


def _links_of_person(reader: Reader) -> Iterator[MenuLink]:
    if not reader.is_person:
        return
    if reader.role in DISTRICT_ROLES:
        yield _link(_("ทะเบียนชุมชน"), "communities:register")
    if reader.role == COMMITTEE_MEMBER:
        yield _link(_("การอบรมของฉัน"), "communities:my-trainings")
    elif reader.may("communities.view_trainings"):
        yield _link(_("การอบรม"), "communities:trainings", reader.year_of("communities:trainings"))
    if reader.may("accounts.invite_officer"):
        yield _link(_("ผู้ใช้และบทบาท"), "accounts:people")
    if reader.may("routes.set_routes"):
        yield _link(_("เส้นทางการเสนอเรื่อง"), "routes:offices")
    if reader.role in (*DISTRICT_ROLES, *BUREAU_ROLES, Role.ADMINISTRATOR):
        yield _link(_("หน่วยงานและฝ่าย"), "accounts:offices")
    if reader.may("budget.view_money"):
        yield _link(_("โครงการหลัก"), "budget:flagship", reader.year_of("budget:flagship"))
    if reader.may("budget.view_trees"):
        yield _link(_("แผนยุทธศาสตร์"), "budget:trees")
    if reader.may("budget.view_year_of_offices"):
        yield _link(_("ปีของสำนักงานเขต"), "desk:year-of-offices", reader.year_of("desk:year-of-offices"))
    if reader.may("years.view_years"):
        yield _link(_("ปีงบประมาณ"), "years:list")
    if reader.may("accounts.set_up"):
        yield _link(_("ตั้งต้นระบบ"), "desk:setting-up")
    if reader.may("accounts.manage_people"):
        yield _link(_("งานหลังบ้าน"), "admin:index")
    yield _link(_("หน้าสาธารณะ"), "public:home")
    yield _link(_("ข้อมูลของฉัน"), "accounts:my-data")
    yield _link(_("อีเมลแจ้งเตือน"), "accounts:my-letters")
    yield _link(_("เปลี่ยนรหัสผ่าน"), "account_change_password")
    yield _link(_("การยืนยันตัวตนขั้นที่สอง"), "mfa_index")


@lru_cache(maxsize=8)
def footer_of(_language: str | None, _prefix: str) -> tuple[MenuLink, ...]:
    return (
        _link(_("เกี่ยวกับระบบนี้"), "public:about"),
        _link(_("ประกาศความเป็นส่วนตัว"), "public:privacy"),
        _link(_("การเข้าถึงเว็บไซต์"), "public:accessibility"),
        _link(_("ติดต่อสำนักงานเขต"), "public:contacts"),
        _link(_("ข้อมูลเปิด"), "opendata:datasets"),
    )


def pages_for(request: HttpRequest) -> list[MenuLink]:
    """Every page that the frame leads this person to, each once."""
    reader = reader_of(request)
    links = [*main_menu(reader), *links_of_person(reader), *footer_of(reader.language, reader.prefix)]
    return list({link.url: link for link in links}.values())
