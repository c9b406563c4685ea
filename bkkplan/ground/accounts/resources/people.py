"""A list of people with their roles: what it would do. Nothing is written here; `actions.lists` does that."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models.functions import Lower

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import Assignment, Section, User
from bkkplan.ground.accounts.resources import cells
from bkkplan.ground.accounts.resources.usernames import username_for
from bkkplan.ground.core.tables import CellError, open_list, read_list, refused
from bkkplan.ground.core.thai import NotUnderstoodError
from bkkplan.ground.core.thai.errors import N_
from bkkplan.ground.core.thai.names import name_key
from districts.models import District, Office

COLUMNS, MOST_PEOPLE = cells.COLUMNS, cells.MOST_PEOPLE
ALL_YEARS = N_("ผู้นี้ตรวจที่นี่ทุกปีอยู่แล้ว สิ้นสุดบทบาทนั้นก่อน")
Row = dict[str, Any]


def read_people(data: bytes, name: str) -> dict[str, Any]:
    """The table of a file or of pasted text, as it is kept. Raises NotUnderstoodError."""
    return read_list(data, name=name, columns=COLUMNS).as_json()


def check_people(
    table: Mapping[str, Any], columns: Mapping[str, Any], answers: Mapping[str, str], *, on: date
) -> dict[str, Any]:
    """What the list would do on a day: rows, refused cells, and the names that people still have to answer for.

    ``columns`` and ``answers`` are what people said, as `models.PeopleImport` keeps them.
    """
    opened = open_list(table, columns, COLUMNS, most=MOST_PEOPLE)
    outcome: dict[str, Any] = opened.as_json() | {"rows": []}
    errors = list(opened.errors)
    if not errors:
        checker = _Checker(answers, on)
        for number, texts in opened.rows:
            checker.take(number, texts)
        outcome["rows"], errors = checker.rows, checker.errors
    does = [row["does"] for row in outcome["rows"]]
    return outcome | {
        "errors": [asdict(error) for error in errors],
        "new": does.count("new"),
        "given": does.count("new") + does.count("role"),
        "same": does.count("same"),
        "open": [row["row"] for row in outcome["rows"] if row["does"] == "ask"],
    }


@dataclass(frozen=True, slots=True)
class _Held:
    """A role that a person holds, or that a row gives; the days are ISO texts. ``row`` is 0 for one held before."""

    role: str
    place: str
    starts_on: str
    ends_on: str
    years: list[int]
    row: int = 0

    def shares_a_day_with(self, other: "_Held") -> bool:
        is_same = (self.role, self.place) == (other.role, other.place)
        return is_same and _overlap(self.starts_on, self.ends_on, other.starts_on, other.ends_on)


class _Checker:
    """Takes the rows one after another. All that is known before is loaded once, however long the list is."""

    def __init__(self, answers: Mapping[str, str], on: date) -> None:
        self.answers, self.on = answers, on
        self.places = cells.Places(District.objects.order_by("code"), Office.objects.bureaus().order_by("code"))
        users = User.objects.annotate(lower=Lower("email")).order_by("pk")
        self.users: dict[int, User] = {user.pk: user for user in users}
        self.by_email = {user.lower: user for user in self.users.values() if user.email}  # type: ignore[attr-defined]
        self.by_username = {user.username.lower(): user for user in self.users.values()}
        self.by_name: dict[str, list[User]] = defaultdict(list)
        for user in self.users.values():
            if user.is_active:
                self.by_name[name_key(user.full_name)].append(user)
        # What each person holds, by the person as `_Checker.who` names it.
        self.held: dict[str, list[_Held]] = defaultdict(list)
        ongoing = Assignment.objects.not_ended(on).select_related("district", "bureau").order_by("pk")
        for role in ongoing:
            place = role.place.code if role.place else ""
            years = [role.first_year, role.last_year] if role.first_year and role.last_year else []
            held = _Held(role.role, place, _iso(role.starts_on), _iso(role.ends_on), years)
            self.held[f"user:{role.user_id}"].append(held)
        self.sections: dict[str, dict[str, str]] = defaultdict(dict)
        for section in Section.objects.in_use().select_related("office__district").order_by("position", "pk"):
            place_of = section.office.district or section.office
            self.sections[place_of.code][cells.section_key(section.name)] = section.name
        self.taken = set(self.by_username)
        self.rows: list[Row] = []
        self.errors: list[CellError] = []
        self.named: dict[str, list[Row]] = defaultdict(list)  # the rows so far, by name
        self.new_rows: list[Row] = []

    def take(self, number: int, texts: Mapping[str, str]) -> None:
        wrong = len(self.errors)
        row = self.understood(number, texts)
        if len(self.errors) > wrong:
            self.rows.append(row | {"does": "wrong"})
            return
        self.find_person(row, texts)
        if len(self.errors) > wrong:
            row["does"] = "wrong"
        self.rows.append(row)

    def understood(self, number: int, texts: Mapping[str, str]) -> Row:
        def read(column: Any, parse: Callable[[str], Any], otherwise: Any = None) -> Any:
            text = texts.get(column.key, "")
            try:
                return parse(text)
            except NotUnderstoodError as error:
                self.refuse(number, column, text, error)
                return otherwise

        name = read(cells.NAME, cells.read_name, texts.get("name", ""))
        role, says_acting = read(cells.ROLE, cells.read_role, (None, False))
        place = read(cells.PLACE, lambda text: self.places.read(text, role))
        starts_on = read(cells.STARTS_ON, lambda text: cells.read_day(text, near=self.on)) or self.on
        ends_on = read(cells.ENDS_ON, lambda text: cells.read_day(text, near=self.on))
        if role == Role.AUDITOR and ends_on is None:
            error = NotUnderstoodError(N_("ผู้ตรวจสอบต้องมีวันสิ้นสุด"))
            self.refuse(number, cells.ENDS_ON, texts.get("ends_on", ""), error)
        if ends_on is not None and ends_on <= max(starts_on, self.on):
            sentence = N_("วันสิ้นสุดต้องอยู่หลังวันเริ่ม") if ends_on <= starts_on else N_("วันสิ้นสุดผ่านมาแล้ว")
            self.refuse(number, cells.ENDS_ON, texts["ends_on"], NotUnderstoodError(sentence))
        return {
            "row": number,
            "name": name,
            "email": read(cells.EMAIL, cells.read_email, ""),
            "username": read(cells.USERNAME, cells.read_username, ""),
            "role": role.value if role else "",
            "place": place.code if place else "",
            "sections": read(
                cells.SECTIONS, lambda text: cells.read_sections(text, self.sections[place.code if place else ""]), []
            ),
            "acting": bool(read(cells.ACTING, cells.read_acting)) or says_acting,
            "starts_on": _iso(starts_on),
            "ends_on": _iso(ends_on),
            "years": list(read(cells.YEARS, lambda text: cells.read_years(text, role)) or ()),
            "person": "",
            "candidates": [],
        }

    def find_person(self, row: Row, texts: Mapping[str, str]) -> None:
        """Decide whose row it is: of a person with an account, of the person of an earlier row, or of a new person.

        Puts the result into the row. Where names are alike and nobody has answered yet, the row asks (``does``: ask).
        """
        owner = self.owner_of(row, texts)
        if owner is None:
            return
        above = self.named[name_key(row["name"])]
        if not owner and (candidates := self.candidates(row, above)):
            row["candidates"] = candidates
            owner = self.answers.get(str(row["row"]), "")
            open_to = {"new"} | {c["value"] for c in candidates} | {f"row:{other['row']}" for other in above}
            owner = owner if owner in open_to else ""
            if owner.startswith("row:"):  # whoever that row turns out to be
                owner = next(other["person"] for other in above if owner == f"row:{other['row']}")
            if not owner:
                row["does"] = "ask"
        above.append(row)
        if row.get("does") == "ask":
            return
        if owner in ("", "new"):
            row["does"], owner = "new", f"row:{row['row']}"
            row["username"] = row["username"] or username_for(row["name"], taken=self.taken)
            self.taken.add(row["username"])
            self.new_rows.append(row)
        else:
            row["does"] = "role"
        row["person"] = owner
        self.hold(row, texts)

    def owner_of(self, row: Row, texts: Mapping[str, str]) -> str | None:
        """The person whose user name or e-mail stands in the row; "" if neither tells, None if it is refused."""
        found = ""
        for column, users in ((cells.USERNAME, self.by_username), (cells.EMAIL, self.by_email)):
            word = row[column.key].lower()
            if not word:
                continue
            user: User | None = users.get(word)
            if user is not None:
                same = name_key(user.full_name) == name_key(row["name"])
                if not same or not user.is_active:
                    sentence = N_("เป็นของ %(name)s (%(username)s) อยู่แล้ว") if not same else N_("บัญชีของผู้นี้ปิดแล้ว")
                    error = NotUnderstoodError(sentence, name=user.full_name, username=user.username)
                    self.refuse(row["row"], column, texts[column.key], error)
                    return None
                found = found or f"user:{user.pk}"
                continue
            above = [other for other in self.new_rows if other[column.key].lower() == word]
            if above and name_key(above[0]["name"]) != name_key(row["name"]):
                error = NotUnderstoodError(N_("ซ้ำกับแถวที่ %(row)s ซึ่งเป็นชื่ออื่น"), row=above[0]["row"])
                self.refuse(row["row"], column, texts[column.key], error)
                return None
            if above:
                found = found or f"row:{above[0]['row']}"
        return found

    def candidates(self, row: Row, above: list[Row]) -> list[dict[str, str]]:
        """Everybody of the same name: those with an account, and rows above that are, or may be, new people."""
        known = self.by_name[name_key(row["name"])]
        same = [{"value": f"user:{user.pk}", "name": user.full_name, "username": user.username} for user in known]
        return same + [
            {"value": f"row:{other['row']}", "name": other["name"], "username": other["username"]}
            for other in above
            if other["person"] in ("", f"row:{other['row']}")
        ]

    def hold(self, row: Row, texts: Mapping[str, str]) -> None:
        """Refuse a role that a row above gives already; a role that an account has already is left as it is."""
        span = _Held(row["role"], row["place"], row["starts_on"], row["ends_on"], row["years"], row["row"])
        for held in self.held[row["person"]]:
            if not held.shares_a_day_with(span):
                continue
            if held.row:
                error = NotUnderstoodError(N_("แถวที่ %(row)s ให้บทบาทนี้แก่ผู้นี้แล้ว ลบแถวใดแถวหนึ่ง"), row=held.row)
                self.refuse(row["row"], cells.ROLE, texts["role"], error)
            elif held.years != span.years:
                years = "–".join(map(str, held.years))
                sentence = N_("ผู้นี้ตรวจที่นี่อยู่แล้ว ปี %(years)s สิ้นสุดบทบาทนั้นก่อน") if years else ALL_YEARS
                self.refuse(row["row"], cells.YEARS, texts.get("years", ""), NotUnderstoodError(sentence, years=years))
            else:
                row["does"] = "same"
            return
        self.held[row["person"]].append(span)

    def refuse(self, number: int, column: Any, text: str, error: NotUnderstoodError) -> None:
        self.errors.append(refused(number, column.heading, text, error))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _overlap(starts: str, ends: str, other_starts: str, other_ends: str) -> bool:
    """Whether two spans share a day; the texts are ISO days, which sort as days do, and no end is empty."""
    return (not ends or ends > other_starts) and (not other_ends or starts < other_ends)
