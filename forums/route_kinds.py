"""What may go up a route here: the results of a forum, on their way to the public."""

from collections.abc import Collection
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy

from bkkplan.ground.accounts.enums import Duty, Role
from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.rows.basis import Basis
from bkkplan.ground.routes.queries.kinds import PaperKind, RoutedPaper, register
from districts.models import District
from forums.actions.lock import take
from forums.actions.results import give_back
from forums.enums import RESULTS_PAPER, ForumState
from forums.models import Forum
from forums.queries.readiness import basis_of_results


def papers(ids: Collection[int]) -> dict[int, RoutedPaper]:
    forums = Forum.objects.filter(pk__in=ids).select_related("district")
    return {
        forum.pk: RoutedPaper(
            title=f"{forum} · {forum.district}",
            url=forum.get_absolute_url(),
            decide_url=reverse("forums:publish", args=[forum.pk]),
        )
        for forum in forums
    }


def always_last(district: District) -> Role | None:
    return Role.DISTRICT_DIRECTOR if district.publishing_needs_director else None


def basis(paper: int) -> Basis:
    return basis_of_results(Forum.objects.select_related("district").get(pk=paper))


def lock(paper: int, *, by: User) -> None:
    take(paper, by=by, permission="forums.change_forum", during=[ForumState.RECORDED])


def send_back(paper: int, *, reason: str, by: User, at: datetime, on: date) -> None:
    give_back(Forum.objects.select_related("district").get(pk=paper), reason=reason, by=by, at=at)


register(
    PaperKind(
        code=RESULTS_PAPER,
        place=20,
        title=gettext_lazy("เผยแพร่ผลเวที"),
        last_act=gettext_lazy("ตรวจและเผยแพร่"),
        duty=Duty.FORUMS,
        always_last=always_last,
        papers=papers,
        basis=basis,
        lock=lock,
        send_back=send_back,
    )
)
