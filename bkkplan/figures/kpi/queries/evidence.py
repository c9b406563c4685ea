"""What one unit of a KPI is counted by: the facts that happened and that confirmed, who recorded them and when, the
files, and what is missing and until when. Staff and visitors read the same facts; visitors are told no names.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class EvidenceStep:
    """One fact, or with no day one that is missing; ``until`` is the last day on which it still counts."""

    label: str
    on: date | None
    until: date
    recorded_at: datetime | None = None
    by: str = ""

    @property
    def is_missing(self) -> bool:
        return self.on is None or self.on > self.until


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    name: str
    href: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """One record of the unit: what happened and what confirmed it. An address is empty where the page is not theirs.

    ``note`` says why it does not count although it happened; ``remark`` what else one should know of it.
    """

    title: str
    happened: EvidenceStep
    confirmed: EvidenceStep
    staff_href: str
    public_href: str = ""
    files: tuple[EvidenceFile, ...] = ()
    note: str = ""
    remark: str = ""

    @property
    def counts(self) -> bool:
        return not self.note and not self.happened.is_missing and not self.confirmed.is_missing
