import posixpath
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from bkkplan.ground.core.serving import bundling

STYLE_SHEETS = ("css/site.css",)
SCRIPTS = ("js/visitor.js",)


class PortalStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names that change with their content, for the modules that our modules import too: none is ever stale.

    What every page needs is bundled first (`bkkplan.ground.core.serving.bundling`).
    """

    support_js_module_import_aggregation = True
    # Ours only: packages bring modules whose imports their own build would resolve.
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],  # noqa: SLF001 -- no public name
    )

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Bundle what was collected, then name it by its content as Django does."""
        if not dry_run:
            paths = paths | {name: (self, name) for name in self.bundle(paths)}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def bundle(self, paths: dict[str, Any]) -> list[str]:
        """Write the bundles over what was collected; return the names of all files that were written."""

        def read(name: str) -> str:
            storage, path = paths[name]
            with storage.open(path) as file:
                return str(file.read().decode())

        made: dict[str, bytes] = {}
        for name in STYLE_SHEETS:
            sheet, small = bundling.with_small_fonts(bundling.style_sheet(name, read))
            made[name] = sheet.encode()
            for address, characters in small.items():
                font = posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
                storage, path = paths[font]
                with storage.open(path) as file:
                    made[font.replace(".woff2", f"-{bundling.SMALL}.woff2")] = bundling.small_font(
                        file.read(), characters
                    )
        for name in SCRIPTS:
            made[name] = bundling.script(name, read).encode()
        for name, data in made.items():
            self.delete(name)
            self.save(name, ContentFile(data))
        return list(made)
