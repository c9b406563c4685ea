"""Limits on logging in. Wrong passwords alone count, in the database, so that a lost cache opens nothing.

Six wrong ones block a pair of account and source for a quarter of an hour: never the account, or anybody could lock
its owner out. Fifty in a day make browsers that the account was never opened in show a second proof.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction

from bkkplan.ground.accounts.models import Limit, WrongPassword

PER_PAIR = 6
PAIR_BLOCKED_FOR = timedelta(minutes=15)
PER_ACCOUNT = 50
ACCOUNT_WATCHED_FOR = timedelta(days=1)


class PairBlockedError(Exception):
    """Too many wrong passwords for this account from this source."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


@transaction.atomic
def begin(*, account: str, source: str, at: datetime) -> WrongPassword:
    """Count an attempt as wrong before the password is looked at; `take_back` it if it was right.

    Counted afterwards, a hundred attempts at once would all pass.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"log-in {account} {source}"])
    pair = WrongPassword.objects.filter(account=account, source=source, at__gt=at - PAIR_BLOCKED_FOR)
    latest = list(pair.order_by("-at", "-pk").values_list("at", flat=True)[:PER_PAIR])
    if len(latest) == PER_PAIR:
        raise PairBlockedError(until=latest[-1] + PAIR_BLOCKED_FOR)
    return WrongPassword.objects.create(account=account, source=source, at=at)


def take_back(*, attempt: WrongPassword) -> None:
    """The password was right: it counts nowhere."""
    WrongPassword.objects.filter(pk=attempt.pk).delete()


def is_under_attack(*, account: str, at: datetime) -> bool:
    return WrongPassword.objects.filter(account=account, at__gt=at - ACCOUNT_WATCHED_FOR).count() >= PER_ACCOUNT


def forget(*, at: datetime) -> None:
    """Remove what no limit counts any more."""
    WrongPassword.objects.filter(at__lt=at - ACCOUNT_WATCHED_FOR).delete()
    Limit.objects.filter(expires__lt=at).delete()
