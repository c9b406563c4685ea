from django.apps import AppConfig


class OpendataConfig(AppConfig):
    name = "bkkplan.faces.opendata"
    label = "opendata"
    verbose_name = "ข้อมูลเปิด"
