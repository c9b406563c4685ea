from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "bkkplan.faces.desk"
    label = "desk"
    verbose_name = "งานของฉัน"
