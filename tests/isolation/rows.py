"""Every address of the portal, and what each person is told there. A route that is not here fails a test.

A route that shows one thing to one person and another thing to another has a row for each, named by what is shown.
"""

from datetime import date
from io import BytesIO
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from bkkplan.figures.kpi.actions.quarters import freeze_quarter
from bkkplan.figures.kpi.builders.reports import basis_of_evaluation, frozen_of
from bkkplan.figures.kpi.models import Narrative
from bkkplan.figures.kpi.queries import quarter_day, targets_of
from bkkplan.figures.kpi.registry import basis_of_figures, figures
from bkkplan.ground.accounts.models import DestructionList, DestructionState
from bkkplan.ground.accounts.queries import basis_of_list
from bkkplan.ground.accounts.queries.stopping import stop_token
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.rows.basis import Bases
from bkkplan.ground.core.wording import thai_date_short
from bkkplan.ground.routes.actions import basis_of_routes
from bkkplan.ground.years.actions.own_steps import basis_of_step
from bkkplan.ground.years.catalog import usual_days
from bkkplan.ground.years.models import DueDay
from bkkplan.ground.years.registry import basis_of_opening, parts_of
from budget.actions.plan.action_plan import open_amendment, submit
from budget.enums import CONFIRMATION_PAPER, PolicyState, QuarterState
from budget.models import Allocation, AreaPolicy, BudgetRequest, QuarterReport, SecondLook
from budget.queries.books.closing import basis_of_month, basis_of_year, sums_to
from budget.queries.books.register import basis_of_lines as basis_of_register
from budget.queries.books.register import means_of, reconciliation_of
from budget.queries.checks.checks import QUESTIONS, basis_of_answers, basis_of_check
from budget.queries.checks.second_looks import basis_of_second_look
from budget.queries.flagship.requests import basis_of_choice, basis_of_request, basis_of_stage, basis_of_vote, table_for
from budget.queries.lots.lots import basis_of_lines, basis_of_lot, basis_of_pieces, lines_of, purses_of_lot, received_of
from budget.queries.money.money import ZERO, basis_of_share
from budget.queries.money.money_table import basis_of_purses
from budget.queries.plan.action_plans import basis_of_edition
from budget.queries.plan.direct import basis_of_proposal
from budget.queries.plan.last_years_items import basis_of_copy
from budget.queries.plan.pool import basis_of_inclusion
from budget.queries.plan.quarter_reports import basis_of_sending
from budget.queries.strategy.policies import basis_of_policy, basis_of_statement
from communities.actions.plans import enter_from_paper
from communities.actions.templates import basis_of_template
from communities.forms.templates import TemplateForm
from communities.queries.committees import bases_of_seats
from communities.queries.last_year import bases_of_review
from communities.queries.plans import basis_of_confirmation
from communities.queries.templates import template_at
from communities.queries.trainings import basis_of_training
from forums.models import Proposal
from forums.queries.preparing import basis_of_guests, basis_of_programme, basis_of_publicity
from forums.queries.readiness import basis_of_results
from tests.factories.accounts import AT
from tests.isolation.answers import (
    ANYONE,
    EVERYONE,
    FORBIDDEN,
    FOUND,
    LOGIN,
    NOT_SO,
    NOT_THERE,
    OK,
    Row,
    only,
    people,
    sees,
)
from tests.isolation.city import DAY, YEAR
from tests.isolation.urls import arguments

HOME = "officer director "
CITY = " social strategy administrator"
DISTRICT = "officer away_officer director away_director"
STAFF = "officer away_officer director away_director social strategy administrator"
FIGURES = "strategy administrator"
LOOKS_AFTER_PEOPLE = "director away_director administrator"
NOBODY = ""


BACK_OFFICE = dict.fromkeys(EVERYONE, LOGIN) | {"administrator": OK}


KEEPERS = only("social administrator")
REGISTERS = sees("social administrator")
SEATS = only(HOME + "social")


def home(city):
    return {"code": city.home_community.code}


def term(city):
    return home(city) | {"committee": city.home_community.committees.earliest("pk").pk}


def seat(city):
    return home(city) | {"member": city.home_community.committees.earliest("pk").members.earliest("pk").pk}


def assistant(city):
    return home(city) | {"assistant": city.assistant.pk}


def on_its_way(city):
    return {"pk": city.passage.pk}


# Of a course of the bureau to which the district at home is invited: the bureau holds it, the others look on.
SEES_TRAINING = sees(HOME + "member" + CITY)
OF_THE_BUREAU = sees("social", refused=HOME + "member strategy administrator")
OF_THE_DISTRICT = sees(HOME, refused="social strategy administrator")
ONLY_PREPARED = sees("social", refused="strategy administrator")
BRINGS_PEOPLE = sees(HOME + "social", refused="member strategy administrator")
OFFICE = only(STAFF)
HOLDS_COURSES = only("officer away_officer director away_director social")
SESSION = {"first_on": "2023-06-20", "place": "ที่อื่น", "seats": "50"}


def training(state):
    return lambda city: {"pk": getattr(city, f"training_{state}").pk}


def district_at(state):
    return lambda city: (
        training(state)(city) | {"invitation": getattr(city, f"training_{state}").invitations.earliest("pk").pk}
    )


def course_file(kind):
    def file(city):
        row = getattr(city, f"training_{kind}")
        return {"pk": row.session_id, "uuid": row.uuid}

    return file


def seen_training(city, state):
    return basis_of_training(getattr(city, f"training_{state}")).sealed


LISTS = sees("administrator")
ARRANGED = sees("director administrator", refused="officer")


def the_office(city):
    return {"code": city.office.code}


def the_section(city):
    return the_office(city) | {"section": city.section.pk}


def reference_pages(label: str, *, is_made_here: bool) -> dict[str, Row]:
    """The back office's pages of one kind of reference data: nothing is deleted there."""
    return _back_office_pages(label, adding=is_made_here, changing=True)


def pages_to_read(label: str) -> dict[str, Row]:
    """The back office's pages of what is only shown there."""
    return _back_office_pages(label, adding=False, changing=False)


def _back_office_pages(label: str, *, adding: bool, changing: bool) -> dict[str, Row]:
    def one(_city):
        return {"object_id": str(apps.get_model(label)._default_manager.order_by("pk").first().pk)}

    name = f"admin:{label.replace('.', '_')}"
    refused = BACK_OFFICE | {"administrator": FORBIDDEN}
    return {
        f"{name}_changelist": Row(get=BACK_OFFICE, post=BACK_OFFICE, acts=0, why="nothing is chosen"),
        f"{name}_add": Row(
            get=BACK_OFFICE if adding else refused, post=BACK_OFFICE if adding else refused, acts=0, why="an empty form"
        ),
        f"{name}_change": Row(
            args=one, get=BACK_OFFICE, post=BACK_OFFICE if changing else refused, acts=0, why="an empty form"
        ),
        f"{name}_history": Row(args=one, get=BACK_OFFICE, post=BACK_OFFICE, acts=0, why="only looks"),
        f"{name}_delete": Row(args=one, get=refused, post=refused),
    }


NOT_FOR_ANYONE = dict.fromkeys(EVERYONE, NOT_THERE)

# Who has logged in has no business with a page for logging in.
WAY_IN = dict.fromkeys(EVERYONE, FOUND) | {"visitor": 200}


# The city's list; people of one district are led to their own.
DISTRICT_OR_ALL = sees(DISTRICT, status=FOUND) | dict.fromkeys(people(CITY), OK)
# Of a plan that is not public yet: its committee writes, the offices look on.
OUTSIDERS = " stranger away_officer away_director away_member"
WRITES = sees("member", refused=HOME + CITY)
ENTERS = sees(HOME, refused="member" + CITY)
COMMENTS = sees("member " + HOME, refused=CITY)
STRATEGY_ALONE = only("strategy")
AND_THE_YEAR = "the project, and that an opened year changed"
NOT_TO_MEMBERS = sees(FIGURES, refused="member away_member stranger")
OF_A_DRAFT = sees("strategy", refused="administrator")
STRATEGYS = sees("strategy", refused=f"{DISTRICT} social administrator")
# Of what is not public at a public address: the district's and the city's offices; to a visitor too it is not there.
OFFICES = sees(HOME + CITY) | {"visitor": NOT_THERE}

OF_ITS_OFFICERS = sees(HOME, refused="away_officer away_director" + CITY)

WRITTEN_TREE = {"name_th": "แผนของคนอื่น", "first_year": "2540", "last_year": "2600", "levels": "ก\nข\nค\nง"}
WRITTEN_NODE = {"code": "7", "name_th": "ข้อของคนอื่น"}
TODAY = "2023-06-02"
CALL = {"title": "ของคนอื่น", "scheduled_on": "2023-07-20", "place": "ที่อื่น"}
SEATED = {"full_name": "ผู้บุกรุก", "position": "member"}
REASON = {"reason": "ทดสอบ"}
TARGETS = {"target_1": "25", "target_2": "50", "target_3": "75", "target_4": "100"}
RULE = {
    "bound_approver": "director",
    "free_approver": "city",
    "ask_after_years": "3",
    "small_purchase": "500,000",
} | TARGETS
OTHER_DAYS = {"version": "1", "announce_before": "20", "publish_within": "15"}
MOVED = {"to_on": "2023-07-10"} | REASON
INTRUDER = {"username": "intruder", "password1": "ลำดวน-บานเช้า-2566", "password2": "ลำดวน-บานเช้า-2566"}


def anything(pattern):
    names = arguments(pattern)
    return lambda _city: dict.fromkeys(names, "auth")


def year(_city):
    return {"year": 2566}


def next_year(_city):
    return {"year": 2567}


def draft_year(city):
    return {"year": city.draft_year.year}


def draft_flagship(city):
    return {"pk": city.draft_flagships[0].pk}


def tree(city):
    return {"pk": city.tree.pk}


def tree_in_force(city):
    return {"pk": city.flagship.objective.tree_id}


def district_tree(city):
    return {"pk": city.district_node.tree_id}


def node(city):
    return {"pk": city.node.pk}


def district_node(city):
    return {"pk": city.district_node.pk}


def a_reply(city):
    return {"pk": city.reply.pk}


def a_proposal(city):
    return {"uuid": city.proposal.uuid}


OF_A_LIST = sees(HOME, refused=CITY)


OF_ELECTIONS = sees(HOME + "social", refused="strategy administrator")


def pasted(text):
    return lambda _city: {"uuid": str(uuid4()), "text": text}


def list_at(kind, place):
    return lambda city: {"kind": kind, "place": str(place(city))}


OF_A_FORUM = {"get": only(HOME), "post": only(HOME), "data": pasted("ข้อเสนอ\tงบประมาณ\nของคนอื่น\t5")}


def row_list(name):
    return lambda city: {"uuid": getattr(city, name).uuid}


def tree_list(city):
    return {"uuid": city.tree_list.uuid}


def list_in_tree(city):
    return {"uuid": city.list_in_tree.uuid}


def both_trees(city):
    return {"trees": [city.tree.pk, city.flagship.objective.tree_id]}


OWN_STEP = {"name_th": "ส่งร่างแผน", "due_on": "20 มิ.ย. 2566", "audiences": ["districts"], "name_en": ""}


def due_step(_city):
    return {"pk": DueDay.objects.get(planned__fiscal_year=2566, code="quarter_1").pk}


def own_step(city):
    return {"pk": city.own_step.pk}


def written_template(be):
    template = template_at(FiscalYear(be))
    texts = {name: "" if text is None else text for name, text in TemplateForm.texts_of(template).items()}
    return {"seen": basis_of_template(template).sealed, **texts, "min_areas": "2"}


OF_KPI_2 = {"code": "KPI-2", "quarter": 0}


def written_target(be):
    seen = targets_of(FiscalYear(be), is_draft_shown=True).basis("KPI-2", None)
    return {"seen": seen.sealed, "city": "ทุกชุมชนที่พร้อม"}


def written_flagship(city):
    return {
        "title_th": "โครงการของคนอื่น",
        "kpi_code": "KPI-1",
        "objective": str(city.flagship.objective_id),
        "responsible_unit": "สำนักงานเขต",
        "sharing": "none",
        "why": "ทดสอบ",
    }


def usual_due_days(be):
    return {f"due_{step.code}": thai_date_short(day) for step, day in usual_days(FiscalYear(be))}


def forum(state, **more):
    return lambda city: {"pk": getattr(city, state).pk, **more}


def file_of(state, name):
    return lambda city: {"pk": getattr(city, state).pk, "uuid": getattr(city, name).uuid}


def into_the_draft(city):
    return f"?plan={city.draft.plan.pk}"


def submitted(city):
    return {"revision": city.submitted.pk}


def action_plan(be):
    return lambda city: {"year": be, "code": city.home.code}


def item(name):
    return lambda city: {"uuid": getattr(city, name).uuid}


def plan(name, **more):
    return lambda city: {"year": getattr(city, name).plan.fiscal_year, "code": city.home_community.code, **more}


def purse(city):
    return {"pk": city.purse.pk}


def carry(name):
    return lambda city: {"pk": getattr(city, name).pk}


def carried_use(_city):
    return movement() | {"document_no": "ฎ 2"}


def closing_of_month(city):
    month = date(2023, 3, 1)
    sums = sums_to(city.home, month)
    seen = basis_of_month(city.home, month).sealed
    return {"committed": sums.committed, "disbursed": sums.disbursed, "carried": sums.carried, "seen": seen}


def closing_of_year(_city):
    return {"act": uuid4(), "document_no": "กท 2100/2", "seen": basis_of_year(FiscalYear(2565)).sealed}


def allots_first(_city):
    return {"needs_allotment": "yes"} | RULE


def flagship(city):
    return {"pk": city.flagship.pk}


def report(name):
    return lambda city: {"pk": getattr(city, name).pk}


def movement():
    return {"act": uuid4(), "amount": "1,000", "on": TODAY}


BUYS = {"get": sees(HOME, refused=CITY), "post": sees(HOME, refused=CITY)}
OF_A_LOT = "the entry, its table, and the lot"


def lot(name):
    return lambda city: {"uuid": getattr(city, name).uuid}


def money_of_lot(lot):
    lot.refresh_from_db()
    seen = basis_of_lot(lot, purses_of_lot(lines_of(lot))).sealed
    return {"uuid": uuid4(), "on": TODAY, "confirmed": "1", "seen": seen}


def the_officer(city):
    return {"pk": city.officer.pk}


def the_run(city):
    return {"pk": city.run.pk}


def destruction(city):
    return {"pk": city.destruction.pk}


def quarter_of(attribute):
    return lambda city: {"uuid": getattr(city, attribute).uuid, "quarter": 1}


def office_quarter(city):
    return {"year": 2566, "quarter": 1, "code": city.home.code}


def indicator_quarter(city):
    return office_quarter(city) | {"indicator": "KPI-1"}


def verdict(city):
    narrative = Narrative.objects.select_related("report").get(pk=city.narrative.pk)
    basis = basis_of_evaluation(narrative, narrative.report, frozen_of("KPI-1", narrative.report))
    return {"verdict": "accepted", "score": "80", "comment": "ครบ", "seen": basis.sealed}


def picture():
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    return SimpleUploadedFile("intruder.png", file.getvalue())


# --- what has to happen first


def goes_on(city):
    return {f"decision-{project.pk}": "continue" for project in city.last_year.projects.live()}


def entered_from_paper(city):
    enter_from_paper(plan_id=city.draft.plan_id, by=city.officer, at=AT, on=DAY)


def action_plan_submitted(city):
    submit(plan_id=city.draft_item.plan_id, by=city.officer, at=AT, on=DAY)


def amendment_opened(city):
    open_amendment(plan_id=city.item.plan_id, reason="ทดสอบ", by=city.officer, at=AT)


def officer_has_a_second_factor(city):
    Authenticator.objects.create(user=city.officer, type=Authenticator.Type.TOTP, data={})


def frozen(city):
    freeze_quarter(year=YEAR, quarter=1, by=city.strategy, at=AT)


def gathered(city):
    signed = {"gathered_at": AT, "gathered_by": city.social}
    type(city.quarter_report).objects.update(state=QuarterState.GATHERED, **signed)


DRAFTS = sees(HOME, refused=CITY)
DECIDES_ON_POLICIES = sees("director", refused="officer" + CITY)


def statement(city):
    return action_plan(2567)(city) | {"lineage": city.statement.lineage}


def new_statement(city):
    return {"text": "ข้อใหม่", "proposals": [str(city.proposal.pk)]}


def seen_statement(city):
    return new_statement(city) | {"seen": basis_of_statement(city.statement).sealed}


def policy_submitted(city):
    signed = {"submitted_at": AT, "submitted_by": city.officer}
    AreaPolicy.objects.filter(pk=city.policy.pk).update(state=PolicyState.SUBMITTED, **signed)


def seen_report(city):
    return {"seen": basis_of_sending(QuarterReport.objects.get(pk=city.quarter_report.pk)).sealed}


def seen_vote(city):
    return basis_of_vote(table_for(BudgetRequest.objects.filter(pk=city.asked_voted.pk)).to_grant)


def seen_policy(city):
    return {"seen": basis_of_policy(AreaPolicy.objects.get(pk=city.policy.pk)).sealed}


def sent(city):
    frozen(city)
    gathered(city)
    type(city.quarter_report).objects.update(state=QuarterState.SENT, sent_at=AT, sent_by=city.social)


def destruction_approved(city):
    decision = {"committee": "คณะกรรมการ", "decided_on": DAY, "decision_number": "1/2566"}
    signed = {"approved_at": AT, "approved_by": city.strategy}
    DestructionList.objects.update(state=DestructionState.APPROVED, **decision, **signed)


# --- why an act is not in the log

NOBODYS_BUSINESS = "how a person looks at the own work is nobody's business"
RESULTS_ARE_NOT_COMPLETE = "the results are not complete, so this says no"
THE_FRAMEWORKS_OWN = "a page of the framework, not an act on the portal's records"


# Nobody has a second factor but a person who is in no table.
NO_FACTOR = sees("")
# Led to typing the password once more before anything else is looked at.
CONFIRM = sees("anyone", status=FOUND)
HALF_WAY_IN = CONFIRM


def somebodys_passkey(city):
    return {"pk": city.passkey.pk}


def first_quarter(_city):
    return {"seen": basis_of_figures(figures(YEAR, quarter_day(YEAR, 1), at=AT)).sealed}


def including(project):
    shown = type(project).objects.get(pk=project.pk)  # as the page reads it
    return Bases.of({shown.pk: basis_of_inclusion(shown)}).sealed


PREPARES = sees(HOME, refused=CITY)
HANDS_IN = sees("director", refused="officer" + CITY)


def request(name):
    return lambda city: {"pk": getattr(city, name).pk}


def request_line(city):
    return {"pk": city.asked_draft.pk, "line": city.asked_line.pk}


def vote(city):
    return {"pk": city.asked_voted.pk, "stage": city.voted.pk}


ROWS: dict[str, Row | dict[str, Row]] = {
    # --- the public site
    "public:home": Row(get=EVERYONE),
    "public:districts": Row(get=EVERYONE),
    "public:district": Row(args=lambda city: {"code": city.home.code}, get=EVERYONE),
    "public:indicator": Row(args=lambda city: year(city) | {"code": "KPI-2"}, get=EVERYONE),
    "public:unit": Row(args=lambda city: year(city) | {"code": "KPI-1", "unit": city.home.pk}, get=EVERYONE),
    "public:hearings": Row(get=EVERYONE),
    "public:hearing": {
        "published": Row(args=lambda city: {"pk": city.published.pk}, get=EVERYONE),
        "announced": Row(args=lambda city: {"pk": city.announced.pk}, get=EVERYONE),
        "not announced yet": Row(
            args=lambda city: {"pk": city.planned.pk},
            get=sees("officer director social strategy administrator") | {"visitor": NOT_THERE},
        ),
    },
    "public:proposal": {
        "published": Row(args=lambda city: {"uuid": city.proposal.uuid}, get=EVERYONE),
        "not published yet": Row(args=lambda city: {"uuid": city.unpublished_proposal.uuid}, get=NOT_FOR_ANYONE),
    },
    "public:action-plan": {
        "approved": Row(args=action_plan(2566), get=EVERYONE),
        "being written": Row(args=action_plan(2567), get=NOT_FOR_ANYONE),
        "as it will be": Row(args=action_plan(2567), query="?draft=1", get=sees(HOME + CITY) | {"visitor": NOT_THERE}),
    },
    "public:item": {
        "approved": Row(args=lambda city: {"uuid": city.item.uuid}, get=EVERYONE),
        "draft": Row(args=lambda city: {"uuid": city.draft_item.uuid}, get=NOT_FOR_ANYONE),
    },
    "public:plan": {
        "confirmed": Row(args=plan("confirmed"), get=EVERYONE),
        "submitted": Row(args=plan("submitted"), get=NOT_FOR_ANYONE),
        "draft": Row(args=plan("draft"), get=NOT_FOR_ANYONE),
    },
    "public:search": Row(get=EVERYONE, query="?q=ทดสอบ"),
    "public:about": Row(get=EVERYONE),
    "public:privacy": Row(get=EVERYONE),
    "public:accessibility": Row(get=EVERYONE),
    "public:contacts": Row(get=EVERYONE),
    "public:robots": Row(get=EVERYONE),
    "public:sitemap": Row(get=EVERYONE),
    "public:sitemap-section": Row(args=lambda _city: {"section": "proposals"}, get=EVERYONE),
    "public:favicon": Row(get=sees("everyone", status=FOUND)),
    # --- each person's own work
    "desk:my-work": Row(get=ANYONE),
    "desk:setting-up": Row(get=only("strategy administrator")),
    "desk:wear-hat": Row(
        post=ANYONE, data=lambda city: {"hat": f"district_officer:{city.home.pk}"}, acts=0, why=NOBODYS_BUSINESS
    ),
    "desk:year": Row(post=ANYONE, data=lambda _city: {"year": "2565"}, acts=0, why=NOBODYS_BUSINESS),
    "desk:notices": Row(get=ANYONE),
    "desk:read-notices": Row(post=ANYONE, acts=0, why=NOBODYS_BUSINESS),
    "desk:year-of-offices": Row(args=year, get=only(STAFF)),
    "desk:year-of-office": Row(args=lambda city: {"year": 2566, "code": city.home.code}, get=sees(HOME + CITY)),
    "desk:communities": Row(args=lambda city: {"year": 2566, "code": city.home.code}, get=sees(HOME + CITY)),
    "desk:find": Row(query="?q=ชุมชน", get=ANYONE),
    "desk:gallery": Row(get=ANYONE),
    "core:understood": Row(args=lambda _city: {"kind": "baht"}, query="?amount=1.5+แสน", get=ANYONE),
    # --- people
    "accounts:people": Row(get=only(LOOKS_AFTER_PEOPLE)),
    "accounts:invite": Row(
        get=only(LOOKS_AFTER_PEOPLE),
        post=only(LOOKS_AFTER_PEOPLE),
        data=lambda city: {
            "full_name": "ผู้บุกรุก",
            "username": "intruder",
            "role": "district_officer",
            "district": city.home.pk,
            "starts_on": "2023-06-02",
        },
        acts=3,
        why="the account, its link and its role",
    ),
    # Who works in one office is led to its page.
    "accounts:offices": Row(get=ANYONE | dict.fromkeys(people(f"{HOME}away_officer away_director"), FOUND)),
    "accounts:office": Row(args=the_office, get=sees("officer director administrator")),
    "accounts:usual-sections-everywhere": Row(
        post=only("administrator"),
        first=lambda city: city.office.sections.all().delete(),
        acts=20,
        why="a line for each section of both offices",
    ),
    "accounts:usual-sections": Row(args=the_office, post=ARRANGED, acts=10, why="a line for each section"),
    "accounts:section-add": Row(
        args=the_office, get=ARRANGED, post=ARRANGED, data=lambda _city: {"name": "ฝ่ายปกครอง", "duties": ["forums"]}
    ),
    "accounts:section": Row(
        args=the_section, get=ARRANGED, post=ARRANGED, data=lambda _city: {"name": "ฝ่ายปกครอง", "duties": ["forums"]}
    ),
    "accounts:section-close": Row(args=the_section, get=ARRANGED, post=ARRANGED),
    "accounts:sections-of": Row(
        args=lambda city: the_office(city) | {"assignment": city.officer.assignments.earliest("pk").pk},
        get=ARRANGED,
        post=ARRANGED,
        data=lambda city: {"sections": [city.section.pk]},
    ),
    "accounts:log": Row(get=only("administrator")),
    "accounts:log-file": Row(get=only("administrator")),
    "accounts:person": Row(args=the_officer, get=sees("director administrator", refused="officer")),
    "accounts:give-role": Row(
        args=the_officer,
        get=sees("director administrator", refused="officer"),
        post=sees("director administrator", refused="officer"),
        data=lambda city: {"role": "district_officer", "district": city.away.pk, "starts_on": "2023-06-02"},
    ),
    "accounts:end-role": Row(
        args=lambda city: the_officer(city) | {"assignment": city.officer.assignments.earliest("pk").pk},
        post=sees("director administrator", refused="officer"),
        data=lambda _city: {"on": "2023-06-02"},
    ),
    "accounts:new-link": Row(args=the_officer, post=sees("director administrator", refused="officer")),
    "accounts:forget-second-factor": Row(
        args=the_officer, post=sees("administrator", refused="officer director"), first=officer_has_a_second_factor
    ),
    "accounts:close": Row(
        args=the_officer,
        post=sees("administrator", refused="officer director"),
        acts=2,
        why="the account and the role that ends with it",
    ),
    "accounts:my-data": Row(get=ANYONE, post=ANYONE, data=lambda _city: {"format": "json"}),
    "accounts:my-letters": Row(get=ANYONE, post=ANYONE, data=lambda _city: {"pace": "at_once", "language": "en"}),
    "accounts:address": Row(
        args=the_officer,
        get=sees("officer director administrator"),
        post=sees("officer director administrator"),
        data=lambda _city: {"email": "another@example.org"},
    ),
    "stop-letters": Row(
        args=lambda city: {"token": stop_token(city.officer)},
        get=EVERYONE,
        post=EVERYONE,
        data=lambda _city: {"again": "yes"},
        acts=0,
        why="whoever holds the link acts as its person: who has logged in plays no part, and it takes up what holds",
    ),
    "accounts:person-data": Row(
        args=the_officer,
        get=sees("administrator", refused="officer director"),
        post=sees("administrator", refused="officer director"),
        data=lambda _city: {"format": "html"},
    ),
    "accounts:erase": Row(
        args=lambda city: {"pk": city.stranger.pk},
        get=sees("administrator", refused="stranger"),
        post=sees("administrator", refused="stranger"),
        data=lambda city: {"username": city.stranger.username},
    ),
    "accounts:destruction-lists": Row(get=only("administrator")),
    "accounts:destruction": Row(args=destruction, get=only("administrator")),
    "accounts:destruction-decide": Row(
        args=destruction,
        get=only("administrator"),
        post=only("administrator"),
        data=lambda city: {
            "committee": "คณะกรรมการ",
            "decided_on": TODAY,
            "decision_number": "1/2566",
            "seen": basis_of_list(DestructionList.objects.get(pk=city.destruction.pk)).sealed,
        },
    ),
    "accounts:destruction-item": Row(
        args=lambda city: destruction(city) | {"item": city.destruction.items.earliest("pk").pk},
        post=only("administrator"),
        data=lambda _city: REASON,
    ),
    "accounts:destroy": Row(args=destruction, post=only("administrator"), first=destruction_approved),
    "enter": Row(
        args=lambda _city: {"token": "guessed"},
        get=sees("everyone", status=410),
        post=sees("everyone", status=410),
        acts=0,
        why="a link that was never made",
    ),
    # --- routes
    "routes:offices": Row(get=only("administrator") | dict.fromkeys(("director", "away_director"), FOUND)),
    "routes:office": Row(
        args=lambda city: {"code": city.home.code},
        get=sees("director administrator", refused="officer social strategy"),
        post=sees("director administrator", refused="officer social strategy"),
        data=lambda city: {
            CONFIRMATION_PAPER: ["section_head"],
            "seen": basis_of_routes(city.home.office).sealed,
        },
    ),
    "routes:paper": Row(args=on_its_way, get=sees(HOME + CITY, status=FOUND)),
    "routes:pass": Row(
        args=on_its_way,
        get=sees("director", refused="officer" + CITY),
        post=sees("director", refused="officer" + CITY),
        data=lambda city: {"seen": basis_of_results(city.on_its_way).sealed},
    ),
    "routes:send-back": Row(
        args=on_its_way,
        get=sees("director", refused="officer" + CITY),
        post=sees("director", refused="officer" + CITY),
        data=lambda city: REASON | {"seen": basis_of_results(city.on_its_way).sealed},
        acts=2,
        why="the paper, and the forum that is recorded again",
    ),
    # --- years
    "years:list": Row(get=only(STAFF)),
    "years:begin": Row(get=STRATEGY_ALONE, post=STRATEGY_ALONE, data=lambda _city: {"year": "2567", "source": ""}),
    "years:year": {"opened": Row(args=year, get=sees(STAFF)), "draft": Row(args=draft_year, get=sees(FIGURES))},
    "years:open": Row(
        args=draft_year,
        get=OF_A_DRAFT,
        post=OF_A_DRAFT,
        data=lambda city: {"seen": basis_of_opening(city.draft_year, parts_of(city.draft_year.year)).sealed},
    ),
    "years:discard": Row(args=draft_year, get=OF_A_DRAFT, post=OF_A_DRAFT),
    "years:days": {"opened": Row(args=year, get=sees(STAFF)), "draft": Row(args=draft_year, get=sees(FIGURES))},
    "years:days-edit": {
        "opened": Row(
            args=year,
            get=sees("strategy", refused=f"{DISTRICT} social administrator"),
            post=sees("strategy", refused=f"{DISTRICT} social administrator"),
            data=lambda _city: OTHER_DAYS | {"closing_on": "15 ต.ค. 2566", "due_quarter_1": "31 ธ.ค. 2565"} | REASON,
            acts=2,
            why="the days, and that an opened year changed",
        ),
        "draft": Row(
            args=draft_year,
            get=OF_A_DRAFT,
            post=OF_A_DRAFT,
            data=lambda city: (
                OTHER_DAYS
                | {"closing_on": "15 ต.ค. 2569", f"due_{city.own_step.code}": OWN_STEP["due_on"]}
                | usual_due_days(2569)
            ),
        ),
    },
    "years:step-new": {
        "opened": Row(
            args=year,
            get=STRATEGYS,
            post=STRATEGYS,
            data=lambda _city: OWN_STEP | REASON,
            acts=2,
            why="the step, and that an opened year changed",
        ),
        "draft": Row(args=draft_year, get=OF_A_DRAFT, post=OF_A_DRAFT, data=lambda _city: OWN_STEP),
    },
    "years:step-edit": Row(
        args=own_step,
        get=OF_A_DRAFT,
        post=OF_A_DRAFT,
        data=lambda city: OWN_STEP | {"seen": basis_of_step(city.own_step).sealed},
    ),
    "years:remind": Row(
        args=due_step,
        get=STRATEGYS,
        post=STRATEGYS,
        data=lambda _city: {"words": ""},
    ),
    "years:step-remove": Row(
        args=own_step,
        get=OF_A_DRAFT,
        post=OF_A_DRAFT,
        data=lambda city: {"seen": basis_of_step(city.own_step).sealed},
    ),
    "communities:year-template": {
        "opened": Row(args=year, get=sees(STAFF)),
        "draft": Row(args=draft_year, get=sees(FIGURES)),
    },
    "communities:year-cut-off": {
        "opened": Row(
            args=year,
            get=STRATEGYS,
            post=STRATEGYS,
            data=lambda _city: {"of_year": "31 มี.ค. 2566"} | REASON,
            acts=2,
            why=AND_THE_YEAR,
        ),
        "draft": Row(args=draft_year, get=OF_A_DRAFT, post=OF_A_DRAFT, data=lambda _city: {"of_year": "1 ต.ค. 2568"}),
    },
    "communities:template-preview": {
        "opened": Row(args=year, get=sees(STAFF)),
        "draft": Row(args=draft_year, get=sees(FIGURES)),
    },
    "communities:template-edit": {
        "opened": Row(
            args=year,
            get=STRATEGYS,
            post=STRATEGYS,
            data=lambda _city: written_template(2566) | REASON,
            acts=2,
            why=AND_THE_YEAR,
        ),
        "draft": Row(args=draft_year, get=OF_A_DRAFT, post=OF_A_DRAFT, data=lambda _city: written_template(2569)),
    },
    # --- figures
    "kpi:this-year": Row(get=sees("anyone", status=FOUND)),
    "kpi:dashboard": Row(args=year, get=only(STAFF)),
    "kpi:card": Row(args=lambda city: year(city) | {"code": "KPI-2"}, get=only(STAFF)),
    "kpi:units": Row(args=lambda city: year(city) | {"code": "KPI-1"}, get=only(STAFF)),
    "kpi:unit": Row(args=lambda city: year(city) | {"code": "KPI-1", "unit": city.home.pk}, get=only(STAFF)),
    "kpi:run": Row(args=year, post=only(STAFF), acts=0, why="asked for already: the same run"),
    "kpi:run-progress": Row(args=the_run, get=only(STAFF)),
    "kpi:run-cancel": Row(args=the_run, post=only(f"officer {FIGURES}")),  # the officer asked for it
    "kpi:quarters": Row(args=year, get=only(FIGURES)),
    "kpi:targets": {"opened": Row(args=year, get=sees(STAFF)), "draft": Row(args=draft_year, get=sees(FIGURES))},
    "kpi:targets-edit": {
        "opened": Row(
            args=lambda city: year(city) | OF_KPI_2,
            get=STRATEGYS,
            post=STRATEGYS,
            data=lambda city: (
                written_target(2566)
                | REASON
                | {"requester": "สยป.", "meeting": "ครั้งที่ 2/2566", "decided_on": "1 มิ.ย. 2566"}
            ),
            acts=2,
            why=AND_THE_YEAR,
        ),
        "draft": Row(
            args=lambda city: draft_year(city) | OF_KPI_2,
            get=OF_A_DRAFT,
            post=OF_A_DRAFT,
            data=lambda _city: written_target(2569),
        ),
    },
    "kpi:freeze": Row(
        args=lambda city: year(city) | {"quarter": 1},
        get=only(FIGURES),
        post=only(FIGURES),
        data=first_quarter,
        acts=5,
        why="one for each indicator",
    ),
    "kpi:reopen": Row(
        args=lambda city: year(city) | {"quarter": 1},
        get=only(FIGURES),
        post=only(FIGURES),
        data=lambda city: REASON | first_quarter(city),
        first=frozen,
        acts=5,
        why="one for each indicator",
    ),
    "kpi:quarter-reports": Row(args=lambda city: year(city) | {"quarter": 1}, get=only(CITY)),
    "kpi:quarter-report": Row(args=office_quarter, get=sees(HOME + CITY)),
    "kpi:quarter-gather": Row(
        args=office_quarter, post=sees(HOME, refused=CITY), acts=0, why="two indicators have no text"
    ),
    "kpi:quarter-send": Row(
        args=office_quarter,
        get=sees("director", refused="officer" + CITY),
        post=sees("director", refused="officer" + CITY),
        data=seen_report,
        first=gathered,
    ),
    "kpi:quarter-send-back": Row(
        args=office_quarter,
        get=sees("director", refused="officer" + CITY),
        post=sees("director", refused="officer" + CITY),
        data=lambda city: seen_report(city) | REASON,
        first=gathered,
    ),
    "kpi:narrative": Row(
        args=indicator_quarter,
        get=sees(HOME, refused=CITY),
        post=sees(HOME, refused=CITY),
        data=lambda _city: {"text": "จัดเวทีครบแล้ว", "problems": "", "version": "1"},
    ),
    "kpi:evaluate": Row(
        args=indicator_quarter,
        get=sees("strategy", refused=HOME + "social administrator"),
        post=sees("strategy", refused=HOME + "social administrator"),
        data=verdict,
        first=sent,
    ),
    "kpi:external-codes": Row(
        args=year, get=only(FIGURES), post=only(FIGURES), data=lambda _city: {"KPI-1": "2100-1037"}
    ),
    "kpi:reported": Row(
        args=year,
        get=only(FIGURES),
        post=only(FIGURES),
        data=lambda _city: {"code": "KPI-2", "quarter": "", "text": "ร้อยละ 80", "source": "รายงานประจำปี"},
    ),
    # --- forums
    "forums:this-year": Row(get=sees("anyone", status=FOUND)),
    "forums:list": Row(args=year, get=ANYONE),
    "forums:plan": Row(
        get=only(DISTRICT), post=only(DISTRICT), data=lambda _city: CALL | {"kind": "district_hearing", "second": "yes"}
    ),
    # A committee takes proposals over; the plan in question stands in the query.
    "forums:plan-proposals": {
        "being written": Row(args=plan("draft", number=1), get=sees("member " + HOME + CITY)),
        "confirmed": Row(args=plan("confirmed", number=1), get=ANYONE),
    },
    "forums:uptake": Row(query=into_the_draft, get=WRITES),
    "forums:uptake-take": Row(
        args=lambda city: {"uuid": city.proposal.uuid},
        query=into_the_draft,
        post=sees("member", refused=HOME + CITY, status=FOUND),
        acts=2,
        why="the project, and that it comes of the proposal",
    ),
    "forums:uptake-tie": Row(
        args=a_proposal,
        query=into_the_draft,
        get=WRITES,
        post=WRITES,
        data=lambda city: {"project": city.draft_project.pk},
    ),
    "forums:uptake-end": Row(
        args=lambda city: {"pk": city.uptake.pk},
        query=into_the_draft,
        get=WRITES,
        post=WRITES,
        data=lambda _city: REASON,
    ),
    "forums:working-up": Row(args=lambda city: year(city) | {"code": city.home.code}, get=only(HOME)),
    "forums:proposal-work": Row(args=a_proposal, get=only(HOME)),
    "forums:merge": Row(
        args=a_proposal,
        query=lambda city: f"?with={city.merged.into.uuid}",
        get=only(HOME),
        post=only(HOME),
        data=lambda city: {"proposals": [city.merged.into_id]},
    ),
    "forums:merge-undo": Row(
        args=lambda city: {"pk": city.merged.pk}, get=only(HOME), post=only(HOME), data=lambda _city: REASON
    ),
    "forums:split": Row(
        args=a_proposal,
        get=only(HOME),
        post=only(HOME),
        data=lambda _city: REASON | {"parts": "ของคนอื่น\nของใครก็ไม่รู้"},
        acts=2,
        why="a line for each part",
    ),
    "forums:proposal-tie": Row(
        args=a_proposal,
        query=lambda city: f"?q={city.project.title}",
        get=only(HOME),
        post=only(HOME),
        data=lambda city: {"project": city.project.pk},
    ),
    "forums:answer": Row(args=a_proposal, get=only(HOME), post=only(HOME), data=lambda _city: {"text": "ของคนอื่น"}),
    "forums:forward": Row(
        args=a_proposal, get=only(HOME), post=only(HOME), data=lambda _city: {"agency": "หน่วยงานของคนอื่น"}
    ),
    "forums:agency-answer": Row(
        args=a_reply, get=only(HOME), post=only(HOME), data=lambda _city: {"agency_answer": "ของคนอื่น"}
    ),
    "forums:reply-take-back": Row(args=a_reply, get=only(HOME), post=only(HOME), data=lambda _city: REASON),
    "forums:join-again": Row(
        args=lambda city: {"uuid": city.split.proposal.uuid},
        get=only(HOME),
        post=only(HOME),
        data=lambda _city: REASON,
    ),
    "forums:adopt": Row(
        args=plan("submitted"),
        get=sees(HOME, refused="member" + CITY),
        post=sees(HOME, refused="member" + CITY),
        data=lambda _city: {"adopted_on": TODAY, "adopted_by": "community_meeting"},
    ),
    "forums:cancel-adoption": Row(
        args=lambda city: plan("confirmed")(city) | {"adoption": city.adoption.pk},
        get=only(HOME),
        post=only(HOME),
        data=lambda _city: REASON,
    ),
    "forums:detail": {
        "not announced yet": Row(args=forum("planned"), get=sees(HOME + CITY)),
        "announced": Row(args=forum("announced"), get=ANYONE),
        "held": Row(args=forum("held"), get=ANYONE),
        "published": Row(args=forum("published"), get=ANYONE),
    },
    "forums:print": {
        "not announced yet": Row(args=forum("planned"), get=sees(HOME + CITY)),
        "published": Row(args=forum("published"), get=ANYONE),
    },
    "forums:preparing": {
        "not announced yet": Row(args=forum("planned"), get=sees(HOME + CITY)),
        "announced": Row(args=forum("announced"), get=only(HOME + CITY)),
    },
    "forums:needs": Row(args=forum("announced"), get=only(HOME + CITY)),
    "forums:programme": Row(
        args=forum("announced"),
        get=only(HOME),
        post=only(HOME),
        data=lambda city: {
            "starts_1": "09.00",
            "topic_1": "ลงทะเบียน",
            "seen": basis_of_programme(city.announced).sealed,
        },
    ),
    "forums:publicity": Row(
        args=forum("announced"),
        get=only(HOME),
        post=only(HOME),
        data=lambda city: {
            "on_1": TODAY,
            "channel_1": "poster",
            "seen": basis_of_publicity(city.announced).sealed,
        },
    ),
    "forums:guests": Row(
        args=forum("announced"),
        get=only(HOME),
        post=only(HOME),
        data=lambda city: {
            "communities": city.home_community.pk,
            "seen": basis_of_guests(city.announced).sealed,
        },
    ),
    "forums:open-to-group": Row(args=forum("announced"), get=only(HOME), post=only(HOME)),
    "forums:join": Row(
        args=forum("joint"),
        get=only(HOME),
        post=only(HOME),
        acts=3,
        why="planned, announced, and whose forum it is",
    ),
    "forums:copy": Row(
        args=forum("announced"),
        get=only(HOME),
        post=only(HOME),
        data=lambda _city: CALL | {"kind": "district_hearing"},
        acts=2,
        why="planned, and like which forum",
    ),
    "forums:edit": Row(
        args=forum("planned"),
        get=sees(HOME, refused=CITY),
        post=sees(HOME, refused=CITY),
        data=lambda city: CALL | {"kind": "other", "version": city.planned.version},
    ),
    "forums:sessions": Row(
        args=forum("announced"),
        get=only(HOME),
        post=only(HOME),
        data=lambda city: REASON | {"scheduled_on": "2023-06-21", "version": city.announced.version},
        acts=2,
        why="another day: moved, and the sessions changed",
    ),
    "forums:announce": Row(
        args=forum("planned"),
        get=sees(HOME, refused=CITY),
        post=sees(HOME, refused=CITY),
        data=lambda _city: {"announced_on": TODAY},
    ),
    "forums:postpone": Row(args=forum("announced"), get=only(HOME), post=only(HOME), data=lambda _city: MOVED),
    "forums:cancel": Row(args=forum("announced"), get=only(HOME), post=only(HOME), data=lambda _city: REASON),
    "forums:open": Row(args=forum("announced"), get=only(HOME), post=only(HOME)),
    "forums:held": Row(
        args=forum("announced"),
        get=only(HOME),
        post=only(HOME),
        data=lambda _city: {"held_on": TODAY, "reason": "x"},
        acts=2,
        why="held on another day than was set: moved, and held",
    ),
    "forums:not-held": Row(
        args=forum("held"), get=only(HOME), post=only(HOME), data=lambda _city: REASON, acts=0, why="results are there"
    ),
    "forums:record": Row(args=forum("held"), get=only(HOME)),
    "forums:priority": Row(args=forum("held"), get=only(HOME)),
    "forums:similar": Row(args=forum("held"), query="?q=ข้อเสนอทดสอบ", get=only(HOME)),
    "forums:attendance": Row(
        args=forum("held"),
        get=only(HOME),
        post=only(HOME),
        data=lambda city: {"attendance_total": "9", "version": city.held.version},
    ),
    "forums:meeting": Row(
        args=forum("held"),
        get=only(HOME),
        post=only(HOME),
        data=lambda city: {"summary": "แก้แล้ว", "version": city.held.version},
    ),
    "forums:agenda": Row(
        args=forum("held", part=1),
        get=only(HOME),
        post=only(HOME),
        data=lambda _city: {"topic": "แก้แล้ว", "resolution": "แก้แล้ว", "version": "0"},
    ),
    "forums:proposal": Row(
        args=lambda city: {"pk": city.held.pk, "uuid": city.unpublished_proposal.uuid},
        get=only(HOME),
        post=only(HOME),
        data=lambda _city: {"title": "แก้แล้ว", "version": "1"},
    ),
    "forums:upload": Row(args=forum("held"), get=only(HOME), post=only(HOME), data=lambda _city: {"files": picture()}),
    "forums:file-public": Row(
        args=file_of("published", "secret_file"), post=sees(HOME, refused=CITY), data=lambda _city: {"is_public": "yes"}
    ),
    "forums:file-remove": Row(args=file_of("published", "public_file"), post=only(HOME)),
    "forums:finish": Row(args=forum("held"), get=only(HOME), post=only(HOME), acts=0, why=RESULTS_ARE_NOT_COMPLETE),
    "forums:resume": Row(
        args=forum("held"),
        get=only(HOME),
        post=only(HOME),
        data=lambda _city: REASON,
        acts=0,
        why=RESULTS_ARE_NOT_COMPLETE,
    ),
    "forums:publish": Row(
        args=forum("held"),
        get=only(HOME),
        post=only(HOME),
        data=lambda _city: {"is_free_of_personal_data": "on"},
        acts=0,
        why=RESULTS_ARE_NOT_COMPLETE,
    ),
    "forums:withdraw": Row(
        args=forum("published"),
        get=only(HOME),
        post=only(HOME),
        data=lambda city: REASON | {"seen": basis_of_results(city.published).sealed},
    ),
    "file": {
        "published": Row(args=lambda city: {"uuid": city.public_file.uuid}, get=EVERYONE),
        "for the offices": Row(args=lambda city: {"uuid": city.secret_file.uuid}, get=OFFICES),
        "to be published": Row(args=lambda city: {"uuid": city.unpublished_file.uuid}, get=OFFICES),
    },
    # --- community plans
    # --- the register and its committees
    "communities:register": Row(get=ANYONE),
    "communities:export": Row(args=lambda _city: {"kind": "csv"}, get=ANYONE),
    "communities:community": Row(args=home, get=ANYONE),
    "communities:standing": Row(
        args=home,
        get=KEEPERS,
        post=KEEPERS,
        data=lambda city: {
            "type": city.home_community.standings.get().type_id,
            "status": "dissolved",
            "starts_on": TODAY,
        },
    ),
    "communities:entry": Row(
        args=home,
        get=KEEPERS,
        post=KEEPERS,
        data=lambda city: {"name": "ใหม่", "subdistrict": city.home_community.subdistrict_id, "on": TODAY},
    ),
    "communities:end": Row(args=home, get=KEEPERS, post=KEEPERS, data=lambda _city: {"on": TODAY, "note": "ย้ายออกหมด"}),
    "communities:merge": Row(
        args=home,
        get=KEEPERS,
        post=KEEPERS,
        data=lambda city: {
            "into": city.neighbour.pk,
            "on": TODAY,
        },
    ),
    "communities:split": Row(
        args=home,
        get=KEEPERS,
        post=KEEPERS,
        data=lambda _city: {"names": "แยกหนึ่ง", "on": TODAY},
        acts=2,
        why="the new community, and the old one",
    ),
    "communities:import": Row(get=sees("anyone", status=FOUND)),
    "communities:import-result": Row(args=row_list("register_list"), get=sees("anyone", status=FOUND)),
    "communities:committee": Row(args=home, get=only(HOME + "member" + CITY)),
    "communities:term-begin": Row(args=home, get=SEATS, post=SEATS, data=lambda _city: {"starts_on": TODAY}),
    "communities:term-end": Row(args=term, get=SEATS, post=SEATS, data=lambda _city: {"on": TODAY}),
    "communities:member-seat": Row(
        args=term, get=SEATS, post=SEATS, data=lambda _city: SEATED | {"starts_on": TODAY, "uuid": str(uuid4())}
    ),
    "communities:seat-table": Row(
        args=term,
        get=SEATS,
        post=SEATS,
        data=lambda city: (
            bases_of_seats(city.home_community.committees.earliest("pk")).sealed
            | {"full_name-new1": "มานี มีนา", "uuid-new1": str(uuid4()), "starts_on": TODAY, "leaves_on": TODAY}
        ),
    ),
    "communities:members-invite": Row(
        args=term, get=only(HOME), post=only(HOME), acts=0, why="all have an account and its password"
    ),
    "communities:member-correct": Row(args=seat, get=SEATS, post=SEATS, data=lambda _city: SEATED),
    "communities:member-leave": Row(args=seat, get=SEATS, post=SEATS, data=lambda _city: {"on": TODAY}),
    "communities:member-invite": Row(
        args=seat, get=only(HOME), post=only(HOME), acts=0, why="the seat has its account"
    ),
    "communities:member-link": Row(
        args=seat, get=only(HOME), post=only(HOME), acts=0, why="the seat's account has its password"
    ),
    "communities:assistant-name": Row(
        args=home,
        get=only("member"),
        post=only("member"),
        data=lambda city: {"full_name": str(city.stranger), "username": city.stranger.username},
    ),
    "communities:assistant-end": Row(args=assistant, get=only(HOME + "member"), post=only(HOME + "member")),
    "communities:assistant-link": Row(
        args=assistant,
        get=only(HOME + "member"),
        post=only(HOME + "member"),
        acts=0,
        why="the assistant's account has its password",
    ),
    # --- trainings
    "communities:my-trainings": Row(get=ANYONE),
    "communities:trainings": Row(args=lambda _city: {"year": 2566}, get=OFFICE),
    "communities:training-figures": Row(args=lambda _city: {"year": 2566}, get=OFFICE),
    "communities:course-new": Row(
        args=lambda _city: {"year": 2566},
        get=HOLDS_COURSES,
        post=HOLDS_COURSES,
        data=lambda _city: {"name": "หลักสูตรของคนอื่น", "uuid": str(uuid4())},
    ),
    "communities:course-edit": {
        "of the bureau": Row(
            args=lambda city: {"course": city.course.pk},
            get=OF_THE_BUREAU,
            post=OF_THE_BUREAU,
            data=lambda _city: {"name": "ชื่ออื่น", "version": "1"},
        ),
        "of a district": Row(
            args=lambda city: {"course": city.own_course.pk},
            get=OF_THE_DISTRICT,
            post=OF_THE_DISTRICT,
            data=lambda _city: {"name": "ชื่ออื่น", "version": "1"},
        ),
    },
    "communities:training-new": Row(
        args=lambda city: {"course": city.course.pk},
        get=OF_THE_BUREAU,
        post=OF_THE_BUREAU,
        data=lambda _city: SESSION | {"number": "90", "uuid": str(uuid4())},
    ),
    "communities:untrained": Row(args=lambda city: {"code": city.home.code}, get=only(HOME + CITY)),
    "communities:untrained-export": Row(args=lambda city: {"code": city.home.code}, get=only(HOME + CITY)),
    "communities:training": {
        "being prepared": Row(args=training("planned"), get=sees(CITY)),
        "announced": Row(args=training("announced"), get=SEES_TRAINING),
    },
    "communities:training-edit": Row(
        args=training("announced"),
        get=OF_THE_BUREAU,
        post=OF_THE_BUREAU,
        data=lambda city: (
            SESSION | {"number": city.training_announced.number, "seen": seen_training(city, "announced")}
        ),
    ),
    "communities:training-invite": Row(
        args=training("announced"),
        get=OF_THE_BUREAU,
        post=OF_THE_BUREAU,
        data=lambda city: {f"district_{city.home.pk}": "20", "seen": seen_training(city, "announced")},
    ),
    "communities:training-announce": Row(
        args=training("planned"),
        get=ONLY_PREPARED,
        post=ONLY_PREPARED,
        data=lambda city: {"seen": seen_training(city, "planned")},
    ),
    "communities:training-held": Row(args=training("announced"), get=OF_THE_BUREAU, post=OF_THE_BUREAU),
    "communities:training-not-held": Row(args=training("held"), get=OF_THE_BUREAU, post=OF_THE_BUREAU),
    "communities:training-close": Row(
        args=training("held"),
        get=OF_THE_BUREAU,
        post=OF_THE_BUREAU,
        acts=0,
        why="attendance is not recorded",
        data=lambda city: {"seen": seen_training(city, "held")},
    ),
    "communities:training-reopen": Row(
        args=training("closed"),
        get=OF_THE_BUREAU,
        post=OF_THE_BUREAU,
        data=lambda city: REASON | {"seen": seen_training(city, "closed")},
    ),
    "communities:training-cancel": Row(
        args=training("announced"),
        get=OF_THE_BUREAU,
        post=OF_THE_BUREAU,
        data=lambda city: REASON | {"seen": seen_training(city, "announced")},
    ),
    "communities:trainees": Row(
        args=district_at("announced"),
        get=BRINGS_PEOPLE,
        post=BRINGS_PEOPLE,
        data=lambda city: {"members": [city.other_seat.pk, city.seat.pk], "shown": [city.seat.pk]},
    ),
    "communities:attendance": Row(args=training("held"), get=BRINGS_PEOPLE),
    "communities:attendance-row": Row(
        args=district_at("held"),
        get=BRINGS_PEOPLE,
        post=BRINGS_PEOPLE,
        data=lambda city: {"version": "1", "officers": "3"},
    ),
    "communities:attendance-list": Row(
        args=training("held"),
        get=BRINGS_PEOPLE,
        post=BRINGS_PEOPLE,
        acts=0,
        why="the list is shown before it is recorded",
        data=lambda city: {"text": city.other_seat.full_name},
    ),
    "communities:training-upload": Row(
        args=training("held"),
        get=OF_THE_BUREAU,
        post=OF_THE_BUREAU,
        data=lambda _city: {"kind": "sheet", "files": picture()},
    ),
    "communities:course-file": {
        "handed out": Row(args=course_file("material"), get=SEES_TRAINING),
        "a signed sheet": Row(args=course_file("sheet"), get=sees(CITY)),
    },
    "communities:course-file-remove": Row(args=course_file("material"), post=OF_THE_BUREAU),
    # --- plans of communities
    "communities:plans": Row(args=next_year, get=ANYONE),
    "communities:plan": {
        "being written": Row(args=plan("draft"), get=sees("member " + HOME + CITY)),
        "confirmed": Row(args=plan("confirmed"), get=ANYONE),
        "not begun": Row(args=lambda city: plan("draft")(city) | {"year": 2563}, get=sees(NOBODY)),
    },
    "communities:edition": Row(args=plan("draft", number=1), get=sees("member " + HOME + CITY)),
    "communities:differences": Row(args=plan("came_back", number=2), get=sees("member " + HOME + CITY)),
    "communities:comments": Row(
        args=plan("submitted"),
        get=COMMENTS,
        post=COMMENTS,
        data=lambda _city: {"uuid": uuid4(), "about": "", "text": "ใหม่"},
    ),
    "communities:comment-answer": Row(
        args=lambda city: plan("submitted")(city) | {"uuid": city.comment.uuid},
        get=COMMENTS,
        post=COMMENTS,
        data=lambda _city: {"answer": "ใหม่"},
    ),
    "communities:begin": Row(args=plan("submitted"), post=only("member " + HOME), acts=0, why="begun already"),
    "communities:enter-from-paper": Row(args=plan("draft"), get=ENTERS, post=ENTERS),
    "communities:take-over": Row(args=plan("draft"), get=WRITES, post=WRITES, first=entered_from_paper),
    "communities:meeting-record": Row(args=plan("from_paper", number=1), get=sees("member " + HOME + CITY)),
    "communities:write": Row(args=plan("draft"), get=WRITES),
    "communities:write-step": Row(args=plan("draft", step="items"), get=WRITES),
    "communities:missing": Row(args=plan("draft"), get=WRITES),
    "communities:review": Row(
        args=plan("draft"),
        get=WRITES,
        post=WRITES,
        data=lambda city: {"confirm": "yes", **bases_of_review(city.last_year).sealed, **goes_on(city)},
    ),
    "communities:review-undo": Row(args=plan("draft"), post=WRITES, acts=0, why="nothing was reviewed"),
    "communities:submit": Row(args=plan("draft"), get=WRITES, post=WRITES, acts=0, why="the plan is not complete"),
    "communities:section": Row(
        args=plan("draft", section="vision"),
        get=WRITES,
        post=WRITES,
        data=lambda _city: {"text": "ใหม่", "version": "0"},
    ),
    "communities:problem": Row(
        args=lambda city: plan("draft")(city) | {"uuid": city.problem.uuid},
        get=WRITES,
        post=WRITES,
        data=lambda _city: {"problem": "ใหม่", "version": "1"},
    ),
    "communities:add-project": Row(
        args=plan("draft"), post=WRITES, data=lambda _city: {"title": "ใหม่", "uuid": uuid4()}
    ),
    "communities:project": Row(
        args=lambda city: plan("draft")(city) | {"uuid": city.draft_project.uuid},
        get=WRITES,
        post=WRITES,
        data=lambda _city: {"title": "ใหม่", "kind": "self", "version": "1"},
    ),
    "communities:project-items": Row(
        args=lambda city: plan("draft")(city) | {"uuid": city.draft_project.uuid},
        get=WRITES,
        post=WRITES,
        data=lambda _city: {"reason": "ใหม่", "version": "1"},
    ),
    "communities:return-reason": Row(
        args=lambda city: plan("came_back")(city) | {"uuid": city.return_reason.uuid},
        get=WRITES,
        post=WRITES,
        data=lambda _city: {"mended": "on", "version": "1"},
    ),
    "communities:row-act": Row(
        args=lambda city: (
            plan("draft")(city) | {"kind": "projects", "uuid": city.draft_project.uuid, "act": "take-out"}
        ),
        post=WRITES,
    ),
    "budget:withdraw-confirmation": Row(
        args=plan("confirmed"),
        get=only(HOME),
        post=only(HOME),
        data=lambda city: REASON | {"seen": basis_of_confirmation(city.confirmed).sealed},
    ),
    "budget:recall-plan": Row(args=plan("submitted"), get=WRITES, post=WRITES),
    # --- checks of community plans
    "budget:checks-this-year": Row(get=sees("anyone", status=FOUND)),
    "budget:checks": Row(args=next_year, get=only(STAFF)),
    "budget:check": Row(args=submitted, get=sees(HOME + CITY, refused="member")),
    "budget:outcomes": {
        "decided": Row(args=lambda city: {"revision": city.confirmed.pk}, get=ANYONE),
        "being checked": Row(args=submitted, get=sees(HOME + CITY)),
    },
    "budget:answer": Row(
        args=lambda city: submitted(city) | {"project": city.project.pk},
        get=sees(HOME, refused="member" + CITY),
        post=sees(HOME, refused="member" + CITY),
        data=lambda _city: {"fits_mission": "yes", "version": "0"},
    ),
    "budget:check-meeting": Row(
        args=submitted,
        get=sees(HOME, refused="member" + CITY),
        post=sees(HOME, refused="member" + CITY),
        acts=2,
        why="the meeting, and the check of one project",
        data=lambda city: {
            "projects": city.project.pk,
            "outcome": "include",
            "met_on": "1 มิ.ย. 2566",
            "members": "9",
            "votes_for": "9",
            "votes_against": "0",
            "act": uuid4(),
            f"seen-{city.project.pk}": basis_of_answers(city.submitted.projects.get()).sealed,
        },
    ),
    "budget:check-meeting-undo": Row(
        args=lambda city: submitted(city) | {"meeting": city.meeting.pk},
        post=sees(HOME, refused="member" + CITY),
    ),
    "budget:check-keep": Row(
        args=submitted,
        post=sees(HOME, refused="member" + CITY),
        acts=0,
        why="there is no earlier edition to keep answers of",
    ),
    "budget:check-confirm": Row(
        args=submitted,
        get=sees(HOME, refused="member" + CITY),
        post=sees(HOME, refused="member" + CITY),
        acts=0,
        why="a project is not checked yet",
    ),
    "budget:check-hand-in": Row(
        args=submitted,
        get=sees(HOME, refused="member" + CITY),
        post=sees(HOME, refused="member" + CITY),
        acts=0,
        why="a project is not checked yet",
    ),
    "budget:check-proof": Row(args=lambda city: {"revision": city.confirmed.pk}, get=only(HOME + CITY)),
    "budget:check-return": Row(
        args=submitted,
        get=sees(HOME, refused="member" + CITY),
        post=sees(HOME, refused="member" + CITY),
        data=lambda city: REASON | {"seen": basis_of_check(city.submitted).sealed},
    ),
    "budget:second-look-ask": Row(
        args=lambda city: {"revision": city.confirmed.pk, "project": city.forwarded.pk},
        get=sees("member", refused=HOME + CITY + OUTSIDERS),
        post=sees("member", refused=HOME + CITY + OUTSIDERS),
        data=lambda _city: REASON,
    ),
    "budget:second-look": Row(
        args=lambda city: {"revision": city.confirmed.pk, "project": city.waiting.pk},
        get=sees(HOME, refused="member" + CITY + OUTSIDERS),
        post=sees(HOME, refused="member" + CITY + OUTSIDERS),
        data=lambda city: {
            "fits_mission": "yes",
            "fits_area_strategy": "yes",
            "fits_city_strategy": "yes",
            "outcome": "include",
            "reply": "เขตมีวงเงินแล้ว",
            "seen": basis_of_second_look(SecondLook.objects.get(pk=city.look.pk)).sealed,
        },
        acts=2,
        why="the answers, and that they answer the community",
    ),
    "budget:waiting": Row(get=only(STAFF)),
    "budget:waiting-file": Row(get=only(STAFF)),
    "budget:waiting-answer": Row(
        args=lambda city: {"pk": city.question.pk},
        get=WRITES,
        post=WRITES,
        data=lambda _city: {"is_wanted": "no", "why": "ทำเองแล้ว"},
    ),
    # --- the action plan
    "budget:action-plans-this-year": Row(get=sees("anyone", status=FOUND)),
    "budget:action-plans": Row(args=year, get=DISTRICT_OR_ALL),
    "budget:action-plan": {
        "approved": Row(args=action_plan(2566), get=ANYONE),
        "being written": Row(args=action_plan(2567), get=sees(HOME + CITY)),
        "not begun": Row(args=action_plan(2565), get=sees(HOME + CITY)),
    },
    "budget:action-plan-open": Row(args=action_plan(2565), post=only(HOME)),
    "budget:pool": Row(
        args=action_plan(2567),
        get=sees(HOME, refused=CITY),
        post=sees(HOME, refused=CITY),
        data=lambda city: {"act": uuid4(), "projects": [city.poolable.pk], "how": "each"} | including(city.poolable),
        acts=2,
        why="the item, and the project that is taken into it",
    ),
    "budget:items-copy": Row(
        args=action_plan(2567),
        get=sees(HOME, refused=CITY),
        post=sees(HOME, refused=CITY),
        data=lambda city: (
            {"act": uuid4(), "items": [city.item.pk]} | Bases.of({city.item.pk: basis_of_copy(city.item)}).sealed
        ),
    ),
    "budget:taking-undo": Row(args=lambda city: {"uuid": city.taking.uuid}, post=sees(HOME, refused=CITY)),
    "budget:item-new": Row(
        args=action_plan(2567),
        get=sees(HOME, refused=CITY),
        post=sees(HOME, refused=CITY),
        data=lambda _city: {"title": "ของคนอื่น", "part": "strategic"},
    ),
    "budget:action-plan-submit": Row(
        args=action_plan(2567), get=sees(HOME, refused=CITY), post=sees(HOME, refused=CITY)
    ),
    "budget:action-plan-recall": Row(
        args=action_plan(2567), get=sees(HOME, refused=CITY), post=sees(HOME, refused=CITY), first=action_plan_submitted
    ),
    "budget:action-plan-approve": Row(
        args=action_plan(2567),
        get=sees("director", refused="officer" + CITY),
        post=sees("director", refused="officer" + CITY),
        data=lambda city: {"seen": basis_of_edition(city.draft_item.plan).sealed},
        first=action_plan_submitted,
    ),
    "budget:action-plan-send-back": Row(
        args=action_plan(2567),
        get=sees("director", refused="officer" + CITY),
        post=sees("director", refused="officer" + CITY),
        data=lambda city: REASON | {"seen": basis_of_edition(city.draft_item.plan).sealed},
        first=action_plan_submitted,
    ),
    "budget:action-plan-amend": Row(args=action_plan(2566), get=only(HOME), post=only(HOME), data=lambda _city: REASON),
    "budget:action-plan-discard": Row(
        args=action_plan(2566),
        get=only(HOME),
        post=only(HOME),
        data=lambda city: {"seen": basis_of_edition(city.item.plan).sealed},
        first=amendment_opened,
    ),
    "budget:item": {
        "approved": Row(args=item("item"), get=ANYONE),
        "being written": Row(args=item("draft_item"), get=sees(HOME + CITY)),
    },
    "budget:item-edit": Row(
        args=item("draft_item"),
        get=sees(HOME, refused=CITY),
        post=sees(HOME, refused=CITY),
        data=lambda _city: {"title": "แก้แล้ว", "part": "strategic", "version": "1"},
    ),
    "budget:item-drop": Row(
        args=item("draft_item"), get=sees(HOME, refused=CITY), post=sees(HOME, refused=CITY), data=lambda _city: REASON
    ),
    "budget:item-move": Row(
        args=item("draft_item"),
        post=sees(HOME, refused=CITY, status=FOUND),
        data=lambda _city: {"to": "1"},
        acts=0,
        why="it stands there already",
    ),
    "budget:item-restore": Row(
        args=item("draft_item"), post=sees(HOME, refused=CITY), acts=0, why="it was not dropped"
    ),
    "budget:withdraw": Row(
        args=lambda city: item("draft_item")(city) | {"inclusion": city.inclusion.pk},
        get=sees(HOME, refused=CITY),
        post=sees(HOME, refused=CITY),
        data=lambda _city: REASON,
    ),
    "budget:take-in": Row(
        args=a_proposal,
        get=only(HOME),
        post=only(HOME),
        data=lambda city: {
            **dict.fromkeys(QUESTIONS, "yes"),
            "act": uuid4(),
            "seen": basis_of_proposal(Proposal.objects.get(pk=city.proposal.pk)).sealed,
        },
        acts=3,
        why="the office's word, the item, and the proposal in it",
    ),
    "budget:take-back": Row(
        args=lambda city: {"uuid": city.taken_in.item.uuid, "direct": city.taken_in.pk},
        get=sees(HOME, refused=CITY),
        post=sees(HOME, refused=CITY),
        data=lambda _city: REASON,
        acts=2,
        why="the office's word ends, and the item is without it",
    ),
    "budget:item-progress": Row(
        args=item("item"), get=only(HOME), post=only(HOME), data=lambda _city: {"progress": "under_way", "version": "1"}
    ),
    "budget:item-report": Row(
        args=quarter_of("item"),
        get=only(HOME),
        post=only(HOME),
        data=lambda _city: {"percent": "50", "done": "ปรับพื้นที่แล้ว", "version": "1"},
        acts=2,
        why="the item is under way",
    ),
    "budget:item-photos": Row(
        args=quarter_of("item"), get=only(HOME), post=only(HOME), data=lambda _city: {"files": picture()}
    ),
    "budget:item-photo": Row(args=item("item_photo"), get=sees(HOME + CITY)),
    "budget:item-photo-remove": Row(args=item("item_photo"), post=sees(HOME, refused=CITY)),
    # --- money
    "budget:item-budget": Row(args=item("item"), get=only(HOME), post=only(HOME), data=lambda _city: movement()),
    "budget:money-this-year": Row(get=sees("anyone", status=FOUND)),
    "budget:money": Row(args=year, get=DISTRICT_OR_ALL),
    "budget:money-file": Row(args=year, get=DISTRICT_OR_ALL),
    "budget:district-money": Row(args=action_plan(2566), get=sees(HOME + CITY)),
    "budget:money-table": Row(args=action_plan(2566), get=sees(HOME + CITY)),
    "budget:money-table-file": Row(args=action_plan(2566), get=sees(HOME + CITY)),
    "budget:money-table-enter": Row(
        args=action_plan(2566),
        get=sees(HOME, refused=CITY),
        post=sees(HOME, refused=CITY),
        acts=2,
        why="the commitment, and the table",
        data=lambda city: {
            "act": uuid4(),
            "on": TODAY,
            f"commit_{city.purse.pk}": "1",
            "confirmed": "1",
            **basis_of_purses([Allocation.objects.get(pk=city.purse.pk)]).sealed,
        },
    ),
    "budget:register": Row(args=lambda city: action_plan(2566)(city) | {"month": 6}, get=sees(HOME + CITY)),
    "budget:register-enter": Row(
        args=lambda city: action_plan(2566)(city) | {"month": 6},
        get=sees(HOME, refused=CITY),
        post=sees(HOME, refused=CITY),
        acts=2,
        why="the payment, and the table",
        data=lambda city: {
            "act": uuid4(),
            f"line_{city.register_line.pk}": "on",
            **basis_of_register(
                missing := reconciliation_of(city.home, city.register_line.month).missing,
                means_of(missing, {city.purse.pk: Allocation.objects.get(pk=city.purse.pk)}),
            ).sealed,
        },
    ),
    "budget:register-undo": Row(
        args=lambda city: action_plan(2566)(city) | {"month": 6, "uuid": city.entry_table.uuid},
        post=sees(HOME, refused=CITY),
    ),
    "budget:money-table-undo": Row(args=lambda city: {"uuid": city.entry_table.uuid}, post=sees(HOME, refused=CITY)),
    # --- goods that are bought together
    "budget:lots": Row(args=action_plan(2566), get=sees(HOME + CITY)),
    "budget:lot-new": Row(
        args=action_plan(2566),
        get=sees(HOME, refused=CITY),
        post=sees(HOME, refused=CITY),
        data=lambda _city: {"uuid": uuid4(), "title": "ของคนอื่น"},
    ),
    "budget:lot": Row(args=lot("ordered_lot"), get=sees(HOME + CITY)),
    "budget:lot-edit": Row(args=lot("lot"), **BUYS, data=lambda _city: {"title": "ของคนอื่น"}),
    "budget:lot-gather": Row(
        args=lot("lot"),
        **BUYS,
        data=lambda city: {
            "lines": f"{city.offered_line.pk}-{city.offered_inclusion.pk}",
            **basis_of_lines({city.offered_line.pk: city.offered_line}).sealed,
        },
    ),
    "budget:lot-take-out": Row(
        args=lot("lot"), post=sees(HOME, refused=CITY), data=lambda city: {"lines": city.lot_line.pk}
    ),
    "budget:lot-cancel": Row(args=lot("lot"), **BUYS, data=lambda _city: REASON),
    "budget:lot-order": Row(
        args=lot("lot"),
        **BUYS,
        acts=3,
        why=OF_A_LOT,
        data=lambda city: (
            money_of_lot(city.lot) | {"seller": "ผู้บุกรุก", "document_no": "1", "amount": "7", "due_on": TODAY}
        ),
    ),
    "budget:lot-change": Row(
        args=lot("ordered_lot"),
        **BUYS,
        acts=3,
        why=OF_A_LOT,
        data=lambda city: money_of_lot(city.ordered_lot) | {"amount": "1,900", "due_on": TODAY, "note": "ลด"},
    ),
    "budget:lot-end": Row(
        args=lot("ordered_lot"),
        **BUYS,
        acts=3,
        why=OF_A_LOT,
        data=lambda city: money_of_lot(city.ordered_lot) | {"note": "ทิ้งงาน"},
    ),
    "budget:lot-pay": Row(
        args=lot("ordered_lot"),
        **BUYS,
        acts=3,
        why=OF_A_LOT,
        data=lambda city: money_of_lot(city.ordered_lot) | {"amount": "1"},
    ),
    "budget:lot-undo": Row(
        args=lambda city: lot("ordered_lot")(city) | {"entry": city.lot_payment.pk},
        post=sees(HOME, refused=CITY),
        acts=3,
        why=OF_A_LOT,
    ),
    "budget:lot-close": Row(args=lot("paid_lot"), post=sees(HOME, refused=CITY)),
    "budget:lot-inspect": Row(
        args=lot("ordered_lot"),
        **BUYS,
        data=lambda city: {
            "uuid": uuid4(),
            "on": TODAY,
            "inspectors": "ผู้บุกรุก",
            f"line_{city.ordered_lot.lines.earliest('pk').pk}": "1",
            **basis_of_pieces(city.ordered_lot.lines.all(), received_of([city.ordered_lot.pk])).sealed,
        },
    ),
    "budget:lot-inspection-undo": Row(
        args=lambda city: lot("ordered_lot")(city) | {"inspection": city.inspection.pk},
        post=sees(HOME, refused=CITY),
    ),
    "budget:lot-hand-over": Row(
        args=lambda city: lot("ordered_lot")(city) | {"community": city.neighbour.pk},
        **BUYS,
        data=lambda _city: {"on": TODAY, "asset_numbers": "2", "keeper": "ผู้บุกรุก"},
    ),
    "budget:district-fund": Row(
        args=action_plan(2566),
        get=sees(HOME, refused=CITY),
        post=sees(HOME, refused=CITY),
        data=lambda _city: movement(),
    ),
    "budget:district-cut": Row(
        args=action_plan(2566),
        get=sees(HOME, refused=CITY),
        post=sees(HOME, refused=CITY),
        data=lambda _city: movement() | {"note": "ทดสอบ"},
        acts=0,
        why="all that the district was given is in its items",
    ),
    "budget:year-end": Row(args=action_plan(2566), get=sees(HOME + CITY)),
    "budget:carried": Row(args=year, get=sees(CITY)),
    "budget:year-close": Row(
        args=lambda _city: {"year": 2565},
        get=only("strategy"),
        post=only("strategy"),
        data=closing_of_year,
        acts=2,
        why="the rest lapses, and the year is closed",
    ),
    "budget:month-close": Row(
        args=lambda city: action_plan(2566)(city) | {"month": 3},
        get=sees(HOME, refused=CITY),
        post=sees(HOME, refused=CITY),
        data=closing_of_month,
    ),
    "budget:permit-ask": {
        "of an office": Row(
            args=action_plan(2564),
            get=sees(HOME, refused=CITY),
            post=sees(HOME, refused=CITY),
            data=lambda _city: {"act": uuid4(), "what": "ใบสำคัญ"} | REASON,
        ),
        "of the city": Row(
            args=lambda _city: {"year": 2564, "code": "city"},
            get=only("strategy"),
            post=only("strategy"),
            data=lambda _city: {"act": uuid4(), "what": "ใบสำคัญ"} | REASON,
        ),
    },
    "budget:permit-decide": Row(
        args=lambda city: {"pk": city.permit.pk},
        get=sees("director strategy", refused="officer social administrator"),
        post=sees("director strategy", refused="officer social administrator"),
    ),
    "budget:carry": Row(args=carry("carry"), get=sees(HOME + CITY)),
    "budget:carry-ask": Row(
        args=purse,
        get=sees(HOME, refused=CITY),
        post=sees(HOME, refused=CITY),
        data=lambda _city: {"act": uuid4(), "kind": "free", "amount": "100", "document_no": "กท 9"} | REASON,
    ),
    "budget:carry-decide": Row(
        args=carry("carry"),
        get=sees("director", refused="officer" + CITY),
        post=sees("director", refused="officer" + CITY),
        data=lambda _city: {"decision": "มติ 2"},
        acts=2,
        why="it is approved, and the ledger has it",
    ),
    "budget:carry-withdraw": Row(
        args=carry("carry"), get=sees(HOME, refused=CITY), post=sees(HOME, refused=CITY), data=lambda _city: REASON
    ),
    "budget:carry-extend": Row(
        args=carry("carried_free"),
        get=sees(HOME, refused=CITY),
        post=sees(HOME, refused=CITY),
        data=lambda _city: {"act": uuid4(), "until": "2024-09-30", "document_no": "กท 3"} | REASON,
    ),
    "budget:extension-decide": Row(
        args=carry("extension"),
        get=sees("director", refused="officer" + CITY),
        post=sees("director", refused="officer" + CITY),
        data=lambda _city: {"decision": "มติ 3"},
    ),
    "budget:carry-paper": Row(args=item("carry_paper"), get=sees(HOME + CITY)),
    "budget:carry-commit": Row(
        args=carry("carried_free"), get=sees(HOME, refused=CITY), post=sees(HOME, refused=CITY), data=carried_use
    ),
    "budget:carry-commit-pay": Row(
        args=carry("carried_free"),
        get=sees(HOME, refused=CITY),
        post=sees(HOME, refused=CITY),
        data=carried_use,
        acts=2,
        why="it is committed, and paid",
    ),
    "budget:carry-pay": Row(
        args=carry("carried_bound"), get=sees(HOME, refused=CITY), post=sees(HOME, refused=CITY), data=carried_use
    ),
    "budget:carry-lapse": Row(
        args=carry("carried_bound"), get=sees(HOME, refused=CITY), post=sees(HOME, refused=CITY), data=carried_use
    ),
    "budget:hearings-purse": Row(args=action_plan(2566), get=sees(HOME + CITY, status=FOUND)),
    "budget:allocation": Row(args=purse, get=sees(HOME + CITY)),
    "budget:move": Row(
        args=lambda city: purse(city) | {"verb": "disburse"},
        get=sees(HOME, refused=CITY),
        post=sees(HOME, refused=CITY),
        data=lambda _city: movement(),
    ),
    "budget:pay-at-once": Row(
        args=purse,
        get=sees(HOME, refused=CITY),
        post=sees(HOME, refused=CITY),
        data=lambda _city: movement() | {"document_no": "บค 2"},
    ),
    "budget:lend": Row(
        args=purse,
        get=sees(HOME, refused=CITY),
        post=sees(HOME, refused=CITY),
        data=lambda _city: (
            movement() | {"agreement_no": "บย 2", "borrower": "นางผู้ยืม ทดสอบ", "due_on": TODAY, "purpose": "จัดเวที"}
        ),
    ),
    "budget:clear-advance": Row(
        args=lambda city: {"pk": city.advance.pk},
        get=sees(HOME, refused=CITY),
        post=sees(HOME, refused=CITY),
        data=lambda _city: {"act": uuid4(), "papers": "0", "cash": "2,000", "on": TODAY},
    ),
    "budget:forum-costs": Row(args=lambda city: {"pk": city.published.pk}, get=only(HOME + CITY)),
    # Colleagues of an invited district know of the session, and not what it cost the bureau.
    "budget:training-costs": Row(
        args=lambda city: {"pk": city.training_held.pk}, get=sees(CITY, refused=f"member {HOME}")
    ),
    "budget:cost": Row(
        args=lambda city: purse(city) | {"act": city.advance.act},
        get=sees(HOME, refused=CITY),
        post=sees(HOME, refused=CITY),
        data=lambda city: {"paid_for": f"forum-{city.published.pk}"},
    ),
    "budget:payment-confirm": Row(
        args=lambda city: {"pk": city.payment.pk},
        get=sees(HOME, refused=CITY),
        post=sees(HOME, refused=CITY),
        acts=2,
        why="the payment is confirmed, and the ledger has it",
    ),
    "budget:payment-refuse": Row(
        args=lambda city: {"pk": city.payment.pk},
        get=sees(HOME, refused=CITY),
        post=sees(HOME, refused=CITY),
        data=lambda _city: REASON,
    ),
    "budget:second-person": Row(
        args=action_plan(2566),
        get=sees("director administrator", refused="officer social strategy"),
        post=sees("director administrator", refused="officer social strategy"),
        data=lambda _city: {"is_needed": "yes"},
    ),
    "budget:year-spending": {
        "opened": Row(
            args=year,
            get=sees("strategy", refused=f"{DISTRICT} social administrator"),
            post=sees("strategy", refused=f"{DISTRICT} social administrator"),
            data=lambda _city: {"needs_allotment": "no"} | RULE | REASON,
            acts=0,
            why="nothing changes",
        ),
        "draft": Row(
            args=draft_year, get=OF_A_DRAFT, post=OF_A_DRAFT, data=lambda _city: {"needs_allotment": "yes"} | RULE
        ),
    },
    "budget:transfer-bureau": Row(
        args=lambda city: {"pk": city.bureau_flagship.pk},
        get=STRATEGYS,
        post=STRATEGYS,
        data=lambda city: movement() | {"seen": basis_of_share(city.bureau, ZERO).sealed},
    ),
    "budget:undo": Row(args=lambda city: {"act": city.spending.act}, post=sees(HOME, refused=CITY)),
    "budget:reverse": Row(
        args=lambda city: {"act": city.spending.act},
        get=sees(HOME, refused=CITY),
        post=sees(HOME, refused=CITY),
        data=lambda _city: {"act": str(uuid4()), "on": TODAY, "document_no": "กท 1", "reason": "ทดสอบ"},
    ),
    "budget:flagship-this-year": Row(get=sees("anyone", status=FOUND)),
    "budget:flagship": {"opened": Row(args=year, get=only(STAFF)), "draft": Row(args=draft_year, get=NOT_TO_MEMBERS)},
    "budget:year-flagships": {
        "opened": Row(args=year, get=sees(STAFF)),
        "draft": Row(args=draft_year, get=sees(FIGURES)),
    },
    "budget:flagship-new": {
        "opened": Row(args=year, get=STRATEGYS, post=STRATEGYS, data=written_flagship, acts=2, why=AND_THE_YEAR),
        "draft": Row(args=draft_year, get=OF_A_DRAFT, post=OF_A_DRAFT, data=written_flagship),
    },
    "budget:flagship-edit": {
        "opened": Row(
            args=flagship,
            get=STRATEGYS,
            post=STRATEGYS,
            data=lambda city: written_flagship(city) | {"version": "1"},
            acts=2,
            why=AND_THE_YEAR,
        ),
        "draft": Row(
            args=draft_flagship,
            get=OF_A_DRAFT,
            post=OF_A_DRAFT,
            data=lambda city: written_flagship(city) | {"version": "1"},
        ),
    },
    "budget:flagship-table": Row(
        args=draft_flagship,
        get=OF_A_DRAFT,
        post=OF_A_DRAFT,
        data=lambda city: {
            "version": "1",
            f"share_{city.home.code}": "400,000",
            f"share_{city.away.code}": "100,000",
        },
    ),
    # --- strategy
    "budget:trees": Row(get=only(STAFF)),
    "budget:tree": {
        "of the city": Row(args=tree, get=sees(STAFF)),
        "of a district": Row(args=district_tree, get=sees(STAFF)),
    },
    "budget:tree-new": Row(get=only("strategy"), post=only("strategy"), data=lambda _city: WRITTEN_TREE),
    "budget:tree-edit": {
        "of the city": Row(
            args=tree, get=STRATEGYS, post=STRATEGYS, data=lambda _city: WRITTEN_TREE | {"version": "1"}
        ),
        "in force": Row(
            args=tree_in_force,
            get=STRATEGYS,
            post=STRATEGYS,
            data=lambda _city: WRITTEN_TREE | {"version": "1"} | REASON,
            acts=2,
            why="the tree, and that an opened year changed",
        ),
    },
    "budget:tree-remove": Row(args=tree, get=STRATEGYS, post=STRATEGYS),
    "budget:node-new": {
        "of the city": Row(args=tree, get=STRATEGYS, post=STRATEGYS, data=lambda _city: WRITTEN_NODE),
        "of a district": Row(
            args=district_tree, get=OF_ITS_OFFICERS, post=OF_ITS_OFFICERS, data=lambda _city: WRITTEN_NODE
        ),
    },
    "budget:node-edit": {
        "of the city": Row(
            args=node, get=STRATEGYS, post=STRATEGYS, data=lambda _city: WRITTEN_NODE | {"version": "1"}
        ),
        "of a district": Row(
            args=district_node,
            get=OF_ITS_OFFICERS,
            post=OF_ITS_OFFICERS,
            data=lambda _city: WRITTEN_NODE | {"version": "1"},
        ),
    },
    "budget:node-remove": {
        "of the city": Row(args=node, get=STRATEGYS, post=STRATEGYS),
        "of a district": Row(args=district_node, get=OF_ITS_OFFICERS, post=OF_ITS_OFFICERS),
    },
    "lists:hand-in": {
        "proposals": Row(args=list_at("proposals", lambda city: city.listed.pk), **OF_A_FORUM),
        "attendance": Row(args=list_at("attendance", lambda city: city.listed.pk), **OF_A_FORUM),
        "committee": Row(
            args=list_at("committee", lambda city: city.home_community.committees.earliest("pk").pk),
            get=SEATS,
            post=SEATS,
            data=pasted("ชื่อ\tตำแหน่ง\nคนอื่น คนไกล\tกรรมการ"),
        ),
        "elections": Row(
            args=list_at("elections", lambda city: city.home.code),
            get=OF_ELECTIONS,
            post=OF_ELECTIONS,
            data=pasted("ชื่อ\tชุมชน\nคนอื่น คนไกล\tวัด"),
        ),
        "register": Row(
            args=list_at("register", lambda city: f"2566-5-{city.home.code}"),
            get=OF_A_LIST,
            post=OF_A_LIST,
            data=pasted("โครงการ\tจำนวนเงิน\tวันที่\nก\t5\t1/5/2566"),
        ),
        "money": Row(
            args=list_at("money", lambda city: f"2566-{city.home.code}"),
            get=OF_A_LIST,
            post=OF_A_LIST,
            data=pasted("โครงการ\tประเภทรายการ\tจำนวนเงิน\tวันที่\nก\tเบิกจ่าย\t5\t1/5/2566"),
        ),
        "plan projects": Row(
            args=list_at("plan-projects", lambda city: city.draft.pk),
            get=WRITES,
            post=WRITES,
            data=pasted("โครงการ\tงบประมาณ\nของคนอื่น\t5"),
        ),
        "plan items": Row(
            args=list_at("plan-items", lambda city: city.draft_item.plan_id),
            get=sees(HOME, refused=CITY),
            post=sees(HOME, refused=CITY),
            data=pasted("โครงการ\tงบประมาณ\nของคนอื่น\t5"),
        ),
        "communities": Row(
            args=list_at("communities", lambda _city: "city"),
            get=KEEPERS,
            post=KEEPERS,
            data=lambda _city: {"uuid": str(uuid4()), "day": "2023-05-01", "text": "ชื่อชุมชน\tเขต\nของคนอื่น\tพระนคร"},
        ),
        "people": Row(
            args=list_at("people", lambda _city: "city"),
            get=only("administrator"),
            post=only("administrator"),
            data=pasted("ชื่อ\tบทบาท\nคนอื่น คนไกล\tสยป."),
        ),
    },
    "lists:file": {
        "communities": Row(args=list_at("communities", lambda _city: "city"), get=KEEPERS),
        "proposals": Row(args=list_at("proposals", lambda city: city.listed.pk), get=only(HOME)),
        "people": Row(args=list_at("people", lambda _city: "city"), get=only("administrator")),
    },
    "lists:result": {
        "proposals": Row(args=row_list("row_list"), get=OF_A_LIST),
        "that a worker is to write": Row(args=row_list("asked_list"), get=OF_A_LIST),
        "people": Row(args=row_list("people_list"), get=LISTS),
        "people who are in": Row(args=row_list("people_done"), get=LISTS),
        "communities": Row(args=row_list("register_list"), get=REGISTERS),
        "communities that are in": Row(args=row_list("register_in"), get=REGISTERS),
    },
    "lists:columns": Row(
        args=row_list("row_list"), post=OF_A_LIST, data=lambda _city: {"column-0": "title", "column-1": "-"}
    ),
    "lists:words": Row(args=row_list("row_list"), post=OF_A_LIST, data=lambda _city: {"word-0": ""}),
    "lists:rows": Row(args=row_list("row_list"), post=OF_A_LIST),
    "lists:confirm": {
        "proposals": Row(args=row_list("ready_list"), post=OF_A_LIST, acts=2, why="the list, and its proposal"),
        "people": Row(
            args=row_list("people_list"), post=LISTS, acts=3, why="the list, and the account and role that it brings"
        ),
        "communities": Row(
            args=row_list("register_list"),
            post=REGISTERS,
            acts=3,
            why="the list, the register, and the community that it brings",
        ),
    },
    "lists:cancel": Row(args=row_list("row_list"), post=OF_A_LIST),
    "lists:stop": Row(args=row_list("asked_list"), post=OF_A_LIST),
    "lists:undo": {
        "proposals": Row(
            args=row_list("list_that_is_in"), get=OF_A_LIST, post=OF_A_LIST, acts=2, why="the list, and its proposal"
        ),
        "people": Row(
            args=row_list("people_done"),
            get=LISTS,
            post=LISTS,
            acts=3,
            why="the list, and the account and role that end with it",
        ),
        "communities": Row(
            args=row_list("register_in"),
            get=REGISTERS,
            post=REGISTERS,
            acts=3,
            why="the list, the register, and the community that it changed",
        ),
    },
    "lists:links": Row(args=row_list("people_done"), post=LISTS),
    "budget:tree-import": Row(
        args=tree,
        get=STRATEGYS,
        post=STRATEGYS,
        data=lambda _city: {"uuid": str(uuid4()), "text": "รหัส\tชื่อ\n8\tของคนอื่น", "whole": "part"},
    ),
    "budget:tree-list": Row(args=tree_list, get=OF_A_DRAFT),
    "budget:tree-list-columns": Row(
        args=tree_list, post=OF_A_DRAFT, data=lambda _city: {"code": "0", "level": "1", "name": "2"}
    ),
    "budget:tree-list-levels": Row(args=tree_list, post=OF_A_DRAFT),
    "budget:tree-list-confirm": Row(args=tree_list, post=OF_A_DRAFT),
    "budget:tree-list-cancel": Row(args=tree_list, post=OF_A_DRAFT),
    "budget:tree-list-undo": Row(args=list_in_tree, get=OF_A_DRAFT, post=OF_A_DRAFT),
    "budget:year-trees": {
        "opened": Row(args=year, get=sees(STAFF)),
        "draft": Row(args=draft_year, get=sees(FIGURES)),
    },
    "budget:year-trees-edit": {
        "opened": Row(
            args=year,
            get=STRATEGYS,
            post=STRATEGYS,
            data=lambda city: both_trees(city) | REASON,
            acts=2,
            why="the tree, and that an opened year changed",
        ),
        "draft": Row(args=draft_year, get=OF_A_DRAFT, post=OF_A_DRAFT, data=both_trees),
    },
    "budget:district-strategy": Row(args=action_plan(2566), get=only(STAFF)),
    "budget:district-strategy-begin": Row(args=action_plan(2566), post=only(HOME), data=lambda _city: {"kind": "area"}),
    "budget:policy": Row(args=action_plan(2567), get=only(HOME + CITY)),
    "budget:policy-begin": Row(args=action_plan(2568), post=only(HOME)),
    "budget:statement-new": Row(args=action_plan(2567), get=DRAFTS, post=DRAFTS, data=new_statement),
    "budget:statement-edit": Row(args=statement, get=DRAFTS, post=DRAFTS, data=seen_statement),
    "budget:statement-remove": Row(args=statement, get=DRAFTS, post=DRAFTS, data=seen_statement),
    "budget:policy-submit": Row(args=action_plan(2567), get=DRAFTS, post=DRAFTS, data=seen_policy),
    "budget:policy-send-back": Row(
        args=action_plan(2567),
        get=DECIDES_ON_POLICIES,
        post=DECIDES_ON_POLICIES,
        data=lambda city: seen_policy(city) | REASON,
        first=policy_submitted,
    ),
    "budget:policy-approve": Row(
        args=action_plan(2567),
        get=DECIDES_ON_POLICIES,
        post=DECIDES_ON_POLICIES,
        data=seen_policy,
        first=policy_submitted,
        acts=3,
        why="the policy, and a node of the area strategy for each of its statements",
    ),
    "budget:flagship-move": Row(args=draft_flagship, post=OF_A_DRAFT, data=lambda _city: {"to": "2"}),
    "budget:flagship-remove": Row(args=draft_flagship, get=OF_A_DRAFT, post=OF_A_DRAFT),
    "budget:flagship-money": Row(args=flagship, get=sees(STAFF)),
    "budget:transfer": Row(
        args=flagship, get=STRATEGYS, post=STRATEGYS, data=lambda _city: movement(), acts=0, why="no share is given"
    ),
    "budget:fund": Row(args=flagship, get=STRATEGYS, post=STRATEGYS, data=lambda _city: movement()),
    "budget:cut": Row(args=flagship, get=STRATEGYS, post=STRATEGYS, data=lambda _city: movement() | {"note": "ทดสอบ"}),
    # --- requests for money
    "budget:requests": Row(args=year, get=sees(STAFF)),
    "budget:request-begin": Row(args=action_plan(2570), post=sees(HOME, refused=CITY)),
    "budget:request-begin-flagship": Row(
        args=lambda city: {"pk": city.draft_flagships[0].pk},
        post=sees("strategy", refused="administrator"),
        acts=2,
        why="and its first line",
    ),
    "budget:request": {
        "a district's": Row(args=request("asked_voted"), get=sees(HOME + CITY)),
        "a flagship's": Row(args=request("asked_for_flagship"), get=sees(STAFF)),
    },
    "budget:request-choose": Row(
        args=request("asked_draft"),
        get=PREPARES,
        post=PREPARES,
        data=lambda city: {
            "projects": [str(city.poolable_too.pk)],
            **basis_of_choice([], [city.poolable_too]).sealed,
        },
    ),
    "budget:request-line-new": Row(
        args=request("asked_draft"), get=PREPARES, post=PREPARES, data=lambda _city: {"title": "ใหม่", "amount": "5,000"}
    ),
    "budget:request-line-edit": Row(
        args=request_line, get=PREPARES, post=PREPARES, data=lambda _city: {"title": "ใหม่", "amount": "5,000"}
    ),
    "budget:request-line-remove": Row(args=request_line, get=PREPARES, post=PREPARES),
    "budget:request-hand-in": Row(
        args=request("asked_draft"),
        get=HANDS_IN,
        post=HANDS_IN,
        data=lambda city: {"seen": basis_of_request(city.asked_draft).sealed},
    ),
    "budget:request-recall": Row(args=request("asked"), get=HANDS_IN, post=HANDS_IN, data=lambda _city: REASON),
    "budget:request-stage": Row(
        args=request("asked"),
        get=PREPARES,
        post=PREPARES,
        data=lambda city: {
            "stage": "1",
            "on": "2023-03-01",
            "body": "สำนักงบประมาณ",
            "number": "กท 1",
            **{f"amount_{line.pk}": "100,000" for line in city.asked.lines.all()},
            **basis_of_stage(table_for(BudgetRequest.objects.filter(pk=city.asked.pk))).sealed,
        },
    ),
    "budget:request-stage-withdraw": Row(args=vote, get=PREPARES, post=PREPARES, data=lambda _city: REASON),
    "budget:request-file": Row(args=vote, get=sees(HOME + CITY)),
    "budget:request-grant": Row(
        args=request("asked_voted"),
        get=PREPARES,
        post=PREPARES,
        data=lambda city: movement() | {"amount": "90,000", "seen": seen_vote(city).sealed},
    ),
    # --- reports
    "reports:reports": Row(
        get=only(FIGURES), post=only(FIGURES), data=lambda _city: {"kind": "kpi", "year": "2566", "file_format": "xlsx"}
    ),
    "reports:progress": Row(args=report("report"), get=only(FIGURES)),
    "reports:cancel": Row(args=report("report"), post=only(FIGURES)),
    "reports:file": {
        "made": Row(args=report("made_report"), get=only(FIGURES)),
        "in the making": Row(args=report("report"), get=only(FIGURES, status=FOUND)),
    },
    "reports:quarter-file": Row(args=office_quarter, get=sees(HOME + CITY)),
    "reports:quarter-files": Row(args=lambda city: year(city) | {"quarter": 1}, get=only(CITY)),
    # --- open data
    "opendata:datasets": Row(get=EVERYONE),
    "opendata:catalogue": Row(get=EVERYONE),
    "opendata:download": Row(args=lambda city: year(city) | {"code": "proposals"}, get=EVERYONE),
    # --- logging in
    "account_login": Row(
        get=WAY_IN,
        post=EVERYONE,
        data=lambda _city: {"login": "officer", "password": "guessed"},
        acts=0,
        why=THE_FRAMEWORKS_OWN,
    ),
    "account_logout": Row(get=ANYONE | {"visitor": FOUND}, post=EVERYONE, acts=0, why=THE_FRAMEWORKS_OWN),
    "account_inactive": Row(get=EVERYONE),
    "account_signup": Row(
        get=WAY_IN, post=EVERYONE, data=lambda _city: INTRUDER, acts=0, why=THE_FRAMEWORKS_OWN
    ),  # closed, and says so
    # Nobody is half-way through logging in here.
    "account_confirm_login_code": Row(get=HALF_WAY_IN, post=HALF_WAY_IN, acts=0, why=THE_FRAMEWORKS_OWN),
    "mfa_authenticate": Row(get=HALF_WAY_IN, post=HALF_WAY_IN, acts=0, why=THE_FRAMEWORKS_OWN),
    # --- the own second factor: tests/accounts/test_second_factor.py goes in after the password was confirmed
    "mfa_index": Row(get=ANYONE),
    "mfa_reauthenticate": Row(get=CONFIRM, post=CONFIRM, acts=0, why=THE_FRAMEWORKS_OWN),
    "mfa_reauthenticate_webauthn": Row(get=CONFIRM, post=CONFIRM, acts=0, why=THE_FRAMEWORKS_OWN),
    "mfa_activate_totp": Row(get=CONFIRM, post=CONFIRM, acts=0, why=THE_FRAMEWORKS_OWN),
    "mfa_deactivate_totp": Row(get=NO_FACTOR, post=NO_FACTOR),
    "mfa_view_recovery_codes": Row(get=NO_FACTOR),
    "mfa_download_recovery_codes": Row(get=NO_FACTOR),
    "mfa_generate_recovery_codes": Row(get=CONFIRM, post=CONFIRM, acts=0, why=THE_FRAMEWORKS_OWN),
    "mfa_list_webauthn": Row(get=ANYONE),
    "mfa_add_webauthn": Row(get=CONFIRM, post=CONFIRM, acts=0, why=THE_FRAMEWORKS_OWN),
    "mfa_edit_webauthn": Row(args=somebodys_passkey, get=CONFIRM, post=CONFIRM, acts=0, why=THE_FRAMEWORKS_OWN),
    "mfa_remove_webauthn": Row(args=somebodys_passkey, get=CONFIRM, post=CONFIRM, acts=0, why=THE_FRAMEWORKS_OWN),
    "account_reauthenticate": Row(get=ANYONE, post=ANYONE, acts=0, why=THE_FRAMEWORKS_OWN),
    "account_change_password": Row(get=ANYONE, post=ANYONE, acts=0, why=THE_FRAMEWORKS_OWN),
    "account_set_password": Row(
        get=sees("anyone", status=FOUND), post=ANYONE, acts=0, why=THE_FRAMEWORKS_OWN
    ),  # a page for those without a password
    "account_reset_password": Row(
        get=EVERYONE, post=EVERYONE, data=lambda _city: {"email": "officer@example.org"}, acts=0, why=THE_FRAMEWORKS_OWN
    ),
    "account_reset_password_done": Row(get=EVERYONE),
    "account_reset_password_from_key": Row(
        args=lambda _city: {"uidb36": "1", "key": "guessed"},
        get=EVERYONE,
        post=EVERYONE,
        acts=0,
        why=THE_FRAMEWORKS_OWN,
    ),
    "account_reset_password_from_key_done": Row(get=EVERYONE),
    # --- the back office
    "admin:login": Row(
        get=only("administrator", status=FOUND),
        post=only("administrator", status=FOUND),
        acts=0,
        why=THE_FRAMEWORKS_OWN,
    ),
    "admin:index": Row(get=BACK_OFFICE, post=BACK_OFFICE, acts=0, why=THE_FRAMEWORKS_OWN),
    "admin:password_change": Row(get=BACK_OFFICE, post=BACK_OFFICE, acts=0, why=THE_FRAMEWORKS_OWN),
    "admin:password_change_done": Row(get=BACK_OFFICE),
    "admin:jsi18n": Row(get=BACK_OFFICE),
    "admin:autocomplete": Row(get=BACK_OFFICE | {"administrator": FORBIDDEN}),  # of nothing
    "admin:view_on_site": Row(
        args=lambda _city: {"content_type_id": "0", "object_id": "1"},
        get=BACK_OFFICE | {"administrator": NOT_THERE},
        post=BACK_OFFICE | {"administrator": NOT_THERE},
        acts=0,
        why=THE_FRAMEWORKS_OWN,
    ),
    "admin:app_list": Row(
        args=lambda _city: {"app_label": "districts"}, get=BACK_OFFICE, post=BACK_OFFICE, acts=0, why=THE_FRAMEWORKS_OWN
    ),
    **reference_pages("districts.districtgroup", is_made_here=False),
    **reference_pages("districts.district", is_made_here=False),
    **reference_pages("districts.subdistrict", is_made_here=False),
    **reference_pages("districts.office", is_made_here=False),
    **reference_pages("communities.communitytype", is_made_here=True),
    **reference_pages("communities.termrule", is_made_here=True),
    **reference_pages("forums.participantsector", is_made_here=True),
    **reference_pages("forums.body", is_made_here=True),
    **pages_to_read("kpi.target"),
    **pages_to_read("kpi.narrative"),
    **pages_to_read("kpi.reportedfigure"),
    **pages_to_read("budget.quarterreport"),
    **pages_to_read("budget.itemreport"),
    **pages_to_read("accounts.user"),
    **pages_to_read("accounts.assignment"),
    **pages_to_read("accounts.section"),
    **pages_to_read("accounts.letter"),
    **pages_to_read("accounts.mailbox"),
    **pages_to_read("audit.entry"),
    **pages_to_read("communities.planarea"),
    **pages_to_read("communities.plantemplate"),
    **pages_to_read("communities.cutoff"),
    **pages_to_read("communities.lastyearreview"),
    **pages_to_read("communities.meetingrecord"),
    **pages_to_read("communities.meetingresolution"),
    **pages_to_read("communities.returnreason"),
    **pages_to_read("communities.plancomment"),
    **pages_to_read("communities.officewriter"),
    **pages_to_read("communities.community"),
    **pages_to_read("communities.committee"),
    **pages_to_read("communities.committeemember"),
    **pages_to_read("communities.planassistant"),
    **pages_to_read("communities.course"),
    **pages_to_read("communities.coursesession"),
    **pages_to_read("communities.plan"),
    **pages_to_read("communities.planrevision"),
    **pages_to_read("communities.planproject"),
    **pages_to_read("forums.forum"),
    **pages_to_read("forums.proposal"),
    **pages_to_read("forums.succession"),
    **pages_to_read("forums.reply"),
    **pages_to_read("budget.strategynode"),
    **pages_to_read("budget.strategytree"),
    **pages_to_read("budget.flagshipproject"),
    **pages_to_read("budget.consistencycheck"),
    **pages_to_read("budget.checkmeeting"),
    **pages_to_read("budget.waitingquestion"),
    **pages_to_read("budget.secondlook"),
    **pages_to_read("budget.directinclusion"),
    **pages_to_read("budget.takingin"),
    **pages_to_read("budget.areapolicy"),
    **pages_to_read("budget.policystatement"),
    **pages_to_read("budget.actionplan"),
    **pages_to_read("budget.actionplanedition"),
    **pages_to_read("budget.actionplanitem"),
    **pages_to_read("budget.appropriation"),
    **pages_to_read("budget.allocation"),
    **pages_to_read("budget.ledgerentry"),
    **pages_to_read("budget.spendingrule"),
    **pages_to_read("budget.advance"),
    **pages_to_read("budget.payment"),
    **pages_to_read("budget.cost"),
    **pages_to_read("budget.entrytable"),
    **pages_to_read("budget.registerline"),
    **pages_to_read("budget.lot"),
    **pages_to_read("budget.lotline"),
    **pages_to_read("budget.lotentry"),
    **pages_to_read("budget.lotinspection"),
    **pages_to_read("budget.handover"),
    **pages_to_read("budget.carry"),
    **pages_to_read("budget.carryextension"),
    **pages_to_read("budget.carrypaper"),
    **pages_to_read("budget.monthclosing"),
    **pages_to_read("budget.yearclosing"),
    **pages_to_read("budget.yearpermit"),
    **pages_to_read("budget.budgetrequest"),
    **pages_to_read("budget.requestline"),
    **pages_to_read("budget.requeststage"),
    **pages_to_read("budget.moneysource"),
    **pages_to_read("budget.moneycategory"),
    "admin:logout": Row(
        get=sees("anyone", status=FOUND) | {"administrator": NOT_SO}, post=ANYONE, acts=0, why=THE_FRAMEWORKS_OWN
    ),
    "set_language": Row(get=sees("everyone", status=FOUND), query="?language=en&next=/"),
}

CASES = {
    f"{name}, {case}" if case else name: (name, row)
    for name, entry in ROWS.items()
    for case, row in (entry.items() if isinstance(entry, dict) else [("", entry)])
}

# What a visitor may use; all else begins with logging in.
OPEN = {
    *(name for name in ROWS if name.startswith(("public:", "opendata:"))),
    "file",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_confirm_login_code",
    "account_signup",
    "account_reset_password",
    "mfa_authenticate",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "enter",
    "stop-letters",
    "set_language",
}

# Who asks for a page: the first who is shown it, those who may do most with its rows before those who only look on.
READERS = ("officer", "director", "member", "strategy", "administrator", "social", "visitor")

# Routes whose GET shows nothing of its own.
LEAD_ELSEWHERE = (
    "account_confirm_login_code",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_authenticate",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "account_set_password",
    "communities:import",
    "communities:import-result",
    "admin:login",
    "admin:logout",
    "budget:action-plans-this-year",
    "budget:checks-this-year",
    "budget:hearings-purse",
    "budget:flagship-this-year",
    "budget:money-this-year",
    "forums:this-year",
    "kpi:this-year",
    "public:favicon",
    "routes:paper",
    "set_language",
)
