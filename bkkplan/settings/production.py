"""Production: everything that must be decided is decided by the environment, or the process does not start."""

from django.core.exceptions import ImproperlyConfigured

from bkkplan.settings.base import *

DEBUG = False
SECRET_KEY = env("SECRET_KEY", default="")
if (
    len(SECRET_KEY) < 50
    or len(set(SECRET_KEY)) < 5
    or "only-key" in SECRET_KEY
    or SECRET_KEY.startswith("django-insecure-")
):
    raise ImproperlyConfigured(
        "SECRET_KEY ยังไม่ได้ตั้ง หรือเป็นค่าตัวอย่าง ต้องเป็นข้อความสุ่มยาวอย่างน้อย 50 ตัวอักษร "
        "(SECRET_KEY is missing or a sample value; set at least 50 random characters)"
    )
for _name in ("DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS"):
    if not env(_name, default=""):
        raise ImproperlyConfigured(f"ยังไม่ได้ตั้ง {_name} ({_name} must be set)")
if WORKING_DAY:
    raise ImproperlyConfigured("BKKPLAN_TODAY ใช้กับเมืองตัวอย่างเท่านั้น (BKKPLAN_TODAY is for the demo only)")
if WORKING_DAY_FILE:
    raise ImproperlyConfigured("BKKPLAN_TODAY_FILE ใช้กับการทดสอบเท่านั้น (BKKPLAN_TODAY_FILE is for tests only)")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
PORTAL_ADDRESS = env("BKKPLAN_ADDRESS", default=f"https://{ALLOWED_HOSTS[0].lstrip('.')}/")
CSRF_TRUSTED_ORIGINS = env.list(
    "CSRF_TRUSTED_ORIGINS", default=[f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS]
)

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
# One proxy stands before the portal: limits on logging in count people by the address that it saw, not by its own.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

REQUIRE_SECOND_FACTOR = env.bool("BKKPLAN_REQUIRE_SECOND_FACTOR", default=True)
