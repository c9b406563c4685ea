from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forums", "0008_a_district_takes_proposals_straight_in")]

    operations = [
        migrations.AddIndex(
            model_name="forum",
            index=models.Index(
                models.OrderBy(models.F("scheduled_on"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="forums_latest_first",
            ),
        ),
        migrations.AddIndex(
            model_name="forum",
            index=models.Index(
                models.OrderBy(models.F("held_on"), descending=True),
                models.F("id"),
                condition=models.Q(("state", "published")),
                name="published_forums_latest_first",
            ),
        ),
    ]
