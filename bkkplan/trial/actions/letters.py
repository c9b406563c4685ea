"""What the strategy office reminded the offices of today, and the e-mails that tell of it and of the rest."""

from datetime import timedelta

from bkkplan.ground.accounts.actions.letters import choose_letters, note_bounce, write_letters
from bkkplan.ground.accounts.enums import Pace
from bkkplan.ground.years.actions.reminders import remind
from bkkplan.ground.years.models import DueDay
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.builders.staff import Staff
from bkkplan.trial.builders.story import SHOWCASE, THIS_YEAR, TODAY

REFUSED = "550 5.1.1 mailbox unavailable"


def write_to_people(crew: Staff) -> None:
    """One officer is written to at once, one has an address that does not reach; the others get the digest."""
    at = Dice("letters").moment(TODAY)
    first, second = (crew.officer(code) for code in SHOWCASE[:2])
    choose_letters(user=first, pace=Pace.AT_ONCE, by=first, at=at - timedelta(days=20))
    note_bounce(address=second.email, reason=REFUSED, on=TODAY, at=at - timedelta(hours=2))
    step = DueDay.objects.get(planned__fiscal_year=THIS_YEAR.be, code="quarter_3")
    words = "เขตที่ยังไม่เผยแพร่ผลเวที"
    remind(step_id=step.pk, measure="hearing", words=words, on=TODAY, by=crew.strategy, at=at - timedelta(hours=1))
    for pace in (Pace.AT_ONCE, Pace.DAILY):
        write_letters(pace=pace, on=TODAY, at=at)
