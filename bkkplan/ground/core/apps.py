import re

from django.apps import AppConfig
from django.template import base
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "bkkplan.ground.core"
    label = "core"
    verbose_name = "แกนกลาง"

    def ready(self) -> None:
        # Django ends a tag at the end of its line. Here a tag may go on, so that each prop of a component has a line.
        base.tag_re = re.compile(base.tag_re.pattern, re.DOTALL)

        from bkkplan.ground.core.serving import checks, converters  # noqa: F401  (importing them registers what they hold)

        autodiscover_modules("personal_data")  # each subject tells what it holds about people
        autodiscover_modules("setting_up")  # and what has to be done before it can be used
