"""Where a paper stands on its route, who fills a stop today, and why a person may not act there."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext as _

from bkkplan.ground.accounts.enums import Duty, Role
from bkkplan.ground.accounts.models import Assignment, Section, User
from bkkplan.ground.accounts.queries import NAMES_SHOWN, assignments_in, hands_full_of
from bkkplan.ground.core.people import hands_of, own_districts
from bkkplan.ground.core.questions.asking import asked_once
from bkkplan.ground.core.questions.together import first_of, later
from bkkplan.ground.core.questions.with_rows import with_rows
from bkkplan.ground.core.questions.written_once import written_once
from bkkplan.ground.routes.enums import LADDER
from bkkplan.ground.routes.models import Passage, PassageQuerySet, Route, Stop
from bkkplan.ground.routes.queries.kinds import kind_called, kinds
from districts.models import District

Fillers = Mapping[Role, tuple[User, ...]]


def who_fills(kind: str, district: int, *, on: date) -> Fillers:
    """Who fills each stop of a district's route on a day: the section head is one of a section that is in charge.

    An empty tuple where nobody does.
    """
    return who_fills_in([district], duty=kind_called(kind).duty, on=on)[district]


def who_fills_in(districts: Collection[int], *, duty: Duty, on: date) -> dict[int, Fillers]:
    """Who fills each stop of the routes of these districts on a day, by district, for papers of this duty."""
    return by_role(districts, fillers_in(districts=districts, duty=duty, on=on))


@written_once
def fillers_in(*, districts: Collection[int], duty: Duty, on: date) -> QuerySet[Assignment]:
    """The roles by which somebody fills a stop in these districts on a day."""
    held = assignments_in(districts, on=on, roles=LADDER, duty=duty)
    return held.select_related("user").order_by("user__full_name", "user")


def by_role(districts: Collection[int], held: Iterable[Assignment]) -> dict[int, Fillers]:
    """Who fills each stop, by district."""
    found: dict[int, dict[Role, dict[int, User]]] = {place: {role: {} for role in LADDER} for place in districts}
    for assignment in held:
        if assignment.district_id is not None:
            found[assignment.district_id][Role(assignment.role)][assignment.user_id] = assignment.user
    return {
        place: {role: tuple(people.values()) for role, people in by_role.items()} for place, by_role in found.items()
    }


def fillers_of(passage: Passage, *, on: date) -> Fillers:
    return who_fills(passage.kind, passage.office.district_id or 0, on=on)


def roles_of(kind: str, district: District) -> tuple[Role, ...]:
    """The stops of a paper that is handed in now. Empty where no route is set: the paper goes as it always did."""
    return _roles_by(kind, district, routes_set(kind, district.pk))


@asked_once
def routes_set(kind: str, district: int) -> Sequence[Route]:
    """The route of a kind of paper in a district, where one is set."""
    return later(Route.objects.filter(office__district=district, kind=kind).order_by("pk"))


def first_stop(kind: str, district: District) -> Role | None:
    """Whom a paper that is handed in now waits for first; None where there is no route and any colleague decides."""
    roles = roles_of(kind, district)
    return roles[0] if roles else kind_called(kind).always_last(district)


def routes_of(district: District) -> dict[str, tuple[Role, ...]]:
    """The stops of each kind of paper that has a route in the district, by kind."""
    by_kind: dict[str, list[Route]] = defaultdict(list)
    for route in Route.objects.filter(office__district=district).order_by("pk"):
        by_kind[route.kind].append(route)
    return {kind: _roles_by(kind, district, rows) for kind, rows in by_kind.items()}


def _roles_by(kind: str, district: District, rows: Iterable[Route]) -> tuple[Role, ...]:
    chosen = {Role(role) for route in rows for role in route.roles}
    always = kind_called(kind).always_last(district)
    if not chosen - {always}:
        return ()
    return tuple(role for role in LADDER if role in chosen or role == always)


def passage_under_way(kind: str, paper: int) -> Passage | None:
    passage = last_passage(kind, paper)
    return passage if passage and passage.is_under_way else None


def last_passage(kind: str, paper: int) -> Passage | None:
    """The newest round of the paper, whether it has ended or not."""
    return first_of(newest_passages(kind, paper))


@asked_once
def newest_passages(kind: str, paper: int) -> Sequence[Passage]:
    return later(_with_all().filter(kind=kind, paper=paper).order_by("-pk")[:1])


def papers_under_way(kind: str, districts: Collection[int]) -> set[int]:
    """The ids of the papers of these districts that are on their way: the queue of routes has them."""
    return {passage.paper for passage in passages_in(frozenset(districts)) if passage.kind == kind}


@asked_once
def passages_in(districts: frozenset[int]) -> tuple[Passage, ...]:
    """What is on its way in the offices of these districts, with its office and its stops."""
    return tuple(_under_way(districts=districts))


@written_once
def _under_way(*, districts: Collection[int]) -> QuerySet[Passage]:
    rows = Passage.objects.under_way().filter(office__district__in=districts)
    stops = Stop.objects.filter(passage=OuterRef("pk"))
    return with_rows(rows.select_related("office__district").order_by("pk"), stops=stops)


def _with_all() -> PassageQuerySet:
    return Passage.objects.select_related("office__district", "handed_in_by", "ended_by").prefetch_related(
        "stops__passed_by"
    )


def why_not_here(passage: Passage, stop: Stop, *, by: User, on: date) -> str:
    """The sentence that says why ``by`` may not act at the stop, and who may; "" if ``by`` may.

    The director acts in place of a role that nobody else fills today.
    """
    behind_it = {passage.handed_in_by_id, passage.handed_in_through_id} - {None}
    if behind_it & hands_of(by):
        return _("ผู้ที่เสนอเรื่องเห็นชอบหรือตัดสินเรื่องของตนเองไม่ได้ รวมทั้งผ่านลิงก์เข้าระบบที่ตนออก")
    district = passage.office.district_id or 0
    people = [person for person in fillers_of(passage, on=on)[stop.as_role] if person.pk not in behind_it]
    if by.pk in {person.pk for person in people}:
        return ""
    if district in own_districts(by, Role.DISTRICT_DIRECTOR) and (not people or stop == passage.ladder[-1]):
        return ""
    if not people:
        return _("เรื่องนี้รอ%(role)s ซึ่งวันนี้ไม่มีผู้ดำรงตำแหน่ง %(way_out)s") % {"role": stop, "way_out": way_out(stop)}
    return _("เรื่องนี้รอ%(role)s (%(people)s)") % {"role": stop, "people": names_of(people)}


def way_out(stop: Stop) -> str:
    """What is to be done where nobody fills the stop at which a paper waits."""
    if stop.as_role == Role.DISTRICT_DIRECTOR:
        return _("ให้ผู้ดูแลระบบตั้งผู้รักษาราชการแทนผู้อำนวยการเขต")
    return _("ผู้อำนวยการเขตทำแทนได้")


def why_not_decided(passage: Passage | None, *, by: User, on: date) -> str:
    """Why the paper can't be decided by ``by`` as far as its route goes; "" for a paper that is on none."""
    stop = passage.waits_at if passage else None
    if passage is None or stop is None:
        return ""
    if stop != passage.ladder[-1]:
        people = fillers_of(passage, on=on)[stop.as_role]
        waiting = f"{stop} ({names_of(people)})" if people else str(stop)
        return _("เรื่องนี้ยังรอ%(role)sเห็นชอบก่อน") % {"role": waiting}
    return why_not_here(passage, stop, by=by, on=on)


def why_not_the_same(passage: Passage, digest: str) -> str:
    """Passes hold for the content that was passed. The sentence if the content is another now; "" if it is the same."""
    passed = [stop for stop in passage.ladder if stop.passed_on and stop.seen_as != digest]
    if not passed:
        return ""
    return _("เนื้อหาเปลี่ยนไปหลังจากที่ %(people)s เห็นชอบ ความเห็นชอบนั้นจึงใช้ไม่ได้ ให้ส่งกลับเพื่อเสนอใหม่") % {
        "people": names_of([stop.passed_by for stop in passed if stop.passed_by])
    }


def names_of(people: Collection[User]) -> str:
    return ", ".join(str(person) for person in list(people)[:NAMES_SHOWN])


def waits_for_its_head(section: Section) -> str:
    codes = [kind.code for kind in kinds() if kind.duty in section.duties]
    rows = Passage.objects.under_way().filter(office=section.office_id, kind__in=codes).prefetch_related("stops")
    n = sum(row.waits_at is not None and row.waits_at.as_role == Role.SECTION_HEAD for row in rows)
    return _("เรื่องที่รอหัวหน้าฝ่าย %(n)s เรื่อง") % {"n": n} if n else ""


hands_full_of.append(waits_for_its_head)
