from celery import shared_task

from bkkplan.ground.accounts.actions import letters, personal, wrong_passwords
from bkkplan.ground.accounts.enums import Pace
from bkkplan.ground.accounts.models import Letter
from bkkplan.ground.accounts.renderers import render_letter
from bkkplan.ground.core import jobs
from bkkplan.ground.core.clock import now, real_now, today


@shared_task(name="accounts.write_letters", ignore_result=True)
def write_letters(**_: object) -> None:
    """Each minute: what waits for people who are written to at once, and what a mail server did not take before."""
    letters.write_letters(pace=Pace.AT_ONCE, on=today(), at=now())
    letters.try_letters_again(real_at=real_now())


@shared_task(name="accounts.write_digests", ignore_result=True)
def write_digests(**_: object) -> None:
    letters.write_letters(pace=Pace.DAILY, on=today(), at=now())


@shared_task(name=Letter.task_name)
def send_letter(*, job_id: int, **_: object) -> None:
    jobs.serve(Letter, job_id, _send)


def _send(claim: jobs.Claim) -> None:
    letters.send_letter(claim, render=render_letter, on=today(), at=now(), real_at=real_now())


@shared_task(name="accounts.forget_wrong_passwords", ignore_result=True)
def forget_wrong_passwords(**_: object) -> None:
    wrong_passwords.forget(at=real_now())


@shared_task(name="accounts.tidy")
def tidy(**_: object) -> None:
    """Run each night; see docs/operations.md, What runs by the clock."""
    personal.tidy(on=today(), at=now(), real_at=real_now())
