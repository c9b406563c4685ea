from django.apps import AppConfig
from django.contrib.admin import apps as admin


class AccountsConfig(AppConfig):
    name = "bkkplan.ground.accounts"
    label = "accounts"
    verbose_name = "ผู้ใช้และบทบาท"
    default = True

    def ready(self) -> None:
        """Load the permissions of every app, and give allauth's limits a cache of their own.

        allauth has no setting for where its limits count. In the default cache they would be lost with it.
        """
        from allauth.core.internal import ratelimit
        from django.core.cache import caches
        from django.utils.connection import ConnectionProxy
        from django.utils.module_loading import autodiscover_modules

        autodiscover_modules("permissions")  # each app's permissions.py registers its own when it is imported

        ratelimit.cache = ConnectionProxy(caches, "limits")


class BackOfficeConfig(admin.AdminConfig):
    default_site = "bkkplan.ground.accounts.adapters.BackOffice"
    default = False
