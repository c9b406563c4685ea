from celery import shared_task

from bkkplan.ground.accounts.actions import personal, wrong_passwords
from bkkplan.ground.core.clock import now, real_now, today


@shared_task(name="accounts.forget_wrong_passwords", ignore_result=True)
def forget_wrong_passwords(**_: object) -> None:
    wrong_passwords.forget(at=real_now())


@shared_task(name="accounts.tidy")
def tidy(**_: object) -> None:
    """Run each night; see docs/operations.md, What runs by the clock."""
    personal.tidy(on=today(), at=now(), real_at=real_now())
