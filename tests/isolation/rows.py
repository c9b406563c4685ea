"""Every address of the portal, and what each person is told there. A route that is not here fails a test.

A route that shows one thing to one person and another thing to another has a row for each, named by what is shown.
"""

from tests.isolation.answers import ANYONE, EVERYONE, FORBIDDEN, FOUND, LOGIN, NOT_SO, NOT_THERE, OK, Row, only, sees
from tests.isolation.urls import arguments

STAFF = "officer away_officer director away_director social strategy administrator"
FIGURES = "strategy administrator"
LOOKS_AFTER_PEOPLE = "director away_director administrator"
NOBODY = ""


BACK_OFFICE = dict.fromkeys(EVERYONE, LOGIN) | {"administrator": OK}

# Who has logged in has no business with a page for logging in.
WAY_IN = dict.fromkeys(EVERYONE, FOUND) | {"visitor": 200}


INTRUDER = {"username": "intruder", "password1": "ลำดวน-บานเช้า-2566", "password2": "ลำดวน-บานเช้า-2566"}


def anything(pattern):
    names = arguments(pattern)
    return lambda _city: dict.fromkeys(names, "auth")


def year(_city):
    return {"year": 2566}


def the_officer(city):
    return {"pk": city.officer.pk}


def the_run(city):
    return {"pk": city.run.pk}


ROWS: dict[str, Row | dict[str, Row]] = {
    # --- the public site
    "public:home": Row(get=EVERYONE),
    "public:districts": Row(get=EVERYONE),
    "public:district": Row(args=lambda city: {"code": city.home.code}, get=EVERYONE),
    "public:hearings": Row(get=EVERYONE),
    "public:hearing": {
        "published": Row(args=lambda city: {"pk": city.published.pk}, get=EVERYONE),
        "announced": Row(args=lambda city: {"pk": city.announced.pk}, get=EVERYONE),
        "not announced yet": Row(
            args=lambda city: {"pk": city.planned.pk},
            get=sees("officer director social strategy administrator") | {"visitor": NOT_THERE},
        ),
    },
    "public:search": Row(get=EVERYONE, query="?q=ทดสอบ"),
    "public:about": Row(get=EVERYONE),
    "public:privacy": Row(get=EVERYONE),
    "public:accessibility": Row(get=EVERYONE),
    "public:contacts": Row(get=EVERYONE),
    # --- each person's own work
    "desk:my-work": Row(get=ANYONE),
    "desk:wear-hat": Row(post=ANYONE, data=lambda city: {"hat": f"district_officer:{city.home.pk}"}),
    "desk:notices": Row(get=ANYONE),
    "desk:read-notices": Row(post=ANYONE),
    "desk:gallery": Row(get=ANYONE),
    "core:understood": Row(args=lambda _city: {"kind": "baht"}, query="?amount=1.5+แสน", get=ANYONE),
    # --- people
    "accounts:people": Row(get=only(LOOKS_AFTER_PEOPLE)),
    "accounts:invite": Row(
        get=only(LOOKS_AFTER_PEOPLE),
        post=only(LOOKS_AFTER_PEOPLE),
        data=lambda city: {
            "full_name": "ผู้บุกรุก",
            "username": "intruder",
            "role": "district_officer",
            "district": city.home.pk,
            "starts_on": "2023-06-02",
        },
    ),
    "accounts:log": Row(get=only("administrator")),
    "accounts:person": Row(args=the_officer, get=sees("director administrator", refused="officer")),
    "accounts:give-role": Row(
        args=the_officer,
        post=sees("director administrator", refused="officer"),
        data=lambda city: {"role": "district_officer", "district": city.away.pk, "starts_on": "2023-06-02"},
    ),
    "accounts:end-role": Row(
        args=lambda city: the_officer(city) | {"assignment": city.officer.assignments.get().pk},
        post=sees("director administrator", refused="officer"),
        data=lambda _city: {"on": "2023-06-02"},
    ),
    "accounts:new-link": Row(args=the_officer, post=sees("director administrator", refused="officer")),
    "accounts:close": Row(args=the_officer, post=sees("administrator", refused="officer director")),
    "enter": Row(
        args=lambda _city: {"token": "guessed"}, get=sees("everyone", status=410), post=sees("everyone", status=410)
    ),
    # --- figures
    "kpi:this-year": Row(get=sees("anyone", status=FOUND)),
    "kpi:dashboard": Row(args=year, get=only(STAFF)),
    "kpi:units": Row(args=lambda city: year(city) | {"code": "KPI-1"}, get=only(STAFF)),
    "kpi:run": Row(args=year, post=only(STAFF)),
    "kpi:run-progress": Row(args=the_run, get=only(STAFF)),
    "kpi:run-cancel": Row(args=the_run, post=only(STAFF)),
    "kpi:quarters": Row(args=year, get=only(FIGURES)),
    "kpi:freeze": Row(args=lambda city: year(city) | {"quarter": 1}, post=only(FIGURES)),
    "kpi:reopen": Row(
        args=lambda city: year(city) | {"quarter": 1}, post=only(FIGURES), data=lambda _city: {"reason": "ทดสอบ"}
    ),
    # --- logging in
    "account_login": Row(get=WAY_IN, post=EVERYONE, data=lambda _city: {"login": "officer", "password": "guessed"}),
    "account_logout": Row(get=ANYONE | {"visitor": FOUND}, post=EVERYONE),
    "account_inactive": Row(get=EVERYONE),
    "account_signup": Row(get=WAY_IN, post=EVERYONE, data=lambda _city: INTRUDER),  # closed, and says so
    "account_reauthenticate": Row(get=ANYONE, post=ANYONE),
    "account_change_password": Row(get=ANYONE, post=ANYONE),
    "account_set_password": Row(get=sees("anyone", status=FOUND), post=ANYONE),  # a page for those without a password
    "account_reset_password": Row(get=EVERYONE, post=EVERYONE, data=lambda _city: {"email": "officer@example.org"}),
    "account_reset_password_done": Row(get=EVERYONE),
    "account_reset_password_from_key": Row(
        args=lambda _city: {"uidb36": "1", "key": "guessed"}, get=EVERYONE, post=EVERYONE
    ),
    "account_reset_password_from_key_done": Row(get=EVERYONE),
    # --- the back office
    "admin:login": Row(get=only("administrator", status=FOUND), post=only("administrator", status=FOUND)),
    "admin:index": Row(get=BACK_OFFICE, post=BACK_OFFICE),
    "admin:password_change": Row(get=BACK_OFFICE, post=BACK_OFFICE),
    "admin:password_change_done": Row(get=BACK_OFFICE),
    "admin:jsi18n": Row(get=BACK_OFFICE),
    "admin:autocomplete": Row(get=BACK_OFFICE | {"administrator": FORBIDDEN}),  # of nothing
    "admin:view_on_site": Row(
        args=lambda _city: {"content_type_id": "0", "object_id": "1"},
        get=BACK_OFFICE | {"administrator": NOT_THERE},
        post=BACK_OFFICE | {"administrator": NOT_THERE},
    ),
    "admin:logout": Row(get=sees("anyone", status=FOUND) | {"administrator": NOT_SO}, post=ANYONE),
    "set_language": Row(
        get=sees("everyone", status=FOUND), post=EVERYONE, data=lambda _city: {"language": "en", "next": "/"}
    ),
}

# What a visitor may use; all else begins with logging in.
OPEN = {
    *(name for name in ROWS if name.startswith("public:")),
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "enter",
    "set_language",
}
