from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("forums", "0007_old_files_are_locked")]

    operations = [
        migrations.AddField(
            model_name="uptake",
            name="public_reason",
            field=models.TextField(blank=True, default="", verbose_name="คำชี้แจงต่อประชาชน"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="uptake",
            constraint=models.CheckConstraint(
                condition=Q(public_reason="") | Q(ended_on__isnull=False),
                name="only_an_ended_uptake_is_explained_to_the_public",
            ),
        ),
    ]
