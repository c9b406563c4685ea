import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("communities", "0002_communities_keep_their_promises")]

    operations = [
        migrations.AddField(
            "committeemember", "uuid", models.UUIDField(default=uuid.uuid4, editable=False, null=True)
        ),
        migrations.RunSQL("update communities_committeemember set uuid = gen_random_uuid()", migrations.RunSQL.noop),
        migrations.AlterField(
            "committeemember", "uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
        ),
    ]
