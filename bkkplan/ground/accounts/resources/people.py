"""What rows of a list of people would do: whose each is, and whether it makes an account or gives a role."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db.models import Prefetch
from django.db.models.functions import Lower

from bkkplan.ground.accounts.actions.lists import WantedRole
from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import Assignment, Section, User
from bkkplan.ground.accounts.resources import cells
from bkkplan.ground.accounts.resources.usernames import username_for
from bkkplan.ground.core.forms.fields import in_words
from bkkplan.ground.core.thai import NotUnderstoodError
from bkkplan.ground.core.thai.errors import N_
from bkkplan.ground.core.thai.names import name_key

ALL_YEARS = N_("ผู้นี้ตรวจที่นี่ทุกปีอยู่แล้ว สิ้นสุดบทบาทนั้นก่อน")
NEW = "new"
R = TypeVar("R")


@dataclass(slots=True)
class HeldRole:
    """A role that a person holds, or that a row gives; ``row`` is 0 for one held before."""

    role: str
    place: str
    starts_on: date
    ends_on: date | None
    years: tuple[int, int] | None
    acting: str = ""
    sections: frozenset[str] = frozenset()
    row: int = 0

    def shares_a_day_with(self, other: "HeldRole") -> bool:
        is_same = (self.role, self.place) == (other.role, other.place)
        begins_before_end = self.ends_on is None or self.ends_on > other.starts_on
        return is_same and begins_before_end and (other.ends_on is None or other.ends_on > self.starts_on)


@dataclass(slots=True, kw_only=True)
class PersonRow(WantedRole):
    """One row: a person and a role. It ``does`` is new, role, same, ask or wrong.

    ``answer`` is whose row it is as somebody said it: a person, or "new"; ``choices`` has what may be said, each with
    the name of the person.
    """

    number: int
    answer: str = ""
    does: str = ""
    choices: list[tuple[str, str]] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)  # the column's key, the sentence
    held: HeldRole | None = None  # the role that is held already, where the row does the same

    def refuse(self, column: str, error: NotUnderstoodError) -> None:
        self.errors.append((column, in_words(error)))
        self.does = "wrong"

    def take(self, column: str, read: Callable[[], R], otherwise: R) -> R:
        try:
            return read()
        except NotUnderstoodError as error:
            self.refuse(column, error)
            return otherwise

    @property
    def place_code(self) -> str:
        return self.place.code if self.place else ""


class Judge:
    """Takes the rows one after another. All that is known before is loaded once, however long the list is."""

    def __init__(self, on: date) -> None:
        self.on = on
        users = User.objects.annotate(lower=Lower("email")).order_by("pk")
        self.users: dict[int, User] = {user.pk: user for user in users}
        self.by_email = {user.lower: user for user in self.users.values() if user.email}  # type: ignore[attr-defined]
        self.by_username = {user.username.lower(): user for user in self.users.values()}
        self.by_name: dict[str, list[User]] = defaultdict(list)
        for user in self.users.values():
            if user.is_active:
                self.by_name[name_key(user.full_name)].append(user)
        # What each person holds, by the person as a row names it.
        self.held: dict[str, list[HeldRole]] = defaultdict(list)
        for role in roles_not_ended(on):
            self.held[f"user:{role.user_id}"].append(held_as(role))
        self.sections: dict[str, dict[str, str]] = defaultdict(dict)
        for section in Section.objects.in_use().select_related("office__district").order_by("position", "pk"):
            place_of = section.office.district or section.office
            self.sections[place_of.code][cells.section_key(section.name)] = section.name
        self.taken = set(self.by_username)
        self.named: dict[str, list[PersonRow]] = defaultdict(list)  # the rows so far, by name
        self.new_rows: list[PersonRow] = []

    def take(self, row: PersonRow, texts: Mapping[str, str]) -> None:
        """Decide what a row does. ``texts`` has its sections and years as they were written."""
        self._check(row, texts)
        if not row.errors:
            self._find_person(row)

    def _check(self, row: PersonRow, texts: Mapping[str, str]) -> None:
        row.take("place", lambda: cells.check_place(row.place, row.role), None)
        there = self.sections[row.place_code]
        row.sections = row.take("sections", lambda: cells.read_sections(texts.get("sections", ""), there), [])
        row.years = row.take("years", lambda: cells.read_years(texts.get("years", ""), row.role), None)
        if row.role == Role.AUDITOR and row.ends_on is None:
            row.refuse("ends_on", NotUnderstoodError(N_("ผู้ตรวจสอบต้องมีวันสิ้นสุด")))
        starts_on = row.starts_on or self.on
        if row.ends_on is not None and row.ends_on <= max(starts_on, self.on):
            sentence = N_("วันสิ้นสุดต้องอยู่หลังวันเริ่ม") if row.ends_on <= starts_on else N_("วันสิ้นสุดผ่านมาแล้ว")
            row.refuse("ends_on", NotUnderstoodError(sentence))

    def _find_person(self, row: PersonRow) -> None:
        """Decide whose row it is: of a person with an account, of the person of an earlier row, or of a new person.

        Where names are alike and nobody has answered yet, the row asks.
        """
        owner = self._owner_of(row)
        if owner is None:
            return
        above = self.named[name_key(row.name)]
        if not owner and (choices := self._choices(row, above)):
            row.choices = [*choices, (NEW, row.name)]
            open_to = {NEW, *(value for value, _name in choices), *(f"row:{other.number}" for other in above)}
            owner = row.answer = row.answer if row.answer in open_to else self._who_has_it_already(row, choices)
            if owner.startswith("row:"):  # whoever that row turns out to be
                owner = next(other.person for other in above if owner == f"row:{other.number}")
            if not owner:
                row.does = "ask"
        above.append(row)
        if row.does == "ask":
            return
        if owner in ("", NEW):
            row.does, row.person = "new", f"row:{row.number}"
            row.username = row.username or username_for(row.name, taken=self.taken)
            self.taken.add(row.username)
            self.new_rows.append(row)
        else:
            row.does, row.person = "role", owner
        self._hold(row)

    def _owner_of(self, row: PersonRow) -> str | None:
        """The person whose user name or e-mail stands in the row; "" if neither tells, None if it is refused."""
        found = ""
        for column, word, users in (
            ("username", row.username.lower(), self.by_username),
            ("email", row.email.lower(), self.by_email),
        ):
            if not word:
                continue
            user: User | None = users.get(word)
            if user is not None:
                same = name_key(user.full_name) == name_key(row.name)
                if not same or not user.is_active:
                    sentence = N_("เป็นของ %(name)s (%(username)s) อยู่แล้ว") if not same else N_("บัญชีของผู้นี้ปิดแล้ว")
                    row.refuse(column, NotUnderstoodError(sentence, name=user.full_name, username=user.username))
                    return None
                found = found or f"user:{user.pk}"
                continue
            above = [other for other in self.new_rows if getattr(other, column).lower() == word]
            if above and name_key(above[0].name) != name_key(row.name):
                row.refuse(column, NotUnderstoodError(N_("ซ้ำกับแถวที่ %(row)s ซึ่งเป็นชื่ออื่น"), row=above[0].number))
                return None
            if above:
                found = found or f"row:{above[0].number}"
        return found

    def _choices(self, row: PersonRow, above: list[PersonRow]) -> list[tuple[str, str]]:
        """Everybody of the same name: those with an account, and rows above that are, or may be, new people."""
        known = [
            (f"user:{user.pk}", _called(user.full_name, user.username)) for user in self.by_name[name_key(row.name)]
        ]
        return known + [
            (f"row:{other.number}", _called(other.name, other.username))
            for other in above
            if other.person in ("", f"row:{other.number}")
        ]

    def _who_has_it_already(self, row: PersonRow, choices: list[tuple[str, str]]) -> str:
        """The one person of that name who holds this role here, so that a list that comes twice asks nothing.

        Empty where nobody or several do, and where the row names an account that is not there yet.
        """
        if row.email or row.username:
            return ""
        span = self._span(row)
        have = [who for who, _name in choices if any(h.shares_a_day_with(span) and not h.row for h in self.held[who])]
        return have[0] if len(have) == 1 else ""

    def _span(self, row: PersonRow) -> HeldRole:
        starts_on = row.starts_on or self.on
        return HeldRole(row.role, row.place_code, starts_on, row.ends_on, row.years, row=row.number)

    def _hold(self, row: PersonRow) -> None:
        """Refuse a role that a row above gives already; a role that an account has already is left as it is."""
        span = self._span(row)
        for held in self.held[row.person]:
            if not held.shares_a_day_with(span):
                continue
            if held.row:
                sentence = N_("แถวที่ %(row)s ให้บทบาทนี้แก่ผู้นี้แล้ว ลบแถวใดแถวหนึ่ง")
                row.refuse("role", NotUnderstoodError(sentence, row=held.row))
            elif held.years != span.years:
                years = "–".join(map(str, held.years or ()))
                sentence = N_("ผู้นี้ตรวจที่นี่อยู่แล้ว ปี %(years)s สิ้นสุดบทบาทนั้นก่อน") if years else ALL_YEARS
                row.refuse("years", NotUnderstoodError(sentence, years=years))
            else:
                row.does, row.held = "same", held
            return
        self.held[row.person].append(span)

    def differing(self, row: PersonRow) -> list[str]:
        """The columns in which a row that does the same says something else than what is so; an empty cell says
        nothing.
        """
        held = row.held
        if held is None:
            return []
        user = self.users[int(row.person.removeprefix("user:"))]
        says = {
            "email": row.email and row.email.lower() != user.email.lower(),
            "username": row.username and row.username.lower() != user.username.lower(),
            "sections": row.sections and set(row.sections) != held.sections,
            "acting": row.acting and not held.acting,
            "starts_on": row.starts_on and row.starts_on != held.starts_on,
            "ends_on": row.ends_on and row.ends_on != held.ends_on,
        }
        return [column for column, differs in says.items() if differs]


def roles_not_ended(on: date) -> list[Assignment]:
    """The roles of today and of later, with their people, places and sections in use."""
    sections = Prefetch("sections", queryset=Section.objects.in_use().order_by("position", "pk"))
    roles = Assignment.objects.not_ended(on).select_related("user", "district", "bureau")
    return list(roles.prefetch_related(sections).order_by("pk"))


def held_as(role: Assignment) -> HeldRole:
    """What a role is in a list of people."""
    years = (role.first_year, role.last_year) if role.first_year and role.last_year else None
    sections = frozenset(section.name for section in role.sections.all())
    place = role.place.code if role.place else ""
    return HeldRole(role.role, place, role.starts_on, role.ends_on, years, role.acting, sections)


def _called(name: str, username: str) -> str:
    return f"{name} ({username})" if username else name
