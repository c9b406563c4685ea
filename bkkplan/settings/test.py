"""Tests: fast hashing, mail in memory, tasks delivered to nobody unless a test starts a worker."""

from bkkplan.settings.base import *

INSTALLED_APPS += ["bkkplan.trial"]
REQUESTS_A_MINUTE = {}  # all tests come from one address
DEBUG = False
WORKING_DAY = env("BKKPLAN_TODAY", default="")  # whatever sample city may stand in the data folder
SECRET_KEY = "test-only-key-that-production-refuses"  # noqa: S105  (nothing is kept by it)
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {
    "default": {"BACKEND": "bkkplan.ground.core.files.files.WholeFiles"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A pool outlives the test database that its connections point at.
DATABASES["default"]["OPTIONS"].pop("pool")
CACHES = CACHES | {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
VISITORS_PAGES_KEPT_FOR = 0  # factories make rows without an act
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True  # nothing is collected for tests
CELERY_BROKER_URL = "memory://"  # a doorbell that nobody hears
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
