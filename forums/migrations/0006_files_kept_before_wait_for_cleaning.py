from django.db import migrations
from django.db.models import F
from django.utils import timezone

IMAGES = ["image/jpeg", "image/png"]


def ask_for_cleaning(apps, schema_editor):
    """Images were drawn anew as they came; each document is shown again once a worker has cleaned it."""
    attachments = apps.get_model("forums", "Attachment").objects
    cleanings = apps.get_model("forums", "Cleaning").objects
    attachments.filter(content_type__in=IMAGES).update(cleaned_at=F("uploaded_at"))
    waiting = attachments.filter(cleaned_at=None).exclude(file="").order_by("pk").values_list("pk", flat=True)
    asked_at = timezone.now()
    cleanings.bulk_create(
        cleanings.model(attachment_id=pk, key=f"attachment:{pk}", requested_at=asked_at) for pk in waiting
    )


class Migration(migrations.Migration):
    dependencies = [("forums", "0005_files_are_cleaned")]
    operations = [migrations.RunPython(ask_for_cleaning, migrations.RunPython.noop, elidable=True)]
