from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    name = "bkkplan.ground.audit"
    label = "audit"
    verbose_name = "บันทึกการทำรายการ"

    def ready(self) -> None:
        autodiscover_modules("log")  # each subject says how its lines of the log read
