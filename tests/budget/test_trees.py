"""Strategy trees: their levels and codes, which count in a year, and what can't be taken out any more."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection
from hypothesis import given
from hypothesis import strategies as st

from bkkplan.ground.audit.models import Entry
from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.years.actions import ReasonNeededError, begin_year
from bkkplan.ground.years.models import YearChange
from bkkplan.ground.years.registry import part_called
from budget.actions.strategy import nodes, trees
from budget.actions.strategy.nodes import NodeWords
from budget.actions.strategy.trees import TreeWords
from budget.enums import TreeKind
from budget.models import StrategyNode, StrategyTree, TreeInForce
from budget.models.trees import put_in_order
from budget.queries.strategy.trees import nodes_of, offered, offered_to_checks, path_to, trees_of
from tests.factories.accounts import AT
from tests.factories.budget import (
    ActionPlanItemFactory,
    CheckFactory,
    FlagshipProjectFactory,
    StrategyNodeFactory,
    StrategyTreeFactory,
)
from tests.factories.years import PlannedYearFactory

pytestmark = pytest.mark.django_db

YEAR, ON = FiscalYear(2567), date(2023, 6, 2)
THIRD = TreeWords("แผนระยะที่ 3", 2566, 2570, ("ยุทธศาสตร์", "ยุทธศาสตร์ย่อย", "เป้าประสงค์"))


@pytest.fixture
def tree(cast):
    return trees.add_tree(words=THIRD, by=cast.strategy, at=AT)


@pytest.fixture
def add(cast, tree):
    def add(code, name="ข้อ", parent=None, *, tree=tree, by=cast.strategy, **more):
        words = NodeWords(name_th=name, code=code, parent=parent)
        return nodes.add_node(tree_id=tree.pk, words=words, on=ON, by=by, at=AT, **more)

    return add


def codes(tree):
    return [node.code or node.name_th for node in nodes_of(tree)]


def in_force(year, *rows, by, **more):
    trees.put_in_force(year=year, trees=[row.pk for row in rows], on=ON, by=by, at=AT, **more)


class TestNodes:
    def test_a_tree_names_its_own_levels_and_reads_in_the_order_of_its_codes(self, add, tree):
        first = add("1")
        for code in ("1.10", "1.9"):
            add(code, parent=first)
        add("10")
        add("2")
        add("", "ไม่มีรหัส", first)

        assert codes(tree) == ["1", "1.9", "1.10", "ไม่มีรหัส", "2", "10"]
        assert [str(node) for node in nodes_of(tree)][:2] == ["ยุทธศาสตร์ที่ 1 ข้อ", "ยุทธศาสตร์ย่อยที่ 1.9 ข้อ"]
        assert Entry.objects.filter(verb="budget.node_added").count() == 6

    def test_one_code_means_different_nodes_in_two_trees(self, add, cast):
        other = trees.add_tree(words=TreeWords("แผนอื่น", 2568, 2572, ("ด้าน (ดี)",)), by=cast.strategy, at=AT)
        add("5", "เมืองธรรมาภิบาล")
        add("5", "พลเมืองขับเคลื่อนมหานคร", tree=other)

        names = StrategyNode.objects.filter(code="5").order_by("pk").values_list("name_th", flat=True)
        assert list(names) == ["เมืองธรรมาภิบาล", "พลเมืองขับเคลื่อนมหานคร"]

    @pytest.mark.parametrize(
        ("code", "parent", "sentence"),
        [
            ("1", None, "มีรหัส 1 แล้ว"),
            ("01", None, "มีรหัส 01 แล้ว"),
            ("1.2.1", "1", "รหัส 1.2.1 อยู่ใต้ 1.2"),
            ("1.5.2", "1", "ไม่มีข้อ 1.5"),
            ("1.2.1.1", "1.2.9", "3 ระดับ"),
            ("1.7", None, "อยู่ใต้ 1"),
        ],
    )
    def test_codes_nest_and_stand_once(self, add, code, parent, sentence):
        first = add("1")
        second = add("1.2", parent=first)
        third = add("1.2.9", parent=second)
        above = {None: None, "1": first, "1.2.9": third}[parent]

        with pytest.raises(nodes.PlaceError, match=sentence):
            add("" if sentence == "3 ระดับ" else code, parent=above)

    def test_a_node_moves_with_what_stands_below_it(self, add, cast, tree):
        first, second = add("1"), add("2")
        below = add("1.1", parent=first)
        add("", "ลูก", below)

        words = NodeWords(name_th="ย้ายแล้ว", code="2.1", parent=second)
        nodes.save_node(node_id=below.pk, seen=1, words=words, on=ON, by=cast.strategy, at=AT)

        assert codes(tree) == ["1", "2", "2.1", "ลูก"]
        assert StrategyNode.objects.get(name_th="ลูก").level == 3

    def test_a_node_does_not_go_below_itself_or_below_the_last_level(self, add, cast):
        first = add("1")
        below = add("1.1", parent=first)
        deepest = add("", "ลูก", below)
        elsewhere = add("2")

        for node, parent, sentence in ((first, deepest, "ใต้ตัวเอง"), (first, elsewhere, "3 ระดับ")):
            words = NodeWords(name_th="ข้อ", code="", parent=parent)
            with pytest.raises(nodes.PlaceError, match=sentence):
                nodes.save_node(node_id=node.pk, seen=1, words=words, on=ON, by=cast.strategy, at=AT)

    def test_what_checks_flagships_or_items_use_is_not_taken_out(self, add, cast):
        used = {name: add("", name) for name in ("check", "flagship", "item")}
        CheckFactory(mission_node=used["check"])
        FlagshipProjectFactory(objective=used["flagship"])
        ActionPlanItemFactory(strategy=used["item"])

        for name, sentence in (("check", "ผลตรวจ"), ("flagship", "โครงการหลัก 1"), ("item", "แผนปฏิบัติราชการ 1")):
            with pytest.raises(nodes.NodeInUseError, match=sentence):
                nodes.remove_node(node_id=used[name].pk, on=ON, by=cast.strategy, at=AT)

    def test_a_node_with_nodes_below_it_stays_until_they_are_gone(self, add, cast, tree):
        first = add("1")
        below = add("1.1", parent=first)

        with pytest.raises(nodes.NodeInUseError, match="อีก 1 ข้อ"):
            nodes.remove_node(node_id=first.pk, on=ON, by=cast.strategy, at=AT)
        for node in (below, first):
            nodes.remove_node(node_id=node.pk, on=ON, by=cast.strategy, at=AT)

        assert not tree.nodes.exists()
        assert Entry.objects.filter(verb="budget.node_removed").count() == 2

    @pytest.mark.parametrize("who", ["officer", "director", "social", "administrator"])
    def test_only_the_strategy_office_writes_the_citys_trees(self, cast, add, who):
        with pytest.raises(PermissionDenied):
            add("1", by=cast.people[who])

    @given(st.lists(st.tuples(st.integers(1, 120), st.integers(0, 120)), min_size=1, max_size=12, unique=True))
    def test_the_stored_order_is_that_of_the_numbers(self, pairs):
        tree = StrategyTree(levels=["ก", "ข"])
        heads = {n: StrategyNode(pk=n, tree=tree, code=str(n)) for n, _below in pairs}
        below = [StrategyNode(pk=n * 1000 + m, tree=tree, code=f"{n}.{m}", parent=heads[n]) for n, m in pairs]
        put_in_order([*below, *heads.values()])

        rows = sorted([*heads.values(), *below], key=lambda node: node.sort_key)
        read = [tuple(map(int, node.code.split("."))) for node in rows]
        assert read == sorted(read)

    def test_the_database_keeps_a_node_one_level_below_its_parent_in_the_same_tree(self, add):
        StrategyNodeFactory(tree=StrategyTreeFactory(), parent=add("1"), code="1.1", level=2)

        with pytest.raises(IntegrityError, match="node_stands_one_level"), connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")


class TestTrees:
    def test_levels_are_one_to_six_and_hold_the_nodes(self, add, cast, tree):
        add("1.1", parent=add("1"))

        for levels, sentence in (
            ((), "1 ถึง 6"),
            (tuple("กขคงจฉช"), "1 ถึง 6"),
            (("ก", "ก"), "ไม่ซ้ำ"),
            (("ก",), "ระดับที่ 2"),
        ):
            words = TreeWords("แผน", 2566, 2570, levels)
            with pytest.raises(trees.LevelsError, match=sentence):
                trees.save_tree(tree_id=tree.pk, seen=1, words=words, on=ON, by=cast.strategy, at=AT)

        renamed = TreeWords("แผน", 2566, 2570, ("เสา", "ข้อ"), levels_en=("Pillar", "Point"))
        trees.save_tree(tree_id=tree.pk, seen=1, words=renamed, on=ON, by=cast.strategy, at=AT)
        assert [node.level_name for node in nodes_of(StrategyTree.objects.get())] == ["เสา", "ข้อ"]
        assert Entry.objects.filter(verb="budget.tree_saved").count() == 1

    def test_two_trees_do_not_have_one_name(self, cast, tree):
        with pytest.raises(trees.SameTreeError):
            trees.add_tree(words=THIRD, by=cast.strategy, at=AT)

    def test_a_tree_is_removed_as_long_as_nothing_uses_it(self, add, cast, tree):
        node = add("1")
        flagship = FlagshipProjectFactory(objective=node)
        with pytest.raises(trees.TreeInUseError, match="โครงการหลัก 1"):
            trees.remove_tree(tree_id=tree.pk, by=cast.strategy, at=AT)

        flagship.delete()
        trees.remove_tree(tree_id=tree.pk, by=cast.strategy, at=AT)
        assert not StrategyTree.objects.exists()
        assert Entry.objects.get(verb="budget.tree_removed").details["nodes"] == 1


class TestInAYear:
    def test_one_or_two_trees_that_cover_the_year_are_in_force(self, cast, tree):
        begin_year(year=YEAR, by=cast.strategy, at=AT)
        others = [
            trees.add_tree(words=TreeWords(f"แผน {n}", *years, ("ก",)), by=cast.strategy, at=AT)
            for n, years in enumerate([(2561, 2565), (2567, 2570), (2567, 2572)])
        ]

        for rows, sentence in (((), "1 หรือ 2"), ((tree, *others[1:]), "1 หรือ 2"), (others[:1], "ไม่ครอบคลุม")):
            with pytest.raises(trees.InForceError, match=sentence):
                in_force(YEAR, *rows, by=cast.strategy)
        in_force(YEAR, tree, others[1], by=cast.strategy)

        assert trees_of(YEAR) == [tree, others[1]]
        assert Entry.objects.filter(verb="budget.tree_in_force").count() == 2

    def test_a_year_without_trees_of_its_own_has_all_that_cover_it(self, add, tree):
        node = add("1")

        assert trees_of(FiscalYear(2566)) == [tree]
        assert offered(FiscalYear(2566)).only == node
        assert not offered(FiscalYear(2565))

    def test_a_tree_that_the_year_uses_stays(self, add, cast, tree):
        begin_year(year=YEAR, by=cast.strategy, at=AT)
        in_force(YEAR, tree, by=cast.strategy)
        other = trees.add_tree(words=TreeWords("แผนอื่น", 2567, 2570, ("ก",)), by=cast.strategy, at=AT)
        flagship = FlagshipProjectFactory(objective=add("1"), fiscal_year=YEAR.be)

        with pytest.raises(trees.TreeInUseError, match="โครงการหลัก 1"):
            in_force(YEAR, other, by=cast.strategy)
        FlagshipProjectFactory(objective=flagship.objective, fiscal_year=2566)
        flagship.delete()
        in_force(YEAR, other, by=cast.strategy)

        assert trees_of(YEAR) == [other]
        assert Entry.objects.filter(verb="budget.tree_out_of_force").count() == 1

    def test_an_opened_year_asks_why_and_keeps_what_a_change_touched(self, add, cast, tree):
        PlannedYearFactory(fiscal_year=YEAR.be, opened=True)
        TreeInForce.objects.create(fiscal_year=YEAR.be, tree=tree)
        with pytest.raises(ReasonNeededError):
            add("1")
        node = add("1", reason="ตามมติ ก.ก.")
        FlagshipProjectFactory(objective=node, fiscal_year=YEAR.be)

        words = NodeWords(name_th="ชื่อใหม่", code="1")
        nodes.save_node(node_id=node.pk, seen=1, words=words, reason="แก้คำ", on=ON, by=cast.strategy, at=AT)

        change = YearChange.objects.latest("pk")
        assert (change.part, change.reason, change.on) == ("trees", "แก้คำ", ON)
        assert change.touched == [{"label": "โครงการหลัก", "count": 1}]

    def test_the_part_is_copied_from_last_year_as_long_as_the_tree_covers_it(self, add, cast, tree):
        add("1")
        other = trees.add_tree(words=TreeWords("แผนอื่น", 2568, 2575, ("ก",)), by=cast.strategy, at=AT)
        add("1", tree=other)
        PlannedYearFactory(fiscal_year=2569, opened=True)
        TreeInForce.objects.create(fiscal_year=2569, tree=tree)
        for be, kept in ((2570, [tree]), (2571, [other]), (2576, [])):
            begin_year(year=FiscalYear(be), source=FiscalYear(2569), by=cast.strategy, at=AT)
            assert list(StrategyTree.objects.filter(in_force__fiscal_year=be)) == kept

    def test_an_empty_year_begins_with_the_trees_that_cover_it_if_it_is_clear_which(self, add, cast, tree):
        add("1")
        begin_year(year=YEAR, by=cast.strategy, at=AT)
        for n in range(2):
            other = trees.add_tree(words=TreeWords(f"แผน {n}", 2566, 2570, ("ก",)), by=cast.strategy, at=AT)
            add("1", tree=other)
        begin_year(year=YEAR.next, by=cast.strategy, at=AT)

        assert list(StrategyTree.objects.filter(in_force__fiscal_year=YEAR.be)) == [tree]
        assert not TreeInForce.objects.filter(fiscal_year=YEAR.next.be).exists()

    def test_a_year_says_which_of_its_projects_name_no_tree_in_force(self, add, cast, tree):
        begin_year(year=YEAR, by=cast.strategy, at=AT)
        look = part_called("trees").look
        assert "1 หรือ 2" in look(YEAR).missing[0]

        in_force(YEAR, tree, by=cast.strategy)
        assert "ยังไม่มีข้อ" in look(YEAR).missing[0]

        add("1")
        FlagshipProjectFactory(fiscal_year=YEAR.be, title_th="โครงการเก่า")
        assert "โครงการเก่า" in look(YEAR).missing[0]


class TestOfDistricts:
    def begin(self, cast, kind, year=YEAR, **more):
        by = more.pop("by", cast.officer)
        return trees.begin_district_tree(district=cast.home, year=year, kind=kind, by=by, at=AT, **more)

    def test_a_district_writes_its_mission_for_a_year_and_copies_it_into_the_next(self, add, cast):
        tree = self.begin(cast, TreeKind.MISSION)
        add("1", "ดูแลความสะอาด", tree=tree, by=cast.officer)
        add("", "จัดระเบียบทางเท้า", tree=tree, by=cast.officer)

        later = self.begin(cast, TreeKind.MISSION, YEAR.next, source=tree)

        assert [str(node) for node in nodes_of(later)] == ["ภารกิจที่ 1 ดูแลความสะอาด", "ภารกิจ จัดระเบียบทางเท้า"]
        assert self.begin(cast, TreeKind.MISSION) == tree
        assert Entry.objects.filter(verb="budget.district_tree_begun").count() == 2

    @pytest.mark.parametrize("who", ["away_director", "social", "strategy"])
    def test_only_its_own_officers_write_it(self, cast, add, who):
        with pytest.raises(PermissionDenied):
            self.begin(cast, TreeKind.AREA, by=cast.people[who])
        tree = self.begin(cast, TreeKind.AREA)
        with pytest.raises(PermissionDenied):
            add("1", tree=tree, by=cast.people[who])

    def test_checks_are_offered_the_districts_own_nodes_of_the_year(self, add, cast):
        add("1", "ของเมือง")
        mine = add("1", "ภารกิจ", tree=self.begin(cast, TreeKind.MISSION), by=cast.officer)
        add("1", "ของปีหน้า", tree=self.begin(cast, TreeKind.MISSION, YEAR.next), by=cast.officer)

        found = offered_to_checks(YEAR, cast.home)

        assert (found["mission"].only, bool(found["area"]), len(found["city"].nodes)) == (mine, False, 1)
        assert not offered_to_checks(YEAR, cast.away)["mission"]


def test_the_path_to_several_nodes_has_each_step_once(add, tree):
    first = add("1")
    ends = [add("1.2", parent=first), add("1.1", parent=first)]
    add("2")

    assert [node.code for node in path_to(ends)] == ["1", "1.1", "1.2"]
