"""Settings that hold everywhere. What differs by place comes from the environment (see .env.example)."""

from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parents[2]

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DATA_DIR = Path(env("BKKPLAN_DATA", default=str(BASE_DIR / "var"))).resolve()
BUILD_DIR = Path(env("BKKPLAN_BUILD", default=str(BASE_DIR / "build"))).resolve()

# The folder with the reference data and the words of another place than Bangkok (docs/operations.md).
REFERENCE_DIR = Path(_named).resolve() if (_named := env("BKKPLAN_REFERENCE", default="")) else None

# A fixed working day for the demo and for tests (YYYY-MM-DD), or a file that holds one and may be written anew while
# the portal runs; read by core.clock only. The sample city leaves its own
# beside its data, so that it is never taken for a real one, whoever starts the portal on it.
SAMPLE_DAY = DATA_DIR / "working-day"
WORKING_DAY = env("BKKPLAN_TODAY", default=SAMPLE_DAY.read_text().strip() if SAMPLE_DAY.exists() else "")
WORKING_DAY_FILE = env("BKKPLAN_TODAY_FILE", default="")
# An empty portal for trying says so on every page.
IS_EMPTY_TRIAL = env.bool("BKKPLAN_EMPTY_TRIAL", default=False)

INSTALLED_APPS = [
    "bkkplan.ground.accounts.apps.BackOfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_bootstrap5",
    "crispy_forms",
    "csp",
    "django_filters",
    "django_htmx",
    "rules.apps.RulesConfig",
    "bkkplan.ground.core",
    "bkkplan.ground.audit",
    "districts",
    "bkkplan.ground.accounts",
    "bkkplan.ground.years",
    "bkkplan.ground.routes",
    "bkkplan.ground.lists",
    "communities",
    "forums",
    "budget",
    "bkkplan.figures.kpi",
    "bkkplan.figures.reports",
    "bkkplan.faces.public",
    "bkkplan.faces.desk",
    "bkkplan.faces.opendata",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "bkkplan.ground.core.serving.unreadable.AnswerTheUnreadable",
    "bkkplan.ground.core.limits.BoundedBody",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bkkplan.ground.core.serving.compressing.CompressText",
    "django.middleware.http.ConditionalGetMiddleware",
    "bkkplan.ground.core.questions.keeping.SayWhoMayKeep",
    "bkkplan.ground.core.rows.replica.ReadPublicPages",
    "bkkplan.faces.public.middleware.KeepPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "bkkplan.ground.core.serving.language.MarkLanguages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "bkkplan.ground.accounts.middleware.IdleOut",
    "bkkplan.ground.accounts.middleware.SecondFactorFirst",
    "bkkplan.ground.accounts.middleware.SessionsOfLinks",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "bkkplan.ground.core.questions.asking.AskOnce",
    "bkkplan.ground.core.pages.htmx.LogInOnTheWholePage",
    "allauth.account.middleware.AccountMiddleware",
    "bkkplan.ground.core.limits.BoundedRate",
]

ROOT_URLCONF = "bkkplan.urls"
WSGI_APPLICATION = "bkkplan.wsgi.application"
ASGI_APPLICATION = "bkkplan.asgi.application"

SILENCED_SYSTEM_CHECKS = ["templates.W003"]  # our tags stand for Django's i18n on purpose: see TEMPLATES, libraries
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bkkplan.faces.desk.context_processors.desk",
            ],
            "libraries": {"i18n": "bkkplan.ground.core.templatetags.kept_texts"},
            "builtins": ["bkkplan.ground.core.templatetags.thai", "bkkplan.ground.core.templatetags.components"],
        },
    }
]
FORM_RENDERER = "bkkplan.ground.core.forms.drawing.PlainRenderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# PostgreSQL everywhere; the address is given by the environment or by bkkplan.trial.embedded before this file is read.
DATABASES = {"default": env.db_url("DATABASE_URL", default="postgresql:///bkkplan")}
DATABASES["default"]["OPTIONS"] = DATABASES["default"].get("OPTIONS", {}) | {
    "pool": {"min_size": 1, "max_size": env.int("BKKPLAN_DB_POOL", default=8), "timeout": 10},
    # Pages join many tables for few rows: compiling such a question takes longer than answering it.
    "options": "-c jit=off",
}
DATABASES["default"]["CONN_MAX_AGE"] = 0  # the pool keeps the connections
# A streaming replica, from which visitors' pages and open data are read (bkkplan.ground.core.rows.replica).
if env("REPLICA_DATABASE_URL", default=""):
    DATABASES["replica"] = env.db_url("REPLICA_DATABASE_URL")
    # One that does not answer must not hold a visitor up: the primary is asked instead.
    DATABASES["replica"]["OPTIONS"] = DATABASES["default"]["OPTIONS"] | {
        "pool": DATABASES["default"]["OPTIONS"]["pool"] | {"timeout": 2},
        "connect_timeout": 2,
    }
    DATABASES["replica"] |= {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True, "TEST": {"MIRROR": "default"}}
    DATABASE_ROUTERS = ["bkkplan.ground.core.rows.replica.PublicReads"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "bkkplan.ground.core.questions.cache.PassingCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "bkkplan",
    },
    # What limits count is kept where nothing is lost. The table is the model Limit's.
    "limits": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_limit",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
SESSION_ENGINE = "bkkplan.ground.core.serving.sessions"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "bkkplan.ground.accounts.adapters.Passwords",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "bkkplan.ground.accounts.validators.WordAndYearValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:my-work"
LOGOUT_REDIRECT_URL = "public:home"
ACCOUNT_ADAPTER = "bkkplan.ground.accounts.adapters.InvitationOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email", "username*", "password1*", "password2*"]
ACCOUNT_FORMS = {"login": "bkkplan.ground.accounts.forms.SignInForm"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # the subjects name the portal
# Passwords are counted by the portal itself (accounts/actions/wrong_passwords.py); codes of a second factor per person.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key"}
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
MFA_ADAPTER = "bkkplan.ground.accounts.adapters.SecondFactor"
MFA_FORMS = {
    "authenticate": "bkkplan.ground.accounts.forms.SecondProofForm",
    "add_webauthn": "bkkplan.ground.accounts.forms.PasskeyForm",
    "edit_webauthn": "bkkplan.ground.accounts.forms.PasskeyNameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "bkkplan"
MFA_TOTP_TOLERANCE = 1  # a clock that is half a minute off
# People of the city's roles set up a second factor before anything else.
REQUIRE_SECOND_FACTOR = env.bool("BKKPLAN_REQUIRE_SECOND_FACTOR", default=False)
# After so many hours without a request a session ends: of people with a city role, with a role in a district, and of
# all others (committee members, who work on their own phones).
IDLE_HOURS = {
    "city": env.float("BKKPLAN_IDLE_HOURS_CITY", default=2),
    "district": env.float("BKKPLAN_IDLE_HOURS_DISTRICT", default=8),
    "others": env.float("BKKPLAN_IDLE_HOURS_OTHERS", default=14 * 24),
}

# Thai is the source language: msgids are Thai.
LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย"), ("en", "English")]
# The words of the place stand for ours.
LOCALE_PATHS = [*([REFERENCE_DIR / "locale"] if REFERENCE_DIR else []), BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Bangkok"
FORMAT_MODULE_PATH = "bkkplan.ground.core.formats"

STATIC_URL = "/static/"
STATIC_ROOT = BUILD_DIR / "static"
# static/ is ours; build/vendor/ is what script/setup took out of the npm packages.
STATICFILES_DIRS = [BASE_DIR / "static", BUILD_DIR / "vendor"]
STORAGES = {
    "default": {"BACKEND": "bkkplan.ground.core.files.files.WholeFiles"},
    "staticfiles": {
        "BACKEND": "bkkplan.ground.core.serving.staticfiles.PortalStaticFilesStorage",
        # Collected by one user, served by another; uploads are the portal's alone.
        "OPTIONS": {"file_permissions_mode": 0o644},
    },
}
MEDIA_ROOT = DATA_DIR / "files"
MEDIA_URL = ""  # files leave through a view that asks visible_to, never by a bare address
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# A whole request: evidence comes several files at once, each of at most 10 MB. docs/nginx.conf has the same.
MAX_BODY_BYTES = 60 * 1024 * 1024

# The namespaces of pages that are the same for every visitor.
OPEN_TO_ALL = frozenset({"public", "opendata"})
# For how many seconds a visitor's browser, and proxies on the way, may show a page without asking again.
VISITORS_MAX_AGE = 15
# How long the portal itself keeps a visitor's page at most; after an act that the page may show, it is made anew.
VISITORS_PAGES_KEPT_FOR = 60
# Files of many thousand rows that one process makes at once; each holds a thread for some seconds.
GREAT_FILES_AT_ONCE = 2

# What computes for each who asks, by the name of its address: how many in a minute from one address or, for who has
# logged in, from one account. A flood meets these; what people do by hand does not.
REQUESTS_A_MINUTE = {
    "kpi:dashboard": 120,
    "kpi:unit": 120,
    "kpi:units": 120,
    "opendata:catalogue": 20,
    "opendata:download": 20,
    "public:action-plan": 120,
    "public:district": 120,
    "public:districts": 120,
    "public:hearing": 120,
    "public:hearings": 120,
    "public:home": 120,
    "public:indicator": 120,
    "public:item": 120,
    "public:plan": 120,
    "public:proposal": 120,
    "public:search": 60,
    "public:sitemap": 10,
    "public:sitemap-section": 60,
    "public:unit": 120,
    "stop-letters": 20,
}

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="filemail://")
vars().update(EMAIL_CONFIG)
if EMAIL_CONFIG["EMAIL_BACKEND"].endswith("filebased.EmailBackend"):
    EMAIL_FILE_PATH = DATA_DIR / "mail"
# Where people reach the portal: links in letters begin with it, because a worker has no request to take it from.
PORTAL_ADDRESS = env("BKKPLAN_ADDRESS", default="http://localhost:8000/")
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="bkkplan <no-reply@bkkplan.example>")

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_ACKS_LATE = True
# A message is only a doorbell: publishing it must not hold up the person who asked.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 2,
    "socket_timeout": 3,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
}
CELERY_BEAT_SYNC_EVERY = 1  # beat writes down each ring: so its health is seen from outside
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "sweep-jobs": {"task": "core.sweep_jobs", "schedule": 30.0, "options": {"expires": 30}},
    "measure-figures": {"task": "public.measure_figures", "schedule": 20.0, "options": {"expires": 20}},
    "follow-proposals": {"task": "budget.follow_proposals", "schedule": 15.0, "options": {"expires": 15}},
    "follow-all-proposals": {"task": "budget.follow_all_proposals", "schedule": crontab(hour=3, minute=40)},
    "forget-wrong-passwords": {"task": "accounts.forget_wrong_passwords", "schedule": crontab(hour=3, minute=10)},
    "write-letters": {"task": "accounts.write_letters", "schedule": 60.0, "options": {"expires": 60}},
    "complete-reminders": {"task": "years.complete_reminders", "schedule": crontab(hour=6, minute=45)},
    "write-digests": {"task": "accounts.write_digests", "schedule": crontab(hour=7, minute=0)},
    "kpi-nightly": {"task": "kpi.nightly", "schedule": crontab(hour=1, minute=30)},
    "lapse-nightly": {"task": "budget.lapse_overdue", "schedule": crontab(hour=0, minute=40)},
    "ask-communities": {"task": "budget.ask_communities", "schedule": crontab(hour=6, minute=30)},
    "tidy-nightly": {"task": "accounts.tidy", "schedule": crontab(hour=2, minute=30)},
}

# The hearing rule of พ.ศ. 2548: a late one is shown as late, never blocked.
HEARING_ANNOUNCE_BEFORE_DAYS = env.int("BKKPLAN_HEARING_ANNOUNCE_BEFORE_DAYS", default=15)
HEARING_PUBLISH_WITHIN_DAYS = env.int("BKKPLAN_HEARING_PUBLISH_WITHIN_DAYS", default=15)
# An official answer to a published proposal that no community took up, in days after its publication.
PROPOSAL_ANSWER_WITHIN_DAYS = env.int("BKKPLAN_PROPOSAL_ANSWER_WITHIN_DAYS", default=90)
# An office that entered nothing about its money for so many days, and has some left, is named to the strategy office.
MONEY_QUIET_AFTER_DAYS = env.int("BKKPLAN_MONEY_QUIET_AFTER_DAYS", default=45)

# How many days what is about people is kept, by purpose (bkkplan.ground.core.personal): the nightly job and the privacy
# page read the same. ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ keeps papers ten years, and so those of payments.
RETENTION_DAYS = {
    "accounts.contact": 90,
    "accounts.letters": 90,
    "accounts.links": 90,
    "accounts.lists": 30,
    "accounts.notices": 400,
    "lists.rows": 30,
    "communities.seats": 3650,
    "communities.daily": 730,
    "communities.proofs": 3650,
    "communities.records": 3650,
    "communities.course_files": 3650,
    "budget.stage_files": 3650,
    "budget.item_photos": 3650,
    "budget.carry_papers": 3650,
    "forums.recorders": 1825,
    "forums.daily": 730,
    "forums.evidence": 3650,
} | env.dict("BKKPLAN_RETENTION_DAYS", cast={"value": int}, default={})
# Who answers for personal data, on the privacy page in both languages.
PRIVACY = {
    "controller": env("BKKPLAN_CONTROLLER", default="กรุงเทพมหานคร"),
    "controller_en": env("BKKPLAN_CONTROLLER_EN", default="Bangkok Metropolitan Administration"),
    "address": env("BKKPLAN_CONTROLLER_ADDRESS", default=""),
    "address_en": env("BKKPLAN_CONTROLLER_ADDRESS_EN", default=""),
    "officer": env("BKKPLAN_DPO", default=""),
    "officer_en": env("BKKPLAN_DPO_EN", default=""),
    "email": env("BKKPLAN_DPO_EMAIL", default=""),
    "phone": env("BKKPLAN_DPO_PHONE", default=""),
}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SAMESITE = "Lax"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "bkkplan.ground.core.serving.logs.QuietFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", default="WARNING")},
    # Django's own would mail errors with everything that was typed.
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
