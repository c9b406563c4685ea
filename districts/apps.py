from django.apps import AppConfig


class DistrictsConfig(AppConfig):
    name = "districts"
    label = "districts"
    verbose_name = "เขต"
    default_auto_field = "django.db.models.BigAutoField"
