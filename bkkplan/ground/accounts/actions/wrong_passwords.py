"""Limits on logging in. Only wrong passwords count. Counts are in the database, so a lost cache opens nothing.

PER_PAIR wrong passwords block a pair of account and source for PAIR_BLOCKED_FOR. The account itself is never blocked,
or anybody could lock its owner out. PER_ACCOUNT wrong passwords in a day make browsers in which the account was never
opened show a second proof.
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
    """Count an attempt as wrong before the password is checked; `take_back` removes the count if it was right.

    Raises PairBlockedError.

    If attempts were counted afterwards, a hundred attempts at the same time would all pass.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"log-in {account} {source}"])
    pair = WrongPassword.objects.filter(account=account, source=source, at__gt=at - PAIR_BLOCKED_FOR)
    latest = list(pair.order_by("-at", "-pk").values_list("at", flat=True)[:PER_PAIR])
    if len(latest) == PER_PAIR:
        raise PairBlockedError(until=latest[-1] + PAIR_BLOCKED_FOR)
    return WrongPassword.objects.create(account=account, source=source, at=at)


def take_back(*, attempt: WrongPassword) -> None:
    """Remove the count of an attempt whose password was right."""
    WrongPassword.objects.filter(pk=attempt.pk).delete()


def is_under_attack(*, account: str, at: datetime) -> bool:
    return WrongPassword.objects.filter(account=account, at__gt=at - ACCOUNT_WATCHED_FOR).count() >= PER_ACCOUNT


def forget(*, at: datetime) -> None:
    """Remove counts that no limit needs any more."""
    WrongPassword.objects.filter(at__lt=at - ACCOUNT_WATCHED_FOR).delete()
    Limit.objects.filter(expires__lt=at).delete()
