from importlib import import_module

from django.apps import AppConfig


class KpiConfig(AppConfig):
    name = "bkkplan.figures.kpi"
    label = "kpi"
    verbose_name = "ตัวชี้วัด"

    def ready(self) -> None:
        import_module("bkkplan.figures.kpi.definitions")
