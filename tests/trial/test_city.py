"""The city as it is told, before anyone writes it down."""

import csv
import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.reference import read_csv
from bkkplan.trial.builders import story
from bkkplan.trial.builders.city import City, District
from bkkplan.trial.builders.facts import ActFacts
from bkkplan.trial.builders.staff import Staff
from bkkplan.trial.catalog import accounts, communities_by_district, ideas
from communities.enums import StandingStatus
from tests.beside import REGISTER

SHARES = {1: 200_000, 3: 100_000}


@dataclass(frozen=True)
class Someone:
    pk: str


class Everyone(dict):
    """A person for every user name."""

    def __missing__(self, username):
        return Someone(username)


def ground():
    houses = defaultdict(dict)
    for row in read_csv("districts", "subdistricts.csv"):
        houses[row["district"]][row["code"]] = int(row["houses"])
    return [
        District(row["code"], row["name_th"], houses[row["code"]]) for row in read_csv("districts", "districts.csv")
    ]


def city(last=story.THIS_YEAR):
    return City(ground(), Staff(Everyone()), last=last)


@pytest.fixture(scope="module")
def sample():
    built = city()
    return SimpleNamespace(city=built, years={year.be: built.live(year, shares=SHARES) for year in story.years()})


@pytest.mark.slow
def test_each_district_has_its_real_number_of_communities_of_each_type(sample):
    counted = defaultdict(Counter)
    for community in sample.city.communities:
        if community.standings[-1].status != StandingStatus.DISSOLVED:
            counted[community.district][community.standings[-1].type.removesuffix("-2564").replace("-", "_")] += 1

    assert sum(sum(kinds.values()) for kinds in counted.values()) == 2007
    assert {code: +kinds for code, kinds in counted.items()} == {
        code: +Counter(kinds) for code, kinds in communities_by_district().items()
    }


@pytest.mark.slow
def test_no_name_stands_twice_in_a_district(sample):
    names = Counter((community.district, community.name) for community in sample.city.communities)

    assert max(names.values()) == 1


@pytest.mark.slow
@pytest.mark.skipif(not REGISTER.exists(), reason="the real register is kept elsewhere")
def test_no_invented_name_is_a_real_one_of_its_district(sample):
    with REGISTER.open(encoding="utf-8-sig") as lines:
        real = {(row["district_code"], row["name_th"]) for row in csv.DictReader(lines)}

    assert {(c.district, c.name) for c in sample.city.communities} & real == set()


@pytest.mark.slow
def test_the_same_city_is_told_every_time(sample):
    year = FiscalYear(2563)

    assert fingerprint(city().live(year, shares=SHARES)) == fingerprint(sample.years[2563])


def fingerprint(facts):
    return hashlib.sha256(repr(facts).encode()).hexdigest()


@pytest.mark.slow
def test_every_turn_that_things_may_take_is_told(sample):
    now = sample.years[2566]
    revisions = [revision for plan in now.plans for revision in plan.revisions]
    kept = [*sample.years[2565].action_plans, *now.action_plans]
    editions = [edition for plan in kept for edition in plan.editions]

    assert any(edition.returned and not edition.resubmitted for edition in editions)
    assert any(edition.drops for edition in editions)
    assert any(movement.undone for moved in now.spent.values() for movement in moved)
    assert any(uptake.ended for uptake in now.uptakes)
    assert any(revision.confirmation_withdrawn for revision in revisions)
    assert any(revision.adopted and revision.adopted.cancelled for revision in revisions)
    assert any("outcome" not in check.answers for check in now.checks)
    planned = {plan.community for plan in now.plans}
    assert any(
        c.code not in planned and c.standings[-1].status == StandingStatus.NORMAL for c in sample.city.communities
    )


@pytest.mark.slow
def test_nothing_was_done_after_the_working_day(sample):
    acts = list(acts_in([sample.years[2566], *sample.years[2565].action_plans]))

    assert len(acts) > 1000
    assert max(act.on for act in acts) <= story.TODAY


def acts_in(value):
    """Every act, however deep it stands."""
    if isinstance(value, ActFacts):
        yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from acts_in(item)
    elif isinstance(value, dict):
        yield from acts_in(list(value.values()))
    elif hasattr(value, "__dataclass_fields__"):
        yield from acts_in([getattr(value, name) for name in value.__dataclass_fields__])


@pytest.mark.slow
def test_plans_are_full_in_six_districts_and_short_elsewhere(sample):
    for facts in sample.years.values():
        for plan in facts.plans:
            first = plan.revisions[0]
            if plan.community[:4] in story.SHOWCASE:
                assert len(first.texts) == 9
                assert 4 <= len(first.projects) <= 7
                assert all(project.form["follow_up"] for project in first.projects)
            else:
                assert 1 <= len(first.projects) <= 3
    assert len({code[0:4] for code in story.SHOWCASE}) == 6


@pytest.mark.slow
def test_proposals_are_followed_to_their_end(sample):
    taken_up = {uptake.project: uptake.proposal for facts in sample.years.values() for uptake in facts.uptakes}
    done = {
        key
        for facts in sample.years.values()
        for plan in facts.action_plans
        for edition in plan.editions
        for line in edition.items
        if line.done_on
        for key in line.projects
    }

    assert len(taken_up.keys() & done) > 30


def test_there_are_many_ideas_for_each_of_the_five_areas():
    counts = Counter(idea.areas[0] for idea in ideas())

    assert sum(counts.values()) >= 120
    assert min(counts.values()) >= 15
    assert len({idea.phrase for idea in ideas()}) == len(ideas())


def test_every_role_has_an_account_to_try():
    assert {account.username for account in accounts()} >= {
        "committee1001", "officer1001", "director1002", "social", "strategy", "admin", "acting", "twohats", "former",
    }  # fmt: skip
