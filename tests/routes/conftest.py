from datetime import date
from types import SimpleNamespace

import pytest

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.accounts.models import User
from bkkplan.ground.core.clock import now
from bkkplan.ground.routes.actions import pass_on, send_back
from bkkplan.ground.routes.queries.passages import last_passage
from budget.actions.checks import checks
from budget.actions.plan import action_plan
from budget.enums import CONFIRMATION_PAPER, EDITION_PAPER
from forums.actions import results
from forums.enums import RESULTS_PAPER
from tests.factories.budget import ActionPlanEditionFactory, ActionPlanItemFactory, CheckFactory
from tests.factories.communities import PlanProjectFactory, PlanRevisionFactory
from tests.factories.forums import ForumFactory
from tests.factories.routes import ladder, office_of, route

ON = date(2023, 6, 2)
AT = now()
ALL = (Role.SECTION_HEAD, Role.ASSISTANT_DIRECTOR, Role.DISTRICT_DIRECTOR)


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = ON.isoformat()


@pytest.fixture
def staff(cast):
    """The officer, the director and, between them, a section head and an assistant director of the home district."""
    office_of(cast.home)
    between = ladder(cast.home)
    return SimpleNamespace(
        officer=cast.officer, head=between.head, assistant=between.assistant, director=cast.director, home=cast.home
    )


def again(person):
    """The person as the next request has them: with the roles that are held now."""
    return User.objects.get(pk=person.pk)


class Case:
    """One kind of paper of the home district: how it is written, handed in and decided."""

    def __init__(self, cast):
        self.cast = cast
        self.row = self.write(cast)

    def hand_in(self, by):
        self._hand_in(again(by))

    def decide(self, by):
        self._decide(again(by))

    @property
    def passage(self):
        return last_passage(self.code, self.row.pk)

    def pass_on(self, by):
        return pass_on(passage_id=self.passage.pk, by=again(by), at=AT, on=ON)

    def send_back(self, by, reason="แก้ข้อ 3"):
        return send_back(passage_id=self.passage.pk, reason=reason, by=again(by), at=AT, on=ON)

    def now(self):
        return type(self.row).objects.get(pk=self.row.pk).state


class Edition(Case):
    code, before, waiting, decided = EDITION_PAPER, "draft", "submitted", "approved"

    def write(self, cast):
        row = ActionPlanEditionFactory(plan__district=cast.home, plan__fiscal_year=2566, number=0)
        self.item = ActionPlanItemFactory(introduced_in=row)
        return row

    def _hand_in(self, by):
        action_plan.submit(plan_id=self.row.plan_id, by=by, at=AT, on=ON)

    def _decide(self, by):
        action_plan.approve(plan_id=self.row.plan_id, by=by, at=AT, on=ON)

    def change(self):
        type(self.item).objects.filter(pk=self.item.pk).update(title="ชื่อใหม่")


class Results(Case):
    code, before, waiting, decided = RESULTS_PAPER, "held", "recorded", "published"

    def write(self, cast):
        return ForumFactory(district=cast.home, held=True, attendance_total=100)

    def _hand_in(self, by):
        results.finish_recording(forum_id=self.row.pk, by=by, at=AT, on=ON)

    def _decide(self, by):
        results.publish(forum_id=self.row.pk, is_free_of_personal_data=True, by=by, at=AT, on=ON)

    def change(self):
        type(self.row).objects.filter(pk=self.row.pk).update(summary="ข้อความใหม่")


class CommunityPlan(Case):
    code, before, waiting, decided = CONFIRMATION_PAPER, "submitted", "submitted", "confirmed"

    def write(self, cast):
        row = PlanRevisionFactory(
            plan__community=cast.home_community, state="submitted", submitted_on=ON, submitted_at=AT
        )
        self.project = PlanProjectFactory(revision=row)
        CheckFactory(project=self.project)
        return row

    def _hand_in(self, by):
        checks.hand_in_for_confirmation(revision_id=self.row.pk, by=by, at=AT, on=ON)

    def _decide(self, by):
        checks.confirm_plan(revision_id=self.row.pk, by=by, at=AT, on=ON)

    def change(self):
        type(self.project).objects.filter(pk=self.project.pk).update(title="ชื่อใหม่")


@pytest.fixture(params=[Edition, Results, CommunityPlan], ids=lambda kind: kind.__name__)
def case(request, cast, staff):
    """A paper of each kind, in a district whose route for it has all three stops."""
    made = request.param(cast)
    route(cast.home, made.code, *ALL, by=cast.director)
    return made


@pytest.fixture
def edition(cast, staff):
    made = Edition(cast)
    route(cast.home, made.code, *ALL, by=cast.director)
    return made
