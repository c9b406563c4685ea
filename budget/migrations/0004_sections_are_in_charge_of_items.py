"""The section in charge of an item is a row, of the office of the plan's district."""

import django.db.models.deletion
from django.db import migrations, models

from bkkplan.ground.core.db import demand_at_write

OF_THE_DISTRICTS_OFFICE = demand_at_write(
    "section_of_an_item_is_of_its_district",
    table="budget_actionplanitem",
    columns="section_id, plan_id",
    refuse="""new.section_id is not null and not exists (
        select 1 from accounts_section section
            join districts_office office on office.id = section.office_id
            join budget_actionplan plan on plan.district_id = office.district_id
            where section.id = new.section_id and plan.id = new.plan_id)""",
    says="the section in charge of an item is one of the office of its district",
)


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0001_tables"),
        ("budget", "0003_money_is_voted_more_than_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="actionplanitem",
            name="section",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.section",
                verbose_name="ฝ่ายที่รับผิดชอบ",
            ),
        ),
        migrations.AlterField(
            model_name="actionplanitem",
            name="responsible",
            field=models.CharField(blank=True, max_length=200, verbose_name="ผู้รับผิดชอบอื่น"),
        ),
        OF_THE_DISTRICTS_OFFICE,
    ]
