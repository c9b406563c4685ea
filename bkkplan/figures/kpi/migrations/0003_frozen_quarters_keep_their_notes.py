from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kpi", "0002_offices_tell_and_are_evaluated")]

    operations = [
        migrations.AddField(
            model_name="frozenquarter", name="notes", field=models.JSONField(default=list)
        ),
    ]
