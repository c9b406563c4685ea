from whitenoise.storage import CompressedManifestStaticFilesStorage


class PortalStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names that change with their content, for the modules that our modules import too: none is ever stale."""

    support_js_module_import_aggregation = True
    # Ours only: packages bring modules whose imports their own build would resolve.
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],  # noqa: SLF001 -- no public name
    )
