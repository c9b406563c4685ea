"""Two people wrote in one record: both texts, in the shape that the component ``conflict`` shows."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from bkkplan.ground.core.components import Conflict, Difference
from bkkplan.ground.core.wording import thai_time


def conflict_of(
    *,
    mine: Mapping[str, str],
    theirs: Mapping[str, str],
    label: Callable[[str], str],
    text_of: Callable[[str, str], str],
    by: str,
    at: datetime | None,
) -> Conflict:
    """The fields in which the two differ. ``label`` names a field; ``text_of`` is how a person reads a text in it."""
    return Conflict(
        items=tuple(
            Difference(
                label=label(name), yours=text_of(name, mine.get(name, "")), theirs=text_of(name, theirs.get(name, ""))
            )
            for name in {**theirs, **mine}
            if mine.get(name, "") != theirs.get(name, "")
        ),
        other=by or _("เพื่อนร่วมงาน"),
        at=thai_time(at) if at else "",
    )
