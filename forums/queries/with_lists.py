"""A forum with the lists of its page, by one question."""

from django.db.models import OuterRef, QuerySet

from bkkplan.ground.core.questions.with_rows import with_rows
from forums.models import AgendaItem, Attendance, Forum, ForumSession, Postponement

ITS = OuterRef("pk")


def with_lists(forums: QuerySet[Forum]) -> QuerySet[Forum]:
    """The forums, each loaded in one query with its sessions, attendance by sector, agenda and postponements."""
    return with_rows(
        forums,
        sessions=ForumSession.objects.filter(forum=ITS),
        attendance=Attendance.objects.filter(forum=ITS).select_related("sector"),
        agenda=AgendaItem.objects.filter(forum=ITS).order_by("part", "pk"),
        postponements=Postponement.objects.filter(forum=ITS).order_by("at", "pk"),
    )
