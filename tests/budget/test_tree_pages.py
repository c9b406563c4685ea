"""Pages of the strategy trees: written by hand, brought in from lists, chosen for a year, named by checks."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.years.actions import begin_year
from budget.actions.strategy import nodes, trees
from budget.actions.strategy.nodes import NodeWords
from budget.actions.strategy.trees import TreeWords
from budget.enums import TreeKind
from budget.models import ConsistencyCheck, StrategyNode, StrategyTree, TreeImport, TreeInForce
from budget.queries.strategy.trees import nodes_of
from budget.tasks import read_list
from communities.enums import RevisionState
from tests.factories.accounts import AT
from tests.factories.budget import CheckFactory, FlagshipProjectFactory
from tests.factories.communities import PlanProjectFactory, PlanRevisionFactory
from tests.factories.years import PlannedYearFactory
from tests.words import words_of

pytestmark = pytest.mark.django_db

YEAR, ON = FiscalYear(2567), date(2023, 6, 2)


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.WORKING_DAY = ON.isoformat()


@pytest.fixture
def tree(cast):
    words = TreeWords("ระยะที่ 3", 2566, 2570, ("ยุทธศาสตร์", "ยุทธศาสตร์ย่อย"))
    return trees.add_tree(words=words, by=cast.strategy, at=AT)


@pytest.fixture
def node(cast, tree):
    words = NodeWords(name_th="เมืองปลอดภัย", code="1")
    return nodes.add_node(tree_id=tree.pk, words=words, on=ON, by=cast.strategy, at=AT)


@pytest.fixture
def strategy(client, cast):
    client.force_login(cast.strategy)
    return client


def test_a_tree_is_written_by_hand(strategy):
    typed = {"name_th": "แผนระยะที่ 3", "first_year": "๒๕๖๖", "last_year": "2570", "levels": "ยุทธศาสตร์\nยุทธศาสตร์ย่อย\n"}
    strategy.post(reverse("budget:tree-new"), typed)
    tree = StrategyTree.objects.get()
    assert "แผนนี้ยังไม่มีข้อ" in words_of(strategy.get(tree.get_absolute_url()))

    new = reverse("budget:node-new", args=[tree.pk])
    strategy.post(new, {"code": "๑", "name_th": "เมืองปลอดภัย"})
    first = StrategyNode.objects.get()
    strategy.post(new, {"code": "1.2", "name_th": "ปลอดอุบัติเหตุ", "parent": first.pk})

    page = words_of(strategy.get(tree.get_absolute_url()))
    assert "ยุทธศาสตร์ที่ 1 เมืองปลอดภัย" in page
    assert "ยุทธศาสตร์ย่อยที่ 1.2 ปลอดอุบัติเหตุ" in page


def test_what_is_refused_stands_beside_its_field(strategy, tree, node):
    answer = strategy.post(reverse("budget:node-new", args=[tree.pk]), {"code": "1", "name_th": "ซ้ำ"})

    assert answer.status_code == 422
    assert "แผนนี้มีรหัส 1 แล้ว" in words_of(answer)


def test_a_node_is_renamed_and_removed(strategy, tree, node):
    address = reverse("budget:node-edit", args=[node.pk])
    strategy.post(address, {"code": "1", "name_th": "ชื่อใหม่", "version": 1})
    assert StrategyNode.objects.get().name_th == "ชื่อใหม่"

    used = FlagshipProjectFactory(objective=node)
    answer = strategy.post(reverse("budget:node-remove", args=[node.pk]), follow=True)
    assert "โครงการหลัก 1" in words_of(answer)

    used.delete()
    strategy.post(reverse("budget:node-remove", args=[node.pk]))
    assert not StrategyNode.objects.exists()


def test_a_change_of_a_tree_that_an_opened_year_uses_asks_why(strategy, tree, node):
    PlannedYearFactory(fiscal_year=YEAR.be, opened=True)
    TreeInForce.objects.create(fiscal_year=YEAR.be, tree=tree)
    FlagshipProjectFactory(objective=node, fiscal_year=YEAR.be)
    address = reverse("budget:node-edit", args=[node.pk])

    assert "โครงการหลัก 1" in words_of(strategy.get(address))
    typed = {"code": "1", "name_th": "ชื่อใหม่", "version": 1}
    assert strategy.post(address, typed).status_code == 422
    assert strategy.post(address, typed | {"reason": "ตามมติ"}).status_code == 302


def test_a_list_is_handed_in_looked_at_and_confirmed(strategy, tree, node):
    text = "รหัส\tระดับ\tชื่อ\n1\tยุทธศาสตร์\tเมืองปลอดภัย\n1.1\tยุทธศาสตร์ย่อย\tปลอดยาเสพติด\n1.2\tแนวทาง\tอื่น\n"
    address = reverse("budget:tree-import", args=[tree.pk])
    shown = strategy.get(address)
    uuid = re.search(r'name="uuid" value="([^"]+)"', shown.content.decode())[1]
    strategy.post(address, {"uuid": uuid, "text": text, "whole": "part"})
    upload = TreeImport.objects.get()
    assert "กำลังอ่านรายการ" in words_of(strategy.get(reverse("budget:tree-list", args=[uuid])))
    read_list(job_id=upload.reading.pk)

    page = words_of(strategy.get(reverse("budget:tree-list", args=[uuid])))
    assert "แผนนี้ไม่มีระดับนี้" in page
    strategy.post(reverse("budget:tree-list-levels", args=[uuid]), {"levels": ["แนวทาง"]})
    page = words_of(strategy.get(reverse("budget:tree-list", args=[uuid])))
    assert "ปลอดยาเสพติด" in page
    assert "ข้อใหม่" in page

    strategy.post(reverse("budget:tree-list-confirm", args=[uuid]))
    assert [one.code for one in nodes_of(tree)] == ["1", "1.1"]


def test_the_trees_of_a_year_are_chosen_on_its_page(strategy, cast, tree):
    begin_year(year=YEAR, by=cast.strategy, at=AT)
    node = nodes.add_node(tree_id=tree.pk, words=NodeWords("เมือง", "1"), on=ON, by=cast.strategy, at=AT)
    page = reverse("budget:year-trees", args=[YEAR])
    assert "ยังไม่ได้เลือก" in words_of(strategy.get(page))

    strategy.post(reverse("budget:year-trees-edit", args=[YEAR]), {"trees": [tree.pk]})
    assert "ระยะที่ 3" in words_of(strategy.get(page))

    FlagshipProjectFactory(objective=node, fiscal_year=YEAR.be)
    other = trees.add_tree(words=TreeWords("แผนอื่น", 2567, 2570, ("ก",)), by=cast.strategy, at=AT)
    edit = reverse("budget:year-trees-edit", args=[YEAR])
    assert "ใช้อยู่ในปีนี้แล้ว" in words_of(strategy.post(edit, {"trees": [other.pk]}, follow=True))


def test_the_form_of_a_flagship_offers_the_trees_of_its_year(strategy, cast, tree, node):
    begin_year(year=YEAR, by=cast.strategy, at=AT)
    old = trees.add_tree(words=TreeWords("แผนเก่า", 2561, 2565, ("ด้าน",)), by=cast.strategy, at=AT)
    nodes.add_node(tree_id=old.pk, words=NodeWords("มหานครประชาธิปไตย", "1"), on=ON, by=cast.strategy, at=AT)

    page = words_of(strategy.get(reverse("budget:flagship-new", args=[YEAR])))

    assert "ยุทธศาสตร์ที่ 1 เมืองปลอดภัย" in page
    assert "มหานครประชาธิปไตย" not in page


class TestOfDistricts:
    def test_an_officer_begins_writes_and_copies_the_mission(self, client, cast):
        client.force_login(cast.officer)
        page = reverse("budget:district-strategy", args=[YEAR, cast.home.code])
        begin = reverse("budget:district-strategy-begin", args=[YEAR, cast.home.code])
        assert "เขตยังไม่ได้เขียน" in words_of(client.get(page))

        client.post(begin, {"kind": "mission"})
        tree = StrategyTree.objects.get()
        client.post(reverse("budget:node-new", args=[tree.pk]), {"name_th": "ดูแลความสะอาด"})
        assert "ดูแลความสะอาด" in words_of(client.get(page))

        later = [YEAR.next, cast.home.code]
        assert "คัดลอกจากปี 2567" in words_of(client.get(reverse("budget:district-strategy", args=later)))
        copied = {"kind": "mission", "source": tree.pk}
        client.post(reverse("budget:district-strategy-begin", args=later), copied)
        assert StrategyNode.objects.filter(tree__first_year=2568).get().name_th == "ดูแลความสะอาด"

    @pytest.mark.parametrize("who", ["away_director", "strategy"])
    def test_colleagues_read_it_and_do_not_write(self, client, cast, who):
        tree = trees.begin_district_tree(district=cast.home, year=YEAR, kind=TreeKind.MISSION, by=cast.officer, at=AT)
        client.force_login(cast.people[who])

        assert client.get(tree.get_absolute_url()).status_code == 200
        assert client.post(reverse("budget:node-new", args=[tree.pk]), {"name_th": "ก"}).status_code == 403


class TestChecks:
    @pytest.fixture
    def revision(self, cast):
        revision = PlanRevisionFactory(
            plan__community=cast.home_community,
            plan__fiscal_year=YEAR.be,
            state=RevisionState.SUBMITTED,
            submitted_on=ON,
            submitted_at=AT,
            submitted_by=cast.member,
        )
        PlanProjectFactory(revision=revision)
        return revision

    def mission(self, cast, *names):
        tree = trees.begin_district_tree(district=cast.home, year=YEAR, kind=TreeKind.MISSION, by=cast.officer, at=AT)
        for name in names:
            nodes.add_node(tree_id=tree.pk, words=NodeWords(name), on=ON, by=cast.officer, at=AT)
        return nodes_of(tree)

    def answer(self, client, revision, **answers):
        project = revision.projects.get()
        address = reverse("budget:answer", args=[revision.pk, project.pk])
        check = ConsistencyCheck.objects.filter(project=project).first()
        return client.post(address, {"version": check.version if check else 0} | answers)

    def test_a_yes_names_the_only_node_by_itself_and_a_no_names_none(self, client, cast, revision):
        (node,) = self.mission(cast, "ดูแลความสะอาด")
        client.force_login(cast.officer)

        self.answer(client, revision, fits_mission="yes")
        assert ConsistencyCheck.objects.get().mission_node == node

        self.answer(client, revision, fits_mission="no", mission_reason="หน้าที่อื่น")
        assert ConsistencyCheck.objects.get().mission_node is None

    def test_a_yes_names_one_of_several_and_may_name_none(self, client, cast, revision):
        nodes = self.mission(cast, "ดูแลความสะอาด", "จัดระเบียบทางเท้า")
        client.force_login(cast.officer)

        self.answer(client, revision, fits_mission="yes")
        assert ConsistencyCheck.objects.get().mission_node is None
        self.answer(client, revision, fits_mission="yes", mission_node=nodes[1].pk)
        assert ConsistencyCheck.objects.get().mission_node == nodes[1]

        page = words_of(client.get(reverse("budget:check", args=[revision.pk])))
        assert "ดูแลความสะอาด" in page

    def test_an_office_that_has_written_nothing_is_asked_for_nothing(self, client, cast, revision):
        client.force_login(cast.officer)

        page = words_of(client.get(reverse("budget:check", args=[revision.pk])))
        assert "สอดคล้องกับข้อใด" not in page
        answers = dict.fromkeys(("fits_mission", "fits_area_strategy", "fits_city_strategy"), "yes")
        self.answer(client, revision, **answers, outcome="include")
        assert ConsistencyCheck.objects.get().checked_on == ON

    def test_what_a_yes_named_stays_although_another_tree_is_in_force_now(self, client, cast, revision, tree, node):
        other = trees.add_tree(words=TreeWords("แผนอื่น", 2567, 2570, ("ก",)), by=cast.strategy, at=AT)
        CheckFactory(project=revision.projects.get(), strategy=node)
        TreeInForce.objects.create(fiscal_year=YEAR.be, tree=other)
        client.force_login(cast.officer)

        assert "เมืองปลอดภัย" in words_of(client.get(reverse("budget:check", args=[revision.pk])))

    def test_the_page_asks_the_database_as_often_for_many_projects(self, client, cast, revision, node):
        named = self.mission(cast, "ดูแลความสะอาด", "จัดระเบียบทางเท้า")[0]
        client.force_login(cast.officer)
        page = reverse("budget:check", args=[revision.pk])

        def queries():
            with CaptureQueriesContext(connection) as found:
                client.get(page)
            return len(found)

        CheckFactory(project=revision.projects.get(), strategy=node, mission_node=named)
        before = queries()
        for _more in range(3):
            CheckFactory(project=PlanProjectFactory(revision=revision), strategy=node, mission_node=named)
        assert queries() == before
