from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "bkkplan.ground.core"
    label = "core"
    verbose_name = "แกนกลาง"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bkkplan.ground.core import converters  # noqa: F401  (importing it registers the converters)
