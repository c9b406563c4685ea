"""A question whose SQL is kept brings what the same question brings that is written anew."""

from datetime import date, timedelta

import pytest
from django.db.models import Q

from bkkplan.ground.core.questions.asking import AskOnce
from bkkplan.ground.core.questions.together import later
from bkkplan.ground.core.questions.written_once import NotAsGivenError, rows_by, written_once
from communities.models import PlanProject, PlanRevision
from forums.enums import ForumState
from forums.models import Forum
from tests.factories.communities import PlanProjectFactory
from tests.factories.forums import ForumFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def forums_held():
    """The question, and how often it was written."""
    written = []

    @written_once
    def question(*, districts, since, states, is_named=False):
        written.append(districts)
        rows = Forum.objects.filter(Q(held_on__gte=since), district__in=districts, state__in=states)
        return (rows.exclude(title="") if is_named else rows).select_related("district").order_by("pk")

    return question, written


def test_the_rows_are_those_of_the_values_that_are_asked_with(forums_held):
    question, written = forums_held
    forums = [ForumFactory(held=True) for _ in range(3)]
    states = [ForumState.HELD]
    day = forums[0].held_on

    for forum in forums:
        asked = question(districts={forum.district_id}, since=day, states=states)
        [found] = asked
        assert found == forum
        assert found.district == forum.district
    assert list(question(districts=[f.district_id for f in forums], since=day, states=states)) == forums
    assert list(question(districts={forums[0].district_id}, since=day + timedelta(days=1), states=states)) == []
    assert list(question(districts=set(), since=day, states=states)) == []
    assert len(written) == 6, "for one district, for three and for none, each with two sets of other values"


def test_another_shape_is_another_question(forums_held):
    question, _written = forums_held
    named, nameless = ForumFactory(held=True, title="ก"), ForumFactory(held=True, title="")
    values = {"districts": [named.district_id, nameless.district_id], "since": named.held_on}

    assert list(question(**values, states=[ForumState.HELD])) == [named, nameless]
    assert list(question(**values, states=[ForumState.HELD], is_named=True)) == [named]
    assert list(question(**values, states=[ForumState.OPEN])) == []


def test_it_is_asked_with_others(rf, forums_held, django_assert_num_queries):
    question, _written = forums_held
    project, forum = PlanProjectFactory(), ForumFactory(held=True)
    found = []

    def read(_request):
        rows = question(districts=[forum.district_id], since=forum.held_on, states=[ForumState.HELD])
        nothing = question(districts=[], since=forum.held_on, states=[ForumState.HELD])
        asked = [later(PlanProject.objects.all()), later(rows), later(nothing), later(PlanRevision.objects.all())]
        found.extend(list(one) for one in asked)

    for _ in range(2):
        found.clear()
        with django_assert_num_queries(1):
            AskOnce(read)(rf.get("/"))
        assert found == [[project], [forum], [], [project.revision]]


@pytest.mark.parametrize(
    "question",
    [
        pytest.param(lambda *, day: Forum.objects.filter(held_on=day + timedelta(days=1)), id="another day"),
        pytest.param(lambda *, day: Forum.objects.all()[: day.year - 1899], id="a slice"),
        pytest.param(lambda *, day: Forum.objects.filter(title=""), id="not asked with"),
    ],
)
def test_a_value_that_is_not_asked_with_as_given_is_refused(question):
    with pytest.raises(NotAsGivenError):
        written_once(question)(day=date(2023, 6, 2))


def test_values_are_given_by_name(forums_held):
    with pytest.raises(TypeError, match="by name"):
        forums_held[0]({1})


def test_django_takes_the_rows_of_a_question_from_the_compiler_that_it_is_given(django_assert_num_queries):
    """If this fails with a new Django, see what `written_once` and `together` say of its compiler, and mend them."""
    asked = Forum.objects.values_list("title")
    with django_assert_num_queries(1) as queries:
        compiler = asked.query.get_compiler(using=asked.db)
        compiler.as_sql()
        compiler.as_sql = lambda *_args, **_kwargs: ("SELECT %s::text", ("ของคำถาม",))
        assert rows_by(asked, compiler) == [("ของคำถาม",)]
    assert "forums_forum" not in queries[0]["sql"]

    with django_assert_num_queries(0):
        compiler.execute_sql = lambda *_args, **_kwargs: [[("จากที่อื่น",)]]
        assert rows_by(asked, compiler) == [("จากที่อื่น",)]
