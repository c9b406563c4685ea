"""Who handed a paper in passes it at no stop. The database refuses it too, for two writers at once as well."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from bkkplan.ground.accounts.enums import Role
from bkkplan.ground.routes.actions import NotAtThisStopError, NotUnderWayError, pass_on
from bkkplan.ground.routes.models import Passage, Stop
from tests.at_once import at_once
from tests.factories.accounts import AT, UserFactory
from tests.factories.districts import DistrictFactory, OfficeFactory
from tests.factories.routes import PassageFactory, person_as
from tests.routes.conftest import ON, again

FIRST, LAST = 1, 2


@pytest.fixture
def office():
    return OfficeFactory(district=DistrictFactory())


def handed_in(office, *, by, through=None):
    return PassageFactory(office=office, paper=1, handed_in_by=by, handed_in_through=through)


def sign(passage, position, person, *, through=None):
    """Write the pass past every rule of the code."""
    with transaction.atomic():
        Stop.objects.filter(passage=passage, position=position).update(
            passed_on=ON, passed_at=AT, passed_by=person, passed_through=through, seen_as="x"
        )


@pytest.mark.django_db
class TestTheDatabaseRefuses:
    @pytest.mark.parametrize("position", [FIRST, LAST])
    @pytest.mark.parametrize(
        ("was", "passed"),
        [
            (("officer", None), ("officer", None)),
            (("officer", "maker"), ("maker", None)),
            (("officer", None), ("head", "officer")),
            (("officer", "maker"), ("head", "maker")),
        ],
    )
    def test_a_pass_at_any_stop_by_whoever_handed_in(self, office, was, passed, position):
        people = {name: UserFactory() for name in ("officer", "maker", "head", "other")} | {None: None}
        passage = handed_in(office, by=people[was[0]], through=people[was[1]])
        if position == LAST:
            sign(passage, FIRST, people["other"])

        with pytest.raises(IntegrityError, match="passes it at no stop"):
            sign(passage, position, people[passed[0]], through=people[passed[1]])

        sign(passage, position, people["other"])

    def test_a_stop_before_those_below_it(self, office):
        passage = handed_in(office, by=UserFactory())

        with pytest.raises(IntegrityError, match="in their order"):
            sign(passage, LAST, UserFactory())

    def test_a_second_pass_over_the_first(self, office):
        passage = handed_in(office, by=UserFactory())
        sign(passage, FIRST, UserFactory())

        with pytest.raises(IntegrityError, match="does not change"):
            sign(passage, FIRST, UserFactory())

    def test_another_name_for_whoever_handed_in(self, office):
        passage = handed_in(office, by=UserFactory())

        with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
            Passage.objects.filter(pk=passage.pk).update(handed_in_by=UserFactory())


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
class TestInTheSameMoment:
    def test_one_of_many_passes_and_never_whoever_handed_in(self, cast, case, staff):
        others = [person_as(Role.SECTION_HEAD, cast.home) for _ in range(2)]
        writer = person_as(Role.SECTION_HEAD, cast.home)
        case.hand_in(writer)
        passage = case.passage.pk

        def answer(person):
            try:
                pass_on(passage_id=passage, by=again(person), at=AT, on=ON)
            except (NotAtThisStopError, NotUnderWayError) as refused:
                return type(refused)
            return person.pk

        answers = at_once(answer, [writer, staff.head, *others, writer])

        passed = [found for found in answers if isinstance(found, int)]
        first = Stop.objects.get(passage=passage, position=FIRST)
        assert len(passed) == 1
        assert first.passed_by_id == passed[0] != writer.pk
        assert Stop.objects.get(passage=passage, position=LAST).passed_by_id is None

    def test_a_stop_is_not_passed_while_the_one_below_is_only_about_to_be(self, cast, case, staff):
        case.hand_in(staff.officer)

        def later():
            try:
                sign(case.passage, LAST, staff.assistant)
            except IntegrityError as refused:
                return str(refused)
            finally:
                connection.close()

        with transaction.atomic(), ThreadPoolExecutor(1) as pool:
            Stop.objects.filter(passage=case.passage, position=FIRST).update(
                passed_on=ON, passed_at=AT, passed_by=staff.head, seen_as="x"
            )
            refused = pool.submit(later).result()

        assert "in their order" in refused
