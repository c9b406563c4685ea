from django.db import migrations
from django.db.models import Max
from django.utils import timezone


def date_from_log(apps, schema_editor):
    """The day on which the account was closed, as the log knows it; from today where it doesn't."""
    users = apps.get_model("accounts", "User").objects
    entries = apps.get_model("audit", "Entry").objects.filter(verb="accounts.account_closed")
    closed = dict(entries.values("target_id").annotate(last=Max("at")).values_list("target_id", "last"))
    for pk in users.filter(is_active=False, closed_at=None).values_list("pk", flat=True):
        users.filter(pk=pk).update(closed_at=closed.get(str(pk), timezone.now()))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_people_may_be_forgotten"), ("audit", "0002_entries_are_append_only")]
    operations = [migrations.RunPython(date_from_log, migrations.RunPython.noop, elidable=True)]
