"""The file that proves on which earlier day a district confirmed a plan."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.cleaning.at_once import fit_to_show
from bkkplan.ground.core.files import deleted_on_commit, removed_on_failure
from bkkplan.ground.core.formfields import in_words
from bkkplan.ground.core.past_day import PastDay, PastDayError
from bkkplan.ground.core.thai import NotUnderstoodError
from communities.models import ConfirmationProof, PlanRevision


def keep_proof(revision: PlanRevision, past: PastDay, *, by: User, at: datetime) -> str:
    """Keep why the confirmation is entered late, and its file; return the file's checksum. The caller holds the lock.

    Raises PastDayError for a file that cannot be kept.
    """
    try:
        content = fit_to_show(past.proof, past.kind)
    except NotUnderstoodError as error:
        raise PastDayError(in_words(error), field="proof") from error
    proof = ConfirmationProof(
        revision=revision,
        reason=past.reason,
        original_name=(past.proof.name or "")[-255:],
        content_type=past.kind.mime,
        sha256=hashlib.sha256(content).hexdigest(),
        at=at,
        by=by,
    )
    with removed_on_failure() as keep:
        keep(proof.file, f"{proof.uuid.hex}{past.kind.extensions[0]}", content)
        proof.save(force_insert=True)
    return proof.sha256


def destroy_proofs(*, target_ids: Sequence[int]) -> int:
    """Delete these files after the caller's transaction commits; day, reason and name stay. Return how many."""
    proofs = ConfirmationProof.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=target_ids)
    destroyed = deleted_on_commit(proofs.exclude(file=""))
    ConfirmationProof.objects.filter(pk__in=target_ids).update(file="")
    return destroyed
