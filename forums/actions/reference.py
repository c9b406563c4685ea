"""The sectors by which the participants of a forum are counted."""

from datetime import datetime

from bkkplan.ground.audit.reference import Loaded, load_rows
from bkkplan.ground.core.reference import read_csv
from forums.models import ParticipantSector


def load_reference(*, at: datetime) -> dict[str, Loaded]:
    rows = read_csv("forums", "participant_sectors.csv")
    return {"forums.sector": load_rows(ParticipantSector, rows, key=("code",), at=at)}
