"""What the district's office keeps when it enters a plan for a committee: who wrote, and the record of the meeting."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.files.evidence import FileKind
from bkkplan.ground.core.forms.kept_files import keep_files
from communities.actions.errors import NotKeptError, RecordNeededError
from communities.enums import AdoptionMethod
from communities.models import MeetingRecord, OfficeWriter, PlanRevision
from communities.permissions import acts_for_the_committee


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """What an edition from paper is submitted with. ``kind`` is what the content of ``scan`` is.

    Without a ``scan`` the record that was handed in with this edition before counts.
    """

    adopted_on: date
    method: AdoptionMethod | str
    scan: "UploadedFile[bytes] | None" = None
    kind: FileKind | None = None


def note_writer(revision: PlanRevision, *, by: User, at: datetime) -> None:
    """Remember that the person writes in the edition in the committee's place. The caller holds the edition's lock."""
    OfficeWriter.objects.get_or_create(revision=revision, by=by, through=by.entered_through, defaults={"at": at})


def note_if_for_the_committee(revision: PlanRevision, *, by: User, at: datetime) -> None:
    """`note_writer` if the person writes in the committee's place; a member of the committee is not noted."""
    if acts_for_the_committee(by, revision.plan.community_id):
        note_writer(revision, by=by, at=at)


def keep_record(revision: PlanRevision, paper: PaperRecord, *, by: User, at: datetime) -> str:
    """Keep the scanned record of the meeting, and return its checksum. The caller holds the lock.

    Raises RecordNeededError if none was ever handed in with the edition, NotKeptError for a file that cannot be kept.
    """
    if paper.scan is None or paper.kind is None:
        earlier = revision.meeting_records.order_by("-pk").first()
        if earlier is None:
            raise RecordNeededError
        return str(earlier.sha256)
    uploads = [(paper.scan, paper.kind)]
    (record,) = keep_files(uploads, MeetingRecord, refusal=NotKeptError, revision=revision, at=at, by=by)
    return record.sha256
