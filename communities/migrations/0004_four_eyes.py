# What was decided before this rule stays as it is; the constraint holds for every row written from now on.

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0003_seats_are_made_once'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='planrevision',
            name='confirmed_through',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='planrevision',
            name='submitted_through',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        AddConstraintNotValid(
            model_name='planrevision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('submitted_by', models.F('confirmed_by')), _negated=True), models.Q(('submitted_by', models.F('confirmed_through')), _negated=True), models.Q(('submitted_through', models.F('confirmed_by')), _negated=True), models.Q(('submitted_through', models.F('confirmed_through')), _negated=True)), name='revision_is_confirmed_by_another_person', violation_error_message='ผู้ส่งแผนรับรองแผนนั้นเองไม่ได้'),
        ),
    ]
