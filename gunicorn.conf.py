"""How the portal is served, wherever gunicorn starts in this folder; words on its command line win over this file.

A thread waits for its request's head and body, however slowly they come, and gunicorn has no limit for that time. So a
proxy that reads both whole stands in front (docs/nginx.conf); without it, as many slow visitors as there are threads
stop the portal.
"""

import gc
from pathlib import Path
from typing import Any

worker_class = "gthread"
workers = 3
threads = 8  # of one process, as many as its pool has connections to the database (BKKPLAN_DB_POOL)
timeout = 60  # a process whose main thread says nothing for so long is started anew
graceful_timeout = 30
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 the sign of life must not wait for a disk
# The portal is read once, and the processes share its memory. New code is served after a start anew, not after a HUP.
preload_app = True
# After some thousand pages a process is replaced, not all at the same moment.
max_requests = 5000
max_requests_jitter = 500

# The head of a request: its first line, and how many lines of which length follow. Cookies and search words fit.
limit_request_line = 4094
limit_request_fields = 64
limit_request_field_size = 8190

control_socket_disable = True
accesslog = None  # the proxy keeps one, for as long as the law asks
logger_class = "bkkplan.ground.core.serving.logs.GunicornLogger"  # no search words, no names


# What is read at the start stays: collecting among it only costs time, and would write to memory that is shared.
gc.disable()


def when_ready(_server: Any) -> None:
    """Read the pages, too, and what the first of them needs, before the processes part. Nothing is connected to."""
    import psycopg_pool  # noqa: F401  Django reads it when it connects
    from django.conf import settings
    from django.template.loader import get_template
    from django.urls import get_resolver
    from django.utils import translation

    from bkkplan.ground.core.questions import cache  # noqa: F401  Django reads it when a cache is asked for

    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            get_resolver().reverse_dict  # noqa: B018  asking for it reads all of them
    get_template("base.html")
    gc.collect()
    gc.freeze()


def post_fork(_server: Any, _worker: Any) -> None:
    """Collect in the process what its requests leave behind."""
    gc.enable()
