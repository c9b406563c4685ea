"""Papers on their way, for the page งานของฉัน of those who have them and of those who wait for them."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.permissions import districts_on_duty
from bkkplan.ground.core.pages.todo import Todo
from bkkplan.ground.core.people import Person, hands_of, own_districts
from bkkplan.ground.core.questions.together import asks_first, later
from bkkplan.ground.routes.models import Passage, Stop
from bkkplan.ground.routes.queries.kinds import RoutedPaper, kind_called, kinds
from bkkplan.ground.routes.queries.passages import Fillers, by_role, fillers_in, passages_in, way_out

PATIENCE = timedelta(days=7)


def todos_for(user: Person, *, on: date) -> list[Todo]:
    """What waits at the stops of this person's districts; what waits at another's stop comes last."""
    return list(ask_todos(user, on=on))


@asks_first
def ask_todos(user: Person, *, on: date) -> Iterator[Todo | None]:
    """The same, asked with what other subjects ask."""
    by_duty = {kind.duty: districts_on_duty(user, kind.duty) for kind in kinds()}
    mine = set().union(*by_duty.values())
    if not mine:
        return
    passages = [
        passage
        for passage in passages_in(frozenset(mine))
        if passage.office.district_id in by_duty[kind_called(passage.kind).duty]
    ]
    by_kind: dict[str, list[int]] = defaultdict(list)
    for passage in passages:
        by_kind[passage.kind].append(passage.paper)
    papers = {kind: kind_called(kind).papers(ids) for kind, ids in by_kind.items()}
    held = {
        duty: later(fillers_in(districts=mine, duty=duty, on=on))
        for duty in {kind_called(kind).duty for kind in by_kind}
    }
    yield None
    fillers = {duty: by_role(mine, assignments) for duty, assignments in held.items()}
    todos = []
    for passage in passages:
        stop, paper = passage.waits_at, papers[passage.kind].get(passage.paper)
        if stop and paper:
            of_duty = fillers[kind_called(passage.kind).duty]
            todos.append(_todo(passage, stop, paper, of_duty[passage.office.district_id or 0], user=user, on=on))
    yield from sorted(todos, key=lambda todo: (todo.is_waiting_for_others, todo.due_on, todo.text))


def _todo(passage: Passage, stop: Stop, paper: RoutedPaper, fillers: Fillers, *, user: Person, on: date) -> Todo:
    district = passage.office.district_id or 0
    behind_it = {passage.handed_in_by_id, passage.handed_in_through_id}
    is_last = stop == passage.ladder[-1]
    is_empty = all(person.pk in behind_it for person in fillers[stop.as_role])
    directs = district in own_districts(user, Role.DISTRICT_DIRECTOR)
    is_mine = not behind_it & hands_of(user) and (
        user.pk in {person.pk for person in fillers[stop.as_role]} or (directs and (is_empty or is_last))
    )
    if is_empty:
        act = _("ไม่มี%(role)s %(way_out)s") % {"role": stop, "way_out": way_out(stop)}
    elif is_mine:
        act = str(kind_called(passage.kind).last_act) if is_last else _("เห็นชอบ ส่งต่อ")
    else:
        act = _("รอ%(role)sพิจารณา") % {"role": stop}
    since = max([passage.handed_in_on, *(each.passed_on for each in passage.ladder if each.passed_on)])
    here = paper.decide_url if is_last else reverse("routes:pass", args=[passage.pk])
    return Todo.on(
        on,
        text=f"{act} · {paper.title}",
        due_on=since + PATIENCE,
        url=here if is_mine else paper.url,
        is_waiting_for_others=not is_mine,
        decides=is_mine,
    )
