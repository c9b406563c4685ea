"""Reading the log. The answers are plain values: a page asks the database nothing more."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models.functions import Cast
from django.utils import timezone

from bkkplan.ground.audit.models import Entry, EntryQuerySet
from bkkplan.ground.audit.sentences import act_in_words, thing_of, things
from bkkplan.ground.core.people import Person


@dataclass(frozen=True, slots=True)
class LoggedAct:
    verb: str
    at: datetime
    actor: str
    hat: str
    target: str
    before: dict[str, object]
    after: dict[str, object]
    details: dict[str, object]

    @property
    def act(self) -> str:
        """What was done, in words, without the name of the thing."""
        return act_in_words(self.verb)


def history_of(*targets: models.Model, limit: int = 200) -> tuple[LoggedAct, ...]:
    """What was done to these rows, the newest first. The caller checks whether the reader may see it."""
    rows = Entry.objects.about(*targets).order_by("-at", "-pk")[:limit]
    return tuple(
        LoggedAct(
            verb=row.verb,
            at=row.at,
            actor=row.actor_label,
            hat=row.hat,
            target=row.target_label,
            before=row.before or {},
            after=row.after or {},
            details=row.details,
        )
        for row in rows
    )


def entries_seen(
    reader: Person,
    *,
    first: date | None = None,
    last: date | None = None,
    district: models.Model | None = None,
    person: str = "",
    words: str = "",
    kind: str = "",
) -> EntryQuerySet:
    """The lines that a reader may see, the newest first.

    ``kind`` is a verb, or a model's label for everything that was done to such things.
    """
    found = Entry.objects.visible_to(reader)
    if first:
        found = found.filter(at__gte=_midnight(first))
    if last:
        found = found.filter(at__lt=_midnight(last + timedelta(days=1)))
    if district:
        found = found.filter(_in_district(district))
    if person:
        found = found.filter(actor_label__icontains=person)
    if words:
        found = found.filter(target_label__icontains=words)
    if kind:
        found = found.filter(target_type=kind) if thing_of(kind) else found.filter(verb=kind)
    return found.order_by("-at", "-pk")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _in_district(district: models.Model) -> models.Q:
    """Lines of the log about rows of a district, and lines that name the district.

    Lines about a deleted row are found only if they name the district themselves.
    """
    found = models.Q(details__district=getattr(district, "code", None))
    for thing in things():
        if thing.district:
            theirs = thing.model._base_manager.filter(**{thing.district: district.pk})
            keys = theirs.annotate(key=Cast("pk", models.CharField())).values("key")
            found |= models.Q(target_type=thing.label, target_id__in=keys)
    return found
