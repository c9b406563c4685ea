"""Who works where: the people of the sample city who sign in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bkkplan.ground.accounts.enums import Acting, Role
from bkkplan.ground.accounts.models import User
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.builders.facts import AccountFacts, RoleFacts
from bkkplan.trial.builders.names import person
from bkkplan.trial.builders.story import DIRECTOR_PUBLISHES, WITH_ROUTES
from districts.actions.offices import OfficeContacts

OPENED = date(2019, 9, 2)
# Districts where the chair of the first community has an account of a speaking name.
WITH_COMMITTEE_ACCOUNT = ("1001", "1002", "1004", "1007", "1025", "1030", "1044", "1049")
DIRECTOR_ON_LEAVE = "1013"  # an acting director stands in
DELEGATED = "1030"  # an assistant acts by the director's order
AUDITED = ("1001", "1007")
TWO_DISTRICTS = ("1004", "1007")  # one officer serves both
WHOLE_OFFICE = "1001"  # where several sections have people of their own
RULING, FINANCE, DEVELOPMENT = "ฝ่ายปกครอง", "ฝ่ายการคลัง", "ฝ่ายพัฒนาชุมชนและสวัสดิการสังคม"
ALL_WORK = (RULING, FINANCE, DEVELOPMENT)
# An officer of one district who, at home, sits on the committee of a community of another.
AT_HOME_ON_A_COMMITTEE = ("twohats", "1004-002")

# Volunteers who write the plan for a committee, each with the day on which the committee named them.
VOLUNTEERS = {"1001-001": ("volunteer1001", date(2023, 5, 8)), "1044-001": ("volunteer1044", date(2023, 5, 15))}


def chair_of(community: str) -> str:
    """The user name of a community's chair."""
    if community == AT_HOME_ON_A_COMMITTEE[1]:
        return AT_HOME_ON_A_COMMITTEE[0]
    district, _, number = community.partition("-")
    return f"committee{district}" if number == "001" and district in WITH_COMMITTEE_ACCOUNT else f"chair{community}"


@dataclass(frozen=True, slots=True)
class Staff:
    """Finds the person who does a thing in a district."""

    people: Mapping[str, User]

    def officer(self, district: str) -> User:
        return self.people[f"officer{district}"]

    def head(self, district: str) -> User:
        """The section head, in a district whose papers go up a route."""
        return self.people[f"head{district}"]

    def director(self, district: str) -> User:
        return self.people[f"director{district}"]

    def chair(self, community: str) -> User:
        """Who chairs the committee of a community, and writes its plan."""
        return self.people[chair_of(community)]

    def volunteer(self, community: str) -> tuple[User, date] | None:
        """Who writes the plan of a community for its committee, and since when; None in most communities."""
        if community not in VOLUNTEERS:
            return None
        username, since = VOLUNTEERS[community]
        return self.people[username], since

    @property
    def strategy(self) -> User:
        return self.people["strategy"]

    @property
    def bureau(self) -> User:
        """An officer of the bureau of social development, which spends money of its own."""
        return self.people["bureau"]

    @property
    def social(self) -> User:
        return self.people["social"]


def offices(districts: Iterable[tuple[str, str]]) -> Iterator[OfficeContacts]:
    """Contacts that plainly are no real ones, of districts by code and name."""
    for code, name in districts:
        yield OfficeContacts(
            district=code,
            address=f"สำนักงานเขต{name} (ที่อยู่ตัวอย่าง) กรุงเทพมหานคร",
            phone=f"0 2000 {code}",
            email=f"khet{code}@sample.example",
            publishing_needs_director=code in DIRECTOR_PUBLISHES,
        )


def first_account() -> AccountFacts:
    """The administrator who opens all other accounts."""
    at = Dice("admin").moment(OPENED)
    return AccountFacts(
        username="admin",
        full_name=person(Dice("person", "admin")),
        email="admin@sample.example",
        roles=(RoleFacts(role=Role.ADMINISTRATOR, district=None, starts_on=OPENED),),
        at=at,
        by=None,
    )


def accounts(districts: Sequence[str], communities: Iterable[str], admin: User) -> Iterator[AccountFacts]:
    def account(username: str, *roles: RoleFacts, opened: date = OPENED) -> AccountFacts:
        dice = Dice("person", username)
        return AccountFacts(
            username=username,
            full_name=person(dice),
            # Many a chair has no e-mail and comes in by a one-time link.
            email="" if username.startswith("chair") else f"{username}@sample.example",
            roles=roles,
            at=dice.moment(opened),
            by=admin,
        )

    def held(
        role: Role, district: str | None = None, until: date | None = None, sections: tuple[str, ...] = ()
    ) -> RoleFacts:
        return RoleFacts(role=role, district=district, starts_on=OPENED, ends_on=until, sections=sections)

    yield account("strategy", held(Role.STRATEGY))
    yield account("strategy2", held(Role.STRATEGY))
    yield account("social", held(Role.SOCIAL_DEVELOPMENT))
    yield account("social2", held(Role.SOCIAL_DEVELOPMENT))
    yield account("bureau", RoleFacts(role=Role.BUREAU_OFFICER, district=None, bureau="2400", starts_on=OPENED))
    for district in districts:
        served = TWO_DISTRICTS if district == TWO_DISTRICTS[0] else (district,)
        officer = (held(Role.DISTRICT_OFFICER, code, sections=ALL_WORK) for code in served)
        yield account(f"officer{district}", *officer)
        yield account(f"director{district}", held(Role.DISTRICT_DIRECTOR, district))
        if district in WITH_ROUTES:
            yield account(f"head{district}", held(Role.SECTION_HEAD, district, sections=(RULING,)))
            yield account(f"assistant{district}", held(Role.ASSISTANT_DIRECTOR, district))
    yield account(f"planner{WHOLE_OFFICE}", held(Role.DISTRICT_OFFICER, WHOLE_OFFICE, sections=(RULING,)))
    yield account(f"finance{WHOLE_OFFICE}", held(Role.DISTRICT_OFFICER, WHOLE_OFFICE, sections=(FINANCE,)))
    yield account(f"head{WHOLE_OFFICE}", held(Role.SECTION_HEAD, WHOLE_OFFICE, sections=(DEVELOPMENT,)))
    yield account(f"assistant{WHOLE_OFFICE}", held(Role.ASSISTANT_DIRECTOR, WHOLE_OFFICE))
    for community in communities:
        if community != AT_HOME_ON_A_COMMITTEE[1]:
            yield account(chair_of(community))
        if community in VOLUNTEERS:
            yield account(VOLUNTEERS[community][0], opened=VOLUNTEERS[community][1])
    yield account(
        "delegated",
        held(Role.ASSISTANT_DIRECTOR, DELEGATED),
        RoleFacts(
            role=Role.DISTRICT_DIRECTOR,
            district=DELEGATED,
            starts_on=date(2023, 5, 15),
            ends_on=date(2023, 10, 1),
            acting=Acting.BY_ORDER,
            order_number="412/2566",
            order_dated=date(2023, 5, 12),
        ),
        opened=date(2023, 4, 28),
    )
    yield account(
        "auditor",
        *(
            RoleFacts(
                role=Role.AUDITOR,
                district=district,
                starts_on=date(2023, 5, 1),
                ends_on=date(2023, 10, 1),
                first_year=2564,
                last_year=2566,
            )
            for district in AUDITED
        ),
        opened=date(2023, 4, 28),
    )
    yield account("budgetoffice", held(Role.BUDGET_OFFICE))
    yield account("financeoffice", held(Role.FINANCE_OFFICE))
    yield account(
        "acting",
        held(Role.DISTRICT_OFFICER, DIRECTOR_ON_LEAVE, sections=(RULING,)),
        RoleFacts(
            role=Role.DISTRICT_DIRECTOR,
            district=DIRECTOR_ON_LEAVE,
            starts_on=date(2023, 5, 1),
            ends_on=date(2023, 8, 1),
            acting=Acting.IN_PLACE,
        ),
        opened=date(2023, 4, 28),
    )
    yield account("former", held(Role.DISTRICT_OFFICER, "1001", until=date(2022, 10, 1)))
    yield account(AT_HOME_ON_A_COMMITTEE[0], held(Role.DISTRICT_OFFICER, "1025", sections=(DEVELOPMENT,)))
