"""What a web process has in memory before anybody asks for a page."""

import os
import subprocess
import sys

from django.conf import settings

READ_THE_PAGES = """
import sys
from bkkplan.wsgi import application
from django.urls import get_resolver
assert get_resolver().reverse_dict
print(*sorted(name for name in sys.argv[1:] if name in sys.modules))
"""
# Only some requests, or only the worker, need them; each is imported where it is used.
HEAVY = ("fontTools", "import_export", "openpyxl", "pikepdf", "pythainlp", "tablib", "uharfbuzz", "weasyprint")


def test_no_heavy_library_is_read_with_the_pages():
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "bkkplan.settings.dev"}

    done = subprocess.run(
        [sys.executable, "-c", READ_THE_PAGES, *HEAVY],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == []
