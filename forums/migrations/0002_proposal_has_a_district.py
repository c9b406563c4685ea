import django.db.models.deletion
from django.db import migrations, models

FROM_ITS_FORUM = migrations.RunSQL(
    sql="""
        update forums_proposal set district_id = forum.district_id
            from forums_forum forum where forum.id = forums_proposal.forum_id
    """,
    reverse_sql=migrations.RunSQL.noop,
)


class Migration(migrations.Migration):
    dependencies = [("forums", "0001_initial"), ("districts", "0001_initial")]

    operations = [
        migrations.AddField(
            "proposal",
            "district",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to="districts.district",
            ),
        ),
        FROM_ITS_FORUM,
    ]
