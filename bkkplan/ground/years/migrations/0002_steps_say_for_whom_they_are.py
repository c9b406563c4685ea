"""A step says for whom it is, and whether the strategy office added it. Steps of before get what the calendar says."""

from django.db import migrations, models

STRATEGY = ("goals_heard", "plan_heard", "plan_ready", "draft_ordinance", "ordinance")


def say_for_whom(apps, schema_editor):
    steps = apps.get_model("years", "DueDay").objects
    steps.filter(code__in=STRATEGY).update(audiences=["strategy"])
    steps.exclude(code__in=STRATEGY).update(audiences=["districts", "bureau", "strategy"])


class Migration(migrations.Migration):
    dependencies = [("years", "0001_a_year_is_a_row_with_parts")]

    operations = [
        migrations.AddField(
            model_name="dueday",
            name="audiences",
            field=models.JSONField(blank=True, default=list, verbose_name="สำหรับ"),
        ),
        migrations.AddField(
            model_name="dueday",
            name="is_own",
            field=models.BooleanField(default=False, verbose_name="ขั้นตอนที่เพิ่มเอง"),
        ),
        migrations.RunPython(say_for_whom, migrations.RunPython.noop, elidable=True),
    ]
