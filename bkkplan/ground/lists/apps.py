from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ListsConfig(AppConfig):
    name = "bkkplan.ground.lists"
    label = "lists"
    verbose_name = "การนำเข้าจากตาราง"

    def ready(self) -> None:
        autodiscover_modules("list_kinds")  # each subject declares which of its rows come in as lists
