from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("communities", "0015_registers_become_lists")]

    operations = [
        migrations.AddIndex(
            model_name="planproject",
            index=models.Index(fields=["id"], include=("lineage",), name="lineage_of_each_project"),
        ),
        migrations.AddIndex(
            model_name="planrevision",
            index=models.Index(fields=["state", "submitted_on", "id"], name="plans_that_waited_longest"),
        ),
    ]
