from typing import Any

from celery import shared_task

from bkkplan.ground.accounts.actions import wrong_passwords
from bkkplan.ground.core.clock import real_now


@shared_task(name="accounts.forget_wrong_passwords", ignore_result=True)
def forget_wrong_passwords(**_: Any) -> None:
    wrong_passwords.forget(at=real_now())
