# What was decided before this rule stays as it is; the constraint holds for every row written from now on.

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0004_four_eyes'),
        ('districts', '0001_initial'),
        ('forums', '0003_proposals_stay_in_their_district'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='forum',
            name='needs_director',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name='forum',
            name='published_through',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='forum',
            name='recorded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='forum',
            name='recorded_through',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        AddConstraintNotValid(
            model_name='forum',
            constraint=models.CheckConstraint(condition=models.Q(('needs_director', False), models.Q(models.Q(('recorded_by', models.F('published_by')), _negated=True), models.Q(('recorded_by', models.F('published_through')), _negated=True), models.Q(('recorded_through', models.F('published_by')), _negated=True), models.Q(('recorded_through', models.F('published_through')), _negated=True)), _connector='OR'), name='results_for_the_director_are_published_by_another_person', violation_error_message='ผู้ที่บันทึกผลเสร็จเผยแพร่ผลนั้นเองไม่ได้'),
        ),
    ]
