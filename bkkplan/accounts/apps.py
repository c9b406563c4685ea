from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "bkkplan.accounts"
    label = "accounts"
    verbose_name = "ผู้ใช้และบทบาท"
    default_auto_field = "django.db.models.BigAutoField"
