from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.template import TemplateSyntaxError, engines

from bkkplan.ground.core.commands import PortalCommand


class Command(PortalCommand):
    help = "Compile every template of ours, so that a broken one is found before a visitor finds it."

    def handle(self, *_: Any, **__: Any) -> None:
        folder = settings.BASE_DIR / "templates"
        names = [str(path.relative_to(folder)) for path in sorted(folder.rglob("*")) if path.is_file()]
        broken = []
        for name in names:
            try:
                engines["django"].get_template(name)
            except TemplateSyntaxError as error:
                broken.append(f"{name}: {error}")
        if broken:
            raise CommandError("\n".join(broken))
        self.stdout.write(f"{len(names)} templates")
