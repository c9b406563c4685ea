from django.apps import AppConfig
from django.contrib.admin import apps as admin


class AccountsConfig(AppConfig):
    name = "bkkplan.ground.accounts"
    label = "accounts"
    verbose_name = "ผู้ใช้และบทบาท"
    default_auto_field = "django.db.models.BigAutoField"
    default = True

    def ready(self) -> None:
        """allauth has no setting for where its limits count; in the default cache they would be gone with it."""
        from allauth.core.internal import ratelimit
        from django.core.cache import caches
        from django.utils.connection import ConnectionProxy

        ratelimit.cache = ConnectionProxy(caches, "limits")


class BackOfficeConfig(admin.AdminConfig):
    default_site = "bkkplan.ground.accounts.adapters.BackOffice"
    default = False
