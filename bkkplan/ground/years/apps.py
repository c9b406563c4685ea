from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class YearsConfig(AppConfig):
    name = "bkkplan.ground.years"
    label = "years"
    verbose_name = "ปีงบประมาณ"

    def ready(self) -> None:
        autodiscover_modules("year_parts")  # each subject tells which part of a year it keeps
