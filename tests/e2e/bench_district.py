"""How long a whole district takes to be checked and taken in: script/bench --district

Run by name, and not with the suite. A browser does what an officer does: opens each plan, gives each project its
outcome by a key, confirms the plan with all of them going into the action plan, and goes on with the next one by the
link that is offered. Counted are keys and clicks, loaded pages and the seconds in which the machine lets the officer
wait; the row goes into docs/effort.md.
"""

import sys
from datetime import date, timedelta
from time import perf_counter

import pytest
from playwright.sync_api import expect

from budget.models import Inclusion
from communities.enums import RevisionState
from communities.models import PlanRevision
from tests.e2e.effort import DISTRICT, DOCUMENT, district_row, effort_on, minutes_of_a_district
from tests.factories.communities import CommunityFactory, PlanFactory, PlanProjectFactory, PlanRevisionFactory

pytestmark = pytest.mark.django_db(transaction=True)

COMMUNITIES, PROJECTS = 40, 7
LONGEST_WAIT = 10  # seconds; a machine that is slower than this on one step makes a pause


@pytest.fixture
def plans(cast):
    """Forty plans that wait, the first handed in first."""
    at = cast.home_community.subdistrict
    for number in range(COMMUNITIES):
        community = CommunityFactory(subdistrict=at, name_th=f"ชุมชนทดสอบ {number + 1}")
        handed_in = date(2023, 4, 1) + timedelta(days=number)
        revision = PlanRevisionFactory(plan=PlanFactory(community=community), submitted=True, submitted_on=handed_in)
        for rank in range(1, PROJECTS + 1):
            PlanProjectFactory(revision=revision, rank=rank, amount=20_000, title=f"โครงการ {number + 1}.{rank}")
    return PlanRevision.objects.filter(plan__community__district=cast.home)


def test_a_district_is_checked_and_taken_in(page, context, sign_in, cast, portal, plans, capsys):
    sign_in(context, cast.officer)
    page.goto(f"{portal}/work/checks/2567/")
    waits = []

    def waited(until):
        began = perf_counter()
        until()
        waits.append(perf_counter() - began)

    following = page.get_by_role("link", name="ชุมชนทดสอบ 1", exact=False).first
    with effort_on(page) as spent:
        for number in range(1, COMMUNITIES + 1):
            following.click()
            waited(lambda: expect(page.locator("[data-check-page].is-live")).to_be_visible())
            page.locator("[data-check-row] .num").first.click()
            for _project in range(PROJECTS):
                page.keyboard.press("Digit1")
            ready = page.locator("[data-check-ready] a").first
            waited(lambda ready=ready: expect(ready).to_be_focused(timeout=30_000))
            page.keyboard.press("Enter")
            button = page.locator("main form .btn-primary[type=submit]")
            waited(lambda button=button: expect(button).to_be_visible())
            button.click()
            done = page.locator("#messages .next-steps")
            waited(lambda done=done: expect(done).to_be_visible(timeout=30_000))
            following = done.get_by_role("link").first
            with capsys.disabled():
                sys.stdout.write(f"\r{number} of {COMMUNITIES} plans")
                sys.stdout.flush()

    assert not plans.exclude(state=RevisionState.CONFIRMED).exists()
    assert Inclusion.objects.filter(project__revision__in=plans).count() == COMMUNITIES * PROJECTS
    row = district_row(
        communities=COMMUNITIES,
        projects=COMMUNITIES * PROJECTS,
        touches=spent.touches,
        loads=spent.loads,
        machine=sum(waits),
        longest=max(waits),
    )
    text = DOCUMENT.read_text(encoding="utf-8")
    begin, end = f"<!-- {DISTRICT} -->", f"<!-- /{DISTRICT} -->"
    before, _mark, rest = text.partition(begin)
    lines = text.partition(begin)[2].partition(end)[0].strip().splitlines()
    table = "\n".join([*lines[:2], row])
    DOCUMENT.write_text(f"{before}{begin}\n{table}\n{end}{rest.partition(end)[2]}", encoding="utf-8")
    with capsys.disabled():
        sys.stdout.write(f"\n{row}\n")
    projects = COMMUNITIES * PROJECTS
    assert minutes_of_a_district(projects=projects, touches=spent.touches, machine=sum(waits)) < 60
    assert max(waits) < LONGEST_WAIT
