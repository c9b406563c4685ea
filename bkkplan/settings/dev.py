"""Development and the demo: works with nothing set, listens on loopback, shows its errors only with DEBUG=1."""

from bkkplan.settings.base import *

INSTALLED_APPS += ["bkkplan.trial"]
REQUESTS_A_MINUTE = {}  # everyone who tries the portal here comes from one address
DEBUG = env.bool("DEBUG", default=False)
# An .env that is filled in for production does not stand in the way of trying the portal here.
SECRET_KEY = env("SECRET_KEY", default="") or "dev-only-key-that-production-refuses"
ALLOWED_HOSTS = [*env.list("ALLOWED_HOSTS", default=[]), "localhost", "127.0.0.1", "[::1]"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # passkeys on http://localhost
