from django.apps import AppConfig
from django.contrib.admin import apps as admin


class AccountsConfig(AppConfig):
    name = "bkkplan.ground.accounts"
    label = "accounts"
    verbose_name = "ผู้ใช้และบทบาท"
    default_auto_field = "django.db.models.BigAutoField"
    default = True


class BackOfficeConfig(admin.AdminConfig):
    default_site = "bkkplan.ground.accounts.adapters.BackOffice"
    default = False
