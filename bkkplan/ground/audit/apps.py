from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "bkkplan.ground.audit"
    label = "audit"
    verbose_name = "บันทึกการทำรายการ"
    default_auto_field = "django.db.models.BigAutoField"
