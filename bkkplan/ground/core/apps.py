from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "bkkplan.ground.core"
    label = "core"
    verbose_name = "แกนกลาง"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bkkplan.ground.core import converters  # noqa: F401  (importing it registers the converters)

        autodiscover_modules("personal_data")  # each subject tells what it holds about people
