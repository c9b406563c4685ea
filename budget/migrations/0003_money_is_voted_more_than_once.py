from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("budget", "0002_plans_and_money_keep_their_rules")]

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
