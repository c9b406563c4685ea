"""The sectors by which the participants of a forum are counted, and the bodies that take part in forums."""

from datetime import datetime

from bkkplan.ground.audit.reference import Loaded, load_rows
from bkkplan.ground.core.reference import read_csv
from forums.models import Body, ParticipantSector


def load_reference(*, at: datetime) -> dict[str, Loaded]:
    sectors = read_csv("forums", "participant_sectors.csv")
    bodies = read_csv("forums", "bodies.csv")
    return {
        "forums.sector": load_rows(ParticipantSector, sectors, key=("code",), at=at),
        # People set the days of validity in the back office.
        "forums.body": load_rows(Body, bodies, key=("code",), at=at, is_only_a_start=True),
    }
