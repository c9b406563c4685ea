"""Strategy trees with their own levels; the nodes that were there become the tree of the period to 2565."""

import re

import django.db.models.constraints
import django.db.models.deletion
from django.db import migrations, models

LEVELS = {"dimension": "ด้าน", "subdimension": "มิติ", "goal": "เป้าหมาย", "objective": "เป้าประสงค์"}
TREE = {
    "name_th": "แผนพัฒนากรุงเทพมหานคร ระยะ 20 ปี ระยะที่ 2 (พ.ศ. 2561–2565)",
    "name_en": "Bangkok development plan, second period (B.E. 2561–2565)",
    "first_year": 2561,
    "last_year": 2565,
    "levels": list(LEVELS.values()),
    "levels_en": ["Dimension", "Subdimension", "Goal", "Objective"],
}

def code_key(code):
    """As bkkplan.ground.core.thai.codes made it on this day."""
    return re.sub("[0-9]+", lambda number: f"{int(number[0]):09}", code)


def plant(apps, schema_editor):
    nodes = list(apps.get_model("budget", "StrategyNode").objects.order_by("pk"))
    if nodes:
        tree = apps.get_model("budget", "StrategyTree").objects.create(**TREE)
        below = {}
        for node in nodes:
            below.setdefault(node.parent_id, []).append(node)
        heads = [(node, 1, "") for node in below.get(None, ())]
        while heads:
            node, level, above = heads.pop()
            node.tree, node.level, node.sort_key = tree, level, above + code_key(node.code)
            node.save(update_fields=["tree", "level", "sort_key"])
            heads.extend((child, level + 1, f"{node.sort_key}/") for child in below.get(node.pk, ()))
        years = apps.get_model("years", "PlannedYear").objects.filter(
            fiscal_year__range=(tree.first_year, tree.last_year)
        )
        in_force = apps.get_model("budget", "TreeInForce").objects
        for be in years.values_list("fiscal_year", flat=True):
            in_force.create(fiscal_year=be, tree=tree)
    # What is deferred is asked now: a table can't be altered while it waits.
    schema_editor.execute("set constraints all immediate")


def uproot(apps, schema_editor):
    """The levels in words again. Nodes of another tree than the oldest have no place there."""
    words = list(LEVELS)
    for node in apps.get_model("budget", "StrategyNode").objects.order_by("pk"):
        node.level_word = words[min(node.level, len(words)) - 1]
        node.save(update_fields=["level_word"])
    schema_editor.execute("set constraints all immediate")


class Migration(migrations.Migration):
    dependencies = [
        ("budget", "0014_an_item_names_its_category"),
        ("districts", "0001_initial"),
        ("years", "0001_a_year_is_a_row_with_parts"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="strategynode", name="only_a_dimension_stands_at_the_top"),
        migrations.RenameField(model_name="strategynode", old_name="level", new_name="level_word"),
        migrations.CreateModel(
            name="StrategyTree",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("city", "ยุทธศาสตร์การพัฒนากรุงเทพมหานคร"),
                            ("mission", "ภารกิจของสำนักงานเขต"),
                            ("area", "ยุทธศาสตร์การพัฒนาของพื้นที่"),
                        ],
                        default="city",
                        max_length=8,
                        verbose_name="ชนิด",
                    ),
                ),
                ("name_th", models.CharField(max_length=300, verbose_name="ชื่อแผน")),
                ("name_en", models.CharField(blank=True, max_length=300, verbose_name="ชื่อภาษาอังกฤษ")),
                ("first_year", models.PositiveSmallIntegerField(verbose_name="ตั้งแต่ปี (พ.ศ.)")),
                ("last_year", models.PositiveSmallIntegerField(verbose_name="ถึงปี (พ.ศ.)")),
                ("levels", models.JSONField(default=list, verbose_name="ระดับ")),
                ("levels_en", models.JSONField(blank=True, default=list, verbose_name="ระดับ (ภาษาอังกฤษ)")),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="strategy_trees",
                        to="districts.district",
                    ),
                ),
            ],
            options={"verbose_name": "แผนยุทธศาสตร์", "verbose_name_plural": "แผนยุทธศาสตร์"},
        ),
        migrations.CreateModel(
            name="TreeInForce",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="ปีงบประมาณ (พ.ศ.)")),
                (
                    "tree",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="in_force",
                        to="budget.strategytree",
                    ),
                ),
            ],
            options={
                "verbose_name": "แผนยุทธศาสตร์ที่ใช้ในปี",
                "verbose_name_plural": "แผนยุทธศาสตร์ที่ใช้ในปี",
            },
        ),
        migrations.AddField(
            model_name="strategynode",
            name="tree",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="nodes", to="budget.strategytree"
            ),
        ),
        migrations.AddField(
            model_name="strategynode",
            name="level",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="ระดับ"),
        ),
        migrations.AddField(
            model_name="strategynode",
            name="position",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="ลำดับ"),
        ),
        migrations.AddField(
            model_name="strategynode",
            name="sort_key",
            field=models.TextField(db_collation="C", default="", editable=False),
        ),
        migrations.AddField(
            model_name="strategynode",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.RunPython(plant, uproot),
        migrations.RemoveField(model_name="strategynode", name="level_word"),
        migrations.AlterField(
            model_name="strategynode",
            name="tree",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="nodes", to="budget.strategytree"
            ),
        ),
        migrations.AlterField(
            model_name="strategynode",
            name="code",
            field=models.CharField(blank=True, max_length=20, verbose_name="รหัส"),
        ),
        migrations.AlterField(
            model_name="strategynode",
            name="name_en",
            field=models.CharField(blank=True, max_length=500, verbose_name="ชื่อภาษาอังกฤษ"),
        ),
        migrations.AlterModelOptions(
            name="strategynode",
            options={"verbose_name": "ข้อของแผนยุทธศาสตร์", "verbose_name_plural": "ข้อของแผนยุทธศาสตร์"},
        ),
        migrations.AddField(
            model_name="consistencycheck",
            name="area_node",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="budget.strategynode",
                verbose_name="ยุทธศาสตร์ของพื้นที่ที่สอดคล้อง",
            ),
        ),
        migrations.AddField(
            model_name="consistencycheck",
            name="mission_node",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="budget.strategynode",
                verbose_name="ภารกิจที่สอดคล้อง",
            ),
        ),
        migrations.AddConstraint(
            model_name="strategynode",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code", ""), _negated=True),
                fields=("tree", "code"),
                name="code_is_unique_in_its_tree",
            ),
        ),
        migrations.AddConstraint(
            model_name="strategynode",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("tree", "sort_key"),
                name="nodes_have_places",
            ),
        ),
        migrations.AddConstraint(
            model_name="strategynode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("level", 1), ("parent", None)),
                    models.Q(("level__range", (2, 6)), ("parent__isnull", False)),
                    _connector="OR",
                ),
                name="only_the_first_level_stands_at_the_top",
            ),
        ),
        migrations.AddConstraint(
            model_name="strategynode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code", ""), ("position__gt", 0)),
                    models.Q(models.Q(("code", ""), _negated=True), ("position", 0)),
                    _connector="OR",
                ),
                name="node_has_a_code_or_a_position",
            ),
        ),
        migrations.AddConstraint(
            model_name="strategytree",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_year__lte", models.F("last_year"))),
                name="tree_ends_after_it_began",
                violation_error_message="ปีสุดท้ายต้องไม่ก่อนปีแรก",
            ),
        ),
        migrations.AddConstraint(
            model_name="strategytree",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("district", None), ("kind", "city")),
                    models.Q(
                        models.Q(("kind", "city"), _negated=True),
                        ("district__isnull", False),
                        ("first_year", models.F("last_year")),
                    ),
                    _connector="OR",
                ),
                name="district_tree_has_a_district_and_one_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="strategytree",
            constraint=models.UniqueConstraint(
                condition=models.Q(("district__isnull", False)),
                fields=("kind", "district", "first_year"),
                name="district_has_one_tree_of_a_kind_a_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="strategytree",
            constraint=models.UniqueConstraint(
                condition=models.Q(("district", None)), fields=("name_th",), name="tree_of_the_city_has_its_own_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="treeinforce",
            constraint=models.UniqueConstraint(fields=("fiscal_year", "tree"), name="tree_is_in_force_once_a_year"),
        ),
    ]
