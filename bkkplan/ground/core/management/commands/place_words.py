from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from bkkplan.ground.core.commands import PortalCommand
from bkkplan.ground.core.place_words import WORDS, write_words


class Command(PortalCommand):
    help = (
        f"Write the catalogues of the place's folder (BKKPLAN_REFERENCE) by its {WORDS}. Sentences that are there "
        "already stay as people corrected them. May be run again after each upgrade."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.REFERENCE_DIR
        if folder is None:
            raise CommandError("ไม่ได้ตั้ง BKKPLAN_REFERENCE (BKKPLAN_REFERENCE is not set)")
        if not (folder / WORDS).exists():
            raise CommandError(f"ไม่มีไฟล์ {folder / WORDS} (the file is missing)")
        ours = settings.BASE_DIR / "locale" / "en" / "LC_MESSAGES" / "django.po"
        for language, count in write_words(folder, ours).items():
            self.stdout.write(f"{language}: {count}")
