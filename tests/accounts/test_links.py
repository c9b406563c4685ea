"""Who may make a one-time link into whose account, whether it still opens after a change, and what is told of it."""

import threading
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from bkkplan.ground.accounts import actions
from bkkplan.ground.accounts.enums import BELOW_THE_DIRECTOR, BUREAU_ROLES, DISTRICT_ROLES, LinkPurpose, Role
from bkkplan.ground.accounts.models import Notice, OneTimeLink, User
from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.clock import now
from communities.actions import committees
from tests.factories.accounts import AssignmentFactory, UserFactory
from tests.factories.communities import CommitteeMemberFactory
from tests.factories.districts import OfficeFactory

AT = now()  # pages ask the clock whether a link is still good
DAY = date(2023, 6, 2)
PAST = {"ends_on": date(2022, 10, 1)}
LATER = {"starts_on": date(2023, 6, 3)}
OFFICER, DIRECTOR = Role.DISTRICT_OFFICER, Role.DISTRICT_DIRECTOR
CITY = (Role.SOCIAL_DEVELOPMENT, Role.STRATEGY, Role.ADMINISTRATOR)
HOME, AWAY = "home", "away"


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = DAY.isoformat()


def hold(user, cast, *holdings):
    """Give each of (role or "seat", where, dates) to a person, as if it had been written long ago."""
    for what, where, *dates in holdings:
        more = dates[0] if dates else {}
        if what == "seat":
            CommitteeMemberFactory(committee__community=getattr(cast, f"{where}_community"), user=user, **more)
        else:
            AssignmentFactory(user=user, role=what, district=getattr(cast, where) if where else None, **more)
    return user


@pytest.fixture
def makers(cast):
    """Everyone who might make a link, acting and former ones too."""
    acting = hold(UserFactory(), cast, (OFFICER, HOME), (DIRECTOR, HOME, {"acting": "in_place"}))
    no_longer_acting = hold(UserFactory(), cast, (OFFICER, HOME), (DIRECTOR, HOME, {"acting": "in_place", **PAST}))
    closed = hold(UserFactory(is_active=False), cast, (DIRECTOR, HOME))
    named = {name: person for name, person in cast.people.items() if name != "visitor"}
    return {**named, "acting": acting, "no_longer_acting": no_longer_acting, "closed": closed}


NOBODY_ELSE = {"administrator"}
LEADERS = {"director", "acting", "administrator"}
DISTRICT = {"officer", "no_longer_acting", *LEADERS}
HOLDERS = {
    "an officer": ([(OFFICER, HOME)], LEADERS),
    "an officer from tomorrow": ([(OFFICER, HOME, LATER)], LEADERS),
    "an officer here and away": ([(OFFICER, HOME), (OFFICER, AWAY)], NOBODY_ELSE),
    "an officer here, once away": ([(OFFICER, HOME), (OFFICER, AWAY, PAST)], LEADERS),
    "an officer here, away from tomorrow": ([(OFFICER, HOME), (OFFICER, AWAY, LATER)], NOBODY_ELSE),
    "an officer here, acting director": ([(OFFICER, HOME), (DIRECTOR, HOME, {"acting": "in_place"})], NOBODY_ELSE),
    "an officer here, acting director away": ([(OFFICER, HOME), (DIRECTOR, AWAY, {"acting": "in_place"})], NOBODY_ELSE),
    "a director": ([(DIRECTOR, HOME)], NOBODY_ELSE),
    "a former officer": ([(OFFICER, HOME, PAST)], NOBODY_ELSE),
    "a former officer, now away": ([(OFFICER, HOME, PAST), (OFFICER, AWAY)], {"away_director", "administrator"}),
    **{f"a former officer, now {role}": ([(OFFICER, HOME, PAST), (role, None)], NOBODY_ELSE) for role in CITY},
    **{f"an officer, {role} too": ([(OFFICER, HOME), (role, None)], NOBODY_ELSE) for role in CITY},
    "a member": ([("seat", HOME)], DISTRICT),
    "a member from tomorrow": ([("seat", HOME, LATER)], DISTRICT),
    "a member here and away": ([("seat", HOME), ("seat", AWAY)], NOBODY_ELSE),
    "a member here, once away": ([("seat", HOME), ("seat", AWAY, {"ends_on": date(2022, 10, 1)})], DISTRICT),
    "a former member": ([("seat", HOME, {"ends_on": date(2022, 10, 1)})], NOBODY_ELSE),
    "a member of a term that is over": ([("seat", HOME, {"committee__ends_on": date(2023, 1, 1)})], NOBODY_ELSE),
    "an officer and member": ([(OFFICER, HOME), ("seat", HOME)], LEADERS),
    "an officer here, a member away": ([(OFFICER, HOME), ("seat", AWAY)], NOBODY_ELSE),
    "a stranger": ([], NOBODY_ELSE),
}


@pytest.mark.parametrize("holder", HOLDERS)
def test_a_link_is_made_only_by_whoever_may_give_all_that_the_account_holds(cast, makers, holder):
    holdings, may = HOLDERS[holder]
    person = hold(UserFactory(), cast, *holdings)
    made = set()

    for name, maker in makers.items():
        try:
            actions.issue_link(user=person, purpose=LinkPurpose.LOGIN, by=maker, at=AT)
        except PermissionDenied:
            continue
        made.add(name)

    # A closed account has no session that could ask; that its links do not open is the next table's.
    assert made - {"closed"} == may


@pytest.mark.parametrize("name", ["officer", "director", "away_director", "strategy"])
def test_nobody_but_an_administrator_makes_a_link_into_the_own_account(cast, name):
    with pytest.raises(PermissionDenied):
        actions.issue_link(user=cast.people[name], purpose=LinkPurpose.LOGIN, by=cast.people[name], at=AT)


def test_a_flag_that_opens_everything_is_no_directors_to_open(cast):
    person = hold(UserFactory(is_superuser=True), cast, (OFFICER, HOME))

    with pytest.raises(PermissionDenied):
        actions.issue_link(user=person, purpose=LinkPurpose.LOGIN, by=cast.director, at=AT)


def give(role, where=None):
    def change(case):
        district = getattr(case.cast, where) if where else None
        admin = case.cast.administrator
        actions.assign(user=case.person, role=role, district=district, starts_on=DAY, by=admin, at=AT)

    return change


def end_the_persons_role(case):
    actions.end_assignment(assignment_id=case.person.assignments.get().pk, on=DAY, by=case.cast.director, at=AT)


def end_the_makers_role(case):
    assignment = case.cast.director.assignments.get()
    actions.end_assignment(assignment_id=assignment.pk, on=DAY, by=case.cast.administrator, at=AT)


def leave_the_seat(case):
    committees.leave_seat(member_id=case.seat.pk, on=date(2023, 6, 9), by=case.cast.officer, at=AT)


def end_the_term(case):
    committees.end_term(committee_id=case.seat.committee_id, on=date(2023, 6, 9), by=case.cast.officer, at=AT)


def begin_the_next_term(case):
    place, day = case.seat.committee.community_id, date(2023, 6, 9)
    committees.begin_term(community_id=place, starts_on=day, ends_on=None, by=case.cast.officer, at=AT)


CHANGES = {
    "nothing": (lambda case: None, True),
    "a colleague gets an office away": (
        lambda case: give(OFFICER, AWAY)(SimpleNamespace(cast=case.cast, person=UserFactory())),
        True,
    ),
    "an office away": (give(OFFICER, AWAY), False),
    "the director's office": (give(DIRECTOR, HOME), False),
    "strategy": (give(Role.STRATEGY), False),
    "administrator": (give(Role.ADMINISTRATOR), False),
    "an office that was written without an act": (
        lambda case: AssignmentFactory(user=case.person, role=Role.ADMINISTRATOR),
        False,
    ),
    "a seat away that was written without an act": (lambda case: hold(case.person, case.cast, ("seat", AWAY)), False),
    "the person's role ends": (end_the_persons_role, False),
    "the person leaves a seat next week": (leave_the_seat, False),
    "the committee's term ends next week": (end_the_term, False),
    "the next committee begins next week": (begin_the_next_term, False),
    "the maker's role ends": (end_the_makers_role, False),
    "the maker's account is closed": (
        lambda case: actions.close_account(user_id=case.cast.director.pk, on=DAY, by=case.cast.administrator, at=AT),
        False,
    ),
    "the person's account is closed": (
        lambda case: actions.close_account(user_id=case.person.pk, on=DAY, by=case.cast.administrator, at=AT),
        False,
    ),
    "another link is made": (
        lambda case: actions.issue_link(user=case.person, purpose=LinkPurpose.INVITATION, by=case.cast.director, at=AT),
        False,
    ),
}


@pytest.fixture
def case(cast):
    """An officer who also sits on a committee of the district, and the director's link into the account."""
    person = hold(UserFactory(full_name="สมหญิง ใจดี"), cast, (OFFICER, HOME))
    seat = CommitteeMemberFactory(committee__community=cast.home_community, user=person)
    token = actions.issue_link(user=person, purpose=LinkPurpose.LOGIN, by=cast.director, at=AT)
    return SimpleNamespace(cast=cast, person=person, seat=seat, token=token)


@pytest.mark.parametrize("change", CHANGES)
def test_a_link_opens_only_what_it_was_made_for(client, case, change):
    happen, still_opens = CHANGES[change]
    happen(case)

    page = client.post(reverse("enter", args=[case.token]))

    assert page.status_code == (302 if still_opens else 410)
    assert ("_auth_user_id" in client.session) == still_opens


@pytest.mark.parametrize(("hours", "still_opens"), [(23, True), (24, False)])
def test_a_link_lives_a_day(case, hours, still_opens):
    at = AT + timedelta(hours=hours)

    if still_opens:
        assert actions.use_link(token=case.token, password=None, at=at).user == case.person
    else:
        with pytest.raises(actions.LinkInvalidError):
            actions.use_link(token=case.token, password=None, at=at)


@pytest.mark.parametrize("change", [name for name in CHANGES if name != "another link is made"])
def test_a_session_of_a_link_lasts_as_long_as_its_maker_could_make_the_link(client, case, change):
    happen, _ = CHANGES[change]
    client.post(reverse("enter", args=[case.token]))
    assert client.get(reverse("desk:my-work")).status_code == 200
    ends = change not in {
        "nothing",
        "a colleague gets an office away",
        # The office in the district stays, and it is the director's to give.
        "the person leaves a seat next week",
        "the committee's term ends next week",
        "the next committee begins next week",
        # The seat in the district stays, and it is the director's to give.
        "the person's role ends",
    }

    happen(case)

    answer = client.get(reverse("desk:my-work"))
    assert answer.status_code == (302 if ends else 200)
    assert ("_auth_user_id" in client.session) != ends


def test_the_log_names_the_maker_in_all_that_is_done_in_the_session_of_a_link(client, case):
    client.post(reverse("enter", args=[case.token]))
    member = CommitteeMemberFactory(committee=case.seat.committee)

    place = case.cast.home_community.code
    where = reverse("communities:member-leave", args=[place, member.pk])
    client.post(where, {"on": "2 มิ.ย. 2566"})

    issued = Entry.objects.get(verb="accounts.link_issued")
    used = Entry.objects.get(verb="accounts.link_used")
    done = Entry.objects.get(verb="communities.member_left")
    link = OneTimeLink.objects.get()
    assert issued.actor == case.cast.director
    assert (used.details["made_by"], used.details["link"]) == ("director", link.pk)
    for entry in (used, done):
        assert entry.actor == case.person
        assert entry.actor_label == f"สมหญิง ใจดี (เข้าใช้ด้วยลิงก์ที่ {case.cast.director} ออกให้)"


def test_the_person_is_told_on_the_page_and_by_mail_who_made_a_link(client, cast, mailoutbox):
    cast.officer.set_password("ลำดวน-บานเช้า-2566")
    cast.officer.save(update_fields=["password"])
    client.force_login(cast.director)

    client.post(reverse("accounts:new-link", args=[cast.officer.pk]))

    notice = Notice.objects.get(recipient=cast.officer)
    (mail,) = mailoutbox
    assert cast.director.full_name in notice.text
    assert mail.to == [cast.officer.email]
    assert cast.director.full_name in mail.body
    assert "/enter/" not in mail.body


def test_who_cannot_make_the_link_is_not_offered_it_and_is_refused(client, cast):
    hold(cast.officer, cast, (OFFICER, AWAY))
    client.force_login(cast.director)
    address = reverse("accounts:new-link", args=[cast.officer.pk])

    assert address not in client.get(reverse("accounts:person", args=[cast.officer.pk])).content.decode()
    assert client.post(address).status_code == 403
    assert not OneTimeLink.objects.exists()


def test_a_closed_account_gets_no_link(client, cast):
    gone = hold(UserFactory(is_active=False), cast, (OFFICER, HOME))
    client.force_login(cast.administrator)

    page = client.post(reverse("accounts:new-link", args=[gone.pk]), follow=True)

    assert "บัญชีนี้ปิดแล้ว" in page.content.decode()
    assert not OneTimeLink.objects.exists()


@pytest.mark.parametrize("maker", ["officer", "director", "away_director", "social", "strategy", "administrator"])
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("where", [HOME, AWAY])
def test_roles_are_given_and_ended_by_the_same_rule(cast, maker, role, where):
    place = {"district": getattr(cast, where)} if role in DISTRICT_ROLES else {}
    place |= {"bureau": OfficeFactory(code="2400")} if role in BUREAU_ROLES else {}
    place |= {"ends_on": DAY + timedelta(days=90)} if role == Role.AUDITOR else {}
    leads = {"director": cast.home, "away_director": cast.away}.get(maker)
    may = maker == "administrator" or (role in BELOW_THE_DIRECTOR and place["district"] is leads)
    by = cast.people[maker]
    held = AssignmentFactory(user=UserFactory(), role=role, **place)

    for act in (
        lambda: actions.assign(user=UserFactory(), role=role, **place, starts_on=DAY, by=by, at=AT),
        lambda: actions.end_assignment(assignment_id=held.pk, on=DAY, by=by, at=AT),
    ):
        if may:
            act()
        else:
            with pytest.raises(PermissionDenied):
                act()


def test_a_former_officer_is_seen_and_gives_no_power(client, cast):
    former = hold(UserFactory(), cast, (OFFICER, HOME, PAST), (Role.ADMINISTRATOR, None))
    office = former.assignments.get(role=Role.ADMINISTRATOR)
    client.force_login(cast.director)

    assert client.get(reverse("accounts:person", args=[former.pk])).status_code == 200
    assert client.post(reverse("accounts:new-link", args=[former.pk])).status_code == 403
    end = reverse("accounts:end-role", args=[former.pk, office.pk])
    assert client.post(end, {"on": "2 มิ.ย. 2566"}).status_code == 403
    assert client.post(reverse("accounts:close", args=[former.pk])).status_code == 403


@pytest.mark.parametrize("name", ["account_change_password", "account_set_password"])
def test_a_session_of_a_link_sets_no_password(client, case, name):
    case.person.set_password("ลำดวน-บานเช้า-2566")
    case.person.save(update_fields=["password"])
    client.post(reverse("enter", args=[case.token]))

    new = "ดอกแก้ว-หอมเย็น-8642"
    client.post(reverse(name), {"oldpassword": "", "password1": new, "password2": new})

    assert User.objects.get(pk=case.person.pk).check_password("ลำดวน-บานเช้า-2566")


@pytest.mark.django_db(transaction=True)
def test_a_link_used_twice_at_once_opens_once(case):
    opened, refused = [], []
    together = threading.Barrier(4)

    def use():
        together.wait()
        try:
            opened.append(actions.use_link(token=case.token, password=None, at=AT))
        except actions.LinkInvalidError as error:
            refused.append(error)
        finally:
            connection.close()

    users = [threading.Thread(target=use) for _ in range(4)]
    for user in users:
        user.start()
    for user in users:
        user.join()

    assert (len(opened), len(refused)) == (1, 3)
