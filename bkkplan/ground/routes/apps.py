from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RoutesConfig(AppConfig):
    name = "bkkplan.ground.routes"
    label = "routes"
    verbose_name = "เส้นทางการเสนอเรื่อง"

    def ready(self) -> None:
        autodiscover_modules("route_kinds")  # each subject tells which of its papers may go up a route
