"""The file that proves on which earlier day a district confirmed a plan."""

from datetime import datetime
from functools import partial

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.forms.kept_files import keep_files
from bkkplan.ground.core.forms.past_day import PastDay, PastDayError
from communities.models import ConfirmationProof, PlanRevision


def keep_proof(revision: PlanRevision, past: PastDay, *, by: User, at: datetime) -> str:
    """Keep why the confirmation is entered late, and its file; return the file's checksum. The caller holds the lock.

    Raises PastDayError for a file that cannot be kept.
    """
    refusal = partial(PastDayError, field="proof")
    uploads = [(past.proof, past.kind)]
    (proof,) = keep_files(
        uploads, ConfirmationProof, refusal=refusal, revision=revision, reason=past.reason, at=at, by=by
    )
    return proof.sha256
