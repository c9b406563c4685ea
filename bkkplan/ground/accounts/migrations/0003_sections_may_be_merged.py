"""A section that is closed may name the one of its office that takes over its work."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from bkkplan.ground.core.rows.db import demand_at_write

INTO_ONE_IN_USE = demand_at_write(
    "section_is_merged_into_one_of_its_office",
    table="accounts_section",
    columns="merged_into_id, office_id",
    refuse="""new.merged_into_id is not null and not exists (
        select 1 from accounts_section other
            where other.id = new.merged_into_id and other.id <> new.id
                and other.office_id = new.office_id and other.closed_at is null)""",
    says="a section is merged into another one in use of the same office",
)


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0002_notices_go_out_as_letters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="section",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="took_over",
                to="accounts.section",
                verbose_name="รวมเข้ากับ",
            ),
        ),
        migrations.AddConstraint(
            model_name="section",
            constraint=models.CheckConstraint(
                condition=Q(("merged_into", None), ("closed_at__isnull", False), _connector="OR"),
                name="section_in_use_is_merged_into_none",
            ),
        ),
        INTO_ONE_IN_USE,
    ]
