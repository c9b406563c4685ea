"""Sessions as Django keeps them in the database, read by a question whose SQL is written once.

Django composes it anew for each request of everybody who is signed in, which takes longer than the answer.
"""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

READ = """
    select session_key, session_data, expire_date from django_session
    where session_key = %s and expire_date > %s
"""


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        with connection.cursor() as cursor:
            cursor.execute(READ, (self.session_key, timezone.now()))
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return None
        return Session(*row)
