from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("budget", "0017_a_cost_is_of_a_forum_or_a_training")]

    operations = [
        migrations.RemoveConstraint(model_name="requeststage", name="request_passes_a_stage_once"),
        migrations.AddConstraint(
            model_name="requeststage",
            constraint=models.UniqueConstraint(
                condition=models.Q(withdrawn_on=None, kind__lt=4),
                fields=["request", "kind"],
                name="request_passes_a_stage_before_the_vote_once",
            ),
        ),
    ]
