from importlib import import_module

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "bkkplan.figures.reports"
    label = "reports"
    verbose_name = "รายงาน"

    def ready(self) -> None:
        import_module("bkkplan.figures.reports.builders")
