from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "bkkplan.trial"
    label = "demo"
    verbose_name = "เมืองตัวอย่าง"
