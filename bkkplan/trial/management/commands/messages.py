from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError

from bkkplan.ground.core.commands import PortalCommand
from bkkplan.trial import messages


class Command(PortalCommand):
    help = "Bring locale/en up to date with the texts in the sources; with --check, fail for one without its English."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; exit 1 if an entry is missing or fuzzy"
        )

    def handle(self, *_: Any, check: bool, **__: Any) -> None:
        folders = [app.path for app in apps.get_app_configs() if app.path.startswith(str(settings.BASE_DIR))]
        roots = [*(str(folder).removeprefix(f"{settings.BASE_DIR}/") for folder in folders), "templates"]
        ours = [root for root in roots if not root.startswith(".")]
        po = settings.BASE_DIR / "locale" / "en" / "LC_MESSAGES" / "django.po"
        catalog, found = messages.read(po), messages.texts(settings.BASE_DIR, ours)
        if not check:
            messages.write(po, catalog, found)
            catalog = messages.read(po)
        lacking = list(messages.missing(catalog, found))
        self.stdout.write(f"{len(found)} texts, {len(found) - len(lacking)} with their English")
        if check and lacking:
            lines = [f"{reason}: {text.singular!r} ({', '.join(sorted(found[text]))})" for text, reason in lacking]
            raise CommandError("\n".join(lines))
