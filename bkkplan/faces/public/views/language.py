"""The choice of a language, which a visitor makes too."""

from django.contrib.auth.decorators import login_not_required
from django.views import i18n

set_language = login_not_required(i18n.set_language)
