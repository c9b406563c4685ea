"""What a document may load: static files of the portal and the document fonts, nothing else."""

import mimetypes
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from weasyprint.urls import URLFetcher, URLFetcherResponse

from bkkplan.figures.reports.renderers import fonts

ORIGIN = "https://document.invalid/"  # `.invalid` is reserved: no name server answers for it
FONT_PREFIX = f"{ORIGIN}fonts/"
STATIC_PREFIX = f"{ORIGIN}static/"


class OurFilesOnly(URLFetcher):
    def __init__(self) -> None:
        # Otherwise a missing picture would be a line in the log, and the document would be made without it.
        super().__init__(fail_on_errors=True)

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        path = self._file(url)
        media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": media_type})

    def _file(self, url: str) -> Path:
        name = unquote(urlsplit(url).path)
        if url.startswith(FONT_PREFIX) and name.removeprefix("/fonts/") in {style.file_name for style in fonts.STYLES}:
            return fonts.folder() / name.removeprefix("/fonts/")
        if url.startswith(STATIC_PREFIX) and (found := finders.find(name.removeprefix("/static/"))):
            return Path(str(found))
        raise FileNotFoundError(url)
