"""Every lock that the code takes is waited for, where it is taken, while another person's transaction holds the row.

An act that only came to a standstill when it wrote would have decided on what it read before: this tells the two apart.
"""

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.contrib import admin
from django.db import models, transaction
from django.test import RequestFactory
from django.test.utils import override_settings

from bkkplan.figures.kpi.actions.reported import save_reported_figure
from bkkplan.figures.kpi.models import ExternalCode, FrozenQuarter, ReportedFigure
from bkkplan.ground.accounts.actions import issue_link
from bkkplan.ground.accounts.actions.destruction import propose_destruction
from bkkplan.ground.accounts.actions.second_factor import forget
from bkkplan.ground.accounts.enums import LinkPurpose
from bkkplan.ground.accounts.models import Mailbox
from bkkplan.ground.audit.reference import load_rows
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.forms.kept_files import destroy_content
from bkkplan.ground.core.forms.lists import keep_reading
from bkkplan.ground.lists.models import RowList
from bkkplan.ground.lists.registry import kind_called
from bkkplan.ground.years.models import PlannedYear
from bkkplan.trial.embedded import ROOT
from budget.actions.money import money, payments
from budget.actions.plan import action_plan, items
from budget.actions.strategy.tree_lists import check_lists_again
from budget.models import Allocation
from budget.resources.trees import check_tree
from communities.actions.register import Change, write_register
from communities.actions.writing import put_back
from communities.models import Community
from communities.queries import register_on
from districts.actions.offices import OfficeContacts, ask_for_second_person, describe_offices
from districts.models import District
from forums.actions import proposals, schedule
from forums.models import Attachment, ParticipantSector
from tests.at_once import wait_of
from tests.factories.accounts import AT
from tests.factories.budget import ActionPlanItemFactory
from tests.factories.forums import ForumFactory
from tests.isolation import city as two_districts
from tests.isolation.city import DAY, YEAR, claim_of
from tests.isolation.conftest import session_of
from tests.isolation.rows import CASES, frozen
from tests.isolation.test_every_url import client_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

CODE = ("bkkplan", "budget", "communities", "districts", "forums")
MUCH_LATER = DAY + timedelta(days=4000)
SKIPPED_NOT_WAITED_FOR = {"claim": "tests/core/test_jobs.py: workers at once never take the same row"}


@dataclass(frozen=True)
class Lock:
    """``held`` is the row on which the act waits."""

    held: Callable[[Any], models.Model]
    act: Callable[[Any], object]


def post(case: str, who: str, **more: str) -> Callable[[Any], object]:
    name, row = CASES[case]

    def send(city: Any) -> object:
        return client_of(city, who, row).post(row.address(name, city), row.data(city) | more)

    return send


def term(city):
    return city.home_community.committees.earliest("pk")


def seat(city):
    return term(city).members.earliest("pk")


def books(city):
    return Allocation.objects.filter(district=city.home).earliest("pk").appropriation


def taken(kind, place, by):
    with transaction.atomic():
        kind_called(kind).take(str(place), by=by)


def save_in_back_office(city):
    request = RequestFactory().post("/")
    request.user = city.administrator
    sector = ParticipantSector.objects.earliest("pk")
    page = admin.site.get_model_admin(ParticipantSector)
    form = page.get_form(request, sector, change=True)(instance=sector)
    form.cleaned_data = {}
    page.save_model(request, sector, form, change=True)


def register_written(city):
    (was,) = register_on(DAY, Community.objects.filter(pk=city.home_community.pk))
    change = Change(was, replace(was, people=5), (("ประชากร", "77", "5"),))
    given = {"uuid": uuid4(), "name": "", "register_on": DAY, "districts": []}
    write_register(**given, changes=[change], by=city.social, at=AT)


def list_read_by_a_worker(city):
    keep_reading(RowList, claim_of(city.people_list), read=lambda *_file: {}, check=lambda _upload: {})


def payment_that_waits(city):
    ask_for_second_person(office_id=city.home.office.pk, is_needed=True, by=city.director, at=AT)
    payments.disburse(
        allocation_id=city.purse.pk, amount=Decimal(1), act=uuid4(), on=DAY, by=city.officer, at=AT, document_no="1"
    )


def carried_payment_undone(city):
    money.undo(undone=city.carried_use.act, act=uuid4(), by=city.officer, at=AT)


def entered_into_a_closed_year(city):
    money.grant_yearly_budget(
        district_id=city.home.pk,
        year=FiscalYear(2564),
        amount=Decimal(1),
        act=uuid4(),
        on=date(2021, 1, 5),
        by=city.officer,
        at=AT,
    )


# By the function that takes the lock.
LOCKS = {
    # --- people
    "_lock_person": Lock(lambda city: city.officer, post("accounts:give-role", "administrator")),
    "revoke_links": Lock(lambda city: city.member, post("communities:term-end", "social")),
    "end_assignment": Lock(lambda city: city.officer.assignments.earliest("pk"), post("accounts:end-role", "director")),
    "forget": Lock(
        lambda city: city.officer, lambda city: forget(user_id=city.officer.pk, by=city.administrator, at=AT)
    ),
    "_locked_mailbox": Lock(
        lambda city: Mailbox.objects.get_or_create(user=city.officer)[0], post("accounts:my-letters", "officer")
    ),
    "mend_address": Lock(lambda city: city.officer, post("accounts:address", "director")),
    "erase_person": Lock(lambda city: city.stranger, post("accounts:erase", "administrator")),
    "_take_office": Lock(lambda city: city.office, post("accounts:section-add", "director")),
    "propose_destruction": Lock(lambda city: city.destruction, lambda _city: propose_destruction(on=MUCH_LATER, at=AT)),
    "_take": Lock(lambda city: city.destruction, post("accounts:destruction-item", "administrator")),
    "_hold_committee": Lock(term, lambda city: taken("committee", term(city).pk, city.officer)),
    "_hold_communities": Lock(
        lambda city: city.home_community, lambda city: taken("elections", city.home.code, city.officer)
    ),
    "hold_books": Lock(books, lambda city: taken("money", f"{books(city).fiscal_year}-{city.home.code}", city.officer)),
    "take_lot": Lock(lambda city: city.lot, post("budget:lot-edit", "officer")),
    "gather": Lock(lambda city: city.item.plan, post("budget:lot-gather", "officer")),
    "_lock_table": Lock(lambda city: city.entry_table, post("budget:money-table-undo", "officer")),
    "lock_row_list": Lock(lambda city: city.row_list, post("lists:cancel", "officer")),
    "keep_reading": Lock(lambda city: city.people_list, list_read_by_a_worker),
    "destroy_content": Lock(
        lambda city: city.secret_file, lambda city: destroy_content(Attachment, target_ids=[city.secret_file.pk])
    ),
    # --- reference data
    "load_rows": Lock(lambda city: city.home, lambda _city: load_rows(District, [], key=("code",), at=AT)),
    "describe_offices": Lock(
        lambda city: city.home,
        lambda city: describe_offices(
            offices=[OfficeContacts(district=city.home.code, address="", phone="", email="")],
            by=city.administrator,
            at=AT,
        ),
    ),
    "save_model": Lock(lambda _city: ParticipantSector.objects.earliest("pk"), save_in_back_office),
    # --- years
    "take_year": Lock(lambda city: city.draft_year, post("years:days-edit, draft", "strategy")),
    "remind": Lock(lambda _city: PlannedYear.objects.get(fiscal_year=2566), post("years:remind", "strategy")),
    "_take_draft": Lock(lambda city: city.draft_year, post("years:discard", "strategy")),
    # --- routes
    "set_routes": Lock(lambda city: city.home.office, post("routes:office", "director")),
    "_lock_under_way": Lock(lambda city: city.passage, post("routes:pass", "director")),
    "take_tree": Lock(lambda city: city.tree, post("budget:node-new, of the city", "strategy")),
    "begin_district_tree": Lock(lambda city: city.home, post("budget:district-strategy-begin", "officer")),
    "begin_policy": Lock(lambda city: city.home, post("budget:policy-begin", "officer")),
    "take_policy": Lock(lambda city: city.policy, post("budget:policy-submit", "officer")),
    "check_lists_again": Lock(
        lambda city: city.tree_list, lambda city: check_lists_again(tree=city.tree_list.tree, check=check_tree)
    ),
    "_lock_tree_list": Lock(lambda city: city.tree_list, post("budget:tree-list-cancel", "strategy")),
    # --- communities
    "record_standing": Lock(lambda city: city.home_community, post("communities:standing", "social")),
    "_locked": Lock(lambda city: city.home_community, post("communities:entry", "social")),
    "merge_communities": Lock(lambda city: city.neighbour, post("communities:merge", "social")),
    "_community": Lock(lambda city: city.home_community, post("communities:term-begin", "social")),
    "locked_committee": Lock(term, post("communities:term-end", "social")),
    "_lock_seats": Lock(seat, post("communities:seat-table", "social")),
    "_lock_helped": Lock(lambda city: city.home_community, post("communities:assistant-end", "member")),
    "_member": Lock(seat, post("communities:member-leave", "social")),
    "write_register": Lock(lambda city: city.home_community, register_written),
    "undo_register": Lock(lambda city: city.home_community, post("lists:undo, communities", "social")),
    "begin_plan": Lock(lambda city: city.home_community, post("communities:begin", "member")),
    "locked": Lock(lambda city: city.draft, post("communities:add-project", "member")),
    "take_out": Lock(lambda city: city.draft_project, post("communities:row-act", "member")),
    "put_back": Lock(
        lambda city: city.draft_project, lambda city: put_back(row=city.draft_project, by=city.member, at=AT)
    ),
    "take_course": Lock(lambda city: city.course, post("communities:training-new", "social")),
    "locked_session": Lock(lambda city: city.training_announced, post("communities:trainees", "officer")),
    "cancel_adoption": Lock(lambda city: city.adoption, post("forums:cancel-adoption", "officer")),
    # --- forums
    "plan_forum": Lock(lambda city: city.home, post("forums:plan", "officer")),
    "edit_call": Lock(lambda city: city.home, post("forums:edit", "officer")),
    "take": Lock(lambda city: city.planned, post("forums:announce", "officer")),
    "join": Lock(lambda city: city.home, post("forums:join", "officer")),
    "follow": Lock(
        lambda city: ForumFactory(
            host=city.joint, district=city.home, scheduled_on=city.joint.scheduled_on, announced_on=DAY
        ),
        lambda city: schedule.cancel(forum_id=city.joint.pk, on=DAY, reason="น้ำท่วม", by=city.away_officer, at=AT),
    ),
    "lock_proposals": Lock(lambda city: city.proposal, post("forums:uptake-take", "member")),
    "remove_proposal": Lock(
        lambda city: city.proposal,
        lambda city: proposals.remove_proposal(
            forum_id=city.published.pk,
            uuid=city.proposal.uuid,
            seen=1,
            on=DAY,
            reason="ซ้ำ",
            by=city.officer,
            at=AT,
        ),
    ),
    "end_uptake": Lock(lambda city: city.uptake, post("forums:uptake-end", "member")),
    # --- the action plan
    "open_plan": Lock(lambda city: city.home, post("budget:action-plan-open", "officer")),
    "lock_plan": Lock(lambda city: city.draft_item.plan, post("budget:action-plan-submit", "officer")),
    "_includable": Lock(lambda city: city.poolable, post("budget:pool", "officer")),
    "take_back": Lock(lambda city: city.taken_in.item, post("budget:take-back", "officer")),
    "drop_item": Lock(lambda city: city.draft_item, post("budget:item-drop", "officer")),
    "report_progress": Lock(lambda city: city.item, post("budget:item-progress", "officer")),
    "approve": Lock(
        lambda city: city.dropped,
        lambda city: action_plan.approve(plan_id=city.item.plan_id, by=city.director, at=AT, on=DAY),
    ),
    # --- money
    "enter": Lock(lambda city: city.purse.appropriation, post("budget:fund", "strategy")),
    "_lock": Lock(lambda city: city.purse, post("budget:move", "officer")),
    "answer_whether_wanted": Lock(lambda city: city.question, post("budget:waiting-answer", "member")),
    "take_request": Lock(lambda city: city.asked_draft, post("budget:request-line-new", "officer")),
    "_lock_advances": Lock(lambda city: city.advance, post("budget:clear-advance", "officer")),
    "_take_payment": Lock(lambda city: city.payment, post("budget:payment-refuse", "officer")),
    "_let_wait": Lock(lambda city: city.purse.appropriation, payment_that_waits),
    "tie_cost": Lock(lambda city: city.purse, post("budget:cost", "officer")),
    "_lock_carries": Lock(lambda city: city.carried_bound, carried_payment_undone),
    "_lock_money_of": Lock(lambda city: city.purse.appropriation, post("budget:carry-ask", "officer")),
    "take_carry": Lock(lambda city: city.carried_bound, post("budget:carry-pay", "officer")),
    "_lock_all_sources": Lock(lambda city: city.purse.appropriation, post("budget:month-close", "officer")),
    "decide_permit": Lock(lambda city: city.permit, post("budget:permit-decide", "director")),
    "_use_permit": Lock(lambda city: city.permit_allowed, entered_into_a_closed_year),
    "lock_sources": Lock(lambda city: city.purse.appropriation, post("budget:year-spending, opened", "strategy")),
    "ask_for_second_person": Lock(lambda city: city.home.office, post("budget:second-person", "director")),
    "approve_item_budget": Lock(lambda city: city.item, post("budget:item-budget", "officer")),
    # --- figures
    "lock_report": Lock(lambda city: city.quarter_report, post("kpi:narrative", "officer")),
    "save_item_report": Lock(lambda city: city.item, post("budget:item-report", "officer")),
    "_take_frozen": Lock(lambda city: city.frozen, post("kpi:evaluate", "strategy")),
    "save_external_codes": Lock(
        lambda city: ExternalCode.objects.get_or_create(code="KPI-1", fiscal_year=2566, external_code="1")[0],
        post("kpi:external-codes", "strategy"),
    ),
    "save_reported_figure": Lock(
        lambda city: ReportedFigure.objects.earliest("pk"),
        lambda city: save_reported_figure(
            code="KPI-1",
            year=YEAR,
            quarter=1,
            district_id=city.home.pk,
            text="80",
            source="รายงาน",
            by=city.strategy,
            at=AT,
        ),
    ),
    "reopen_quarter": Lock(lambda city: city.frozen, post("kpi:reopen", "strategy")),
}


def test_every_lock_is_waited_for_where_it_is_taken(city):
    found = {}

    for function, lock in LOCKS.items():
        wait = wait_of(lambda lock=lock: lock.act(city), while_held=lock.held(city))
        if wait is None:
            found[function] = "did not wait"
        elif not wait.is_for_a_lock or function not in wait.functions:
            found[function] = f"waited elsewhere: {wait.functions[-12:]} {wait.statement[:200]}"

    assert found == {}


def test_every_lock_of_the_code_is_named_above():
    taking = Counter(functions_that_lock())

    assert [name for name, times in taking.items() if times > 1] == [], "give them names of their own"
    assert sorted(taking) == sorted(LOCKS.keys() | SKIPPED_NOT_WAITED_FOR.keys())


def functions_that_lock() -> Iterator[str]:
    for path in (path for folder in CODE for path in sorted((ROOT / folder).glob("**/*.py"))):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef) and any(
                isinstance(node, ast.Attribute) and node.attr == "select_for_update" for node in ast.walk(function)
            ):
                yield function.name


@pytest.fixture
def city(transactional_db):
    """Committed, so that another connection sees it; with what has to happen before some of the acts."""
    with override_settings(WORKING_DAY="2023-06-02"):
        with transaction.atomic():
            city = two_districts.build()
            city.token = issue_link(user=city.stranger, purpose=LinkPurpose.LOGIN, by=city.administrator, at=AT)
            frozen(city)
            city.frozen = FrozenQuarter.objects.earliest("pk")
            type(city.flagship).objects.filter(pk=city.flagship.pk).update(sharing="equal", share_per_district=1000)
            plan_that_drops_an_item(city)
            city.sessions = {who: session_of(person) for who, person in city.people.items() if who != "visitor"}
        yield city


def plan_that_drops_an_item(city):
    plan = city.item.plan
    city.dropped = ActionPlanItemFactory(introduced_in=city.item.introduced_in)
    action_plan.open_amendment(plan_id=plan.pk, reason="ทดสอบ", by=city.officer, at=AT)
    items.drop_item(item_id=city.dropped.pk, reason="ทดสอบ", by=city.officer, at=AT, on=DAY)
    action_plan.submit(plan_id=plan.pk, by=city.officer, at=AT, on=DAY)
