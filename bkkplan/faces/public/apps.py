from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "bkkplan.faces.public"
    label = "public"
    verbose_name = "หน้าสาธารณะ"
    default_auto_field = "django.db.models.BigAutoField"
