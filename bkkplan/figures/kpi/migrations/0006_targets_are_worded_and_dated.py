"""A target keeps the words of its plan beside the number, may be a bureau's, a group's or a quarter's, and is changed
by a decision that is kept. A target of before gets the words for its number."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def write_words(apps, schema_editor):
    for target in apps.get_model("kpi", "Target").objects.all():
        target.text = f"ร้อยละ {target.percent.normalize():f}"
        target.is_compared = True
        target.save(update_fields=["text", "is_compared"])


class Migration(migrations.Migration):

    dependencies = [
        ('districts', '0002_offices'),
        ('kpi', '0005_delete_year_closing'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TargetChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('requester', models.CharField(max_length=200, verbose_name='ผู้ขอเปลี่ยน')),
                ('meeting', models.CharField(max_length=300, verbose_name='มติที่ประชุม')),
                ('reason', models.TextField(verbose_name='เหตุผล')),
                ('on', models.DateField(verbose_name='วันที่มีมติ')),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'การเปลี่ยนเป้าหมาย',
                'verbose_name_plural': 'การเปลี่ยนเป้าหมาย',
            },
        ),
        migrations.RemoveConstraint(
            model_name='target',
            name='target_is_set_once',
        ),
        migrations.RemoveConstraint(
            model_name='target',
            name='target_is_a_percentage',
        ),
        migrations.AddField(
            model_name='target',
            name='group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.districtgroup', verbose_name='กลุ่มเขต'),
        ),
        migrations.AddField(
            model_name='target',
            name='is_compared',
            field=models.BooleanField(default=False, verbose_name='นำมาเทียบกับผล'),
        ),
        migrations.AddField(
            model_name='target',
            name='office',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.office', verbose_name='หน่วยงาน'),
        ),
        migrations.AddField(
            model_name='target',
            name='quarter',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='ไตรมาส'),
        ),
        migrations.AddField(
            model_name='target',
            name='text',
            field=models.CharField(blank=True, max_length=300, verbose_name='เป้าหมายตามแผน'),
        ),
        migrations.AlterField(
            model_name='target',
            name='percent',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='ตัวเลขที่อ่านได้ (ร้อยละ)'),
        ),
        migrations.RunPython(write_words, migrations.RunPython.noop, elidable=True),
        migrations.AddField(
            model_name='targetchange',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='target',
            name='change',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='kpi.targetchange', verbose_name='เปลี่ยนโดย'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(fields=('code', 'fiscal_year', 'quarter', 'office', 'group', 'district', 'change'), name='target_is_worded_once_a_change', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('group', None), ('office', None)), models.Q(('district', None), ('office', None)), models.Q(('district', None), ('group', None)), _connector='OR'), name='target_has_one_owner'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('quarter', None), ('quarter__range', (1, 4)), _connector='OR'), name='target_is_of_a_year_or_a_quarter'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('is_compared', False), models.Q(('percent__isnull', False), ('percent__range', (0, 100))), _connector='OR'), name='target_that_is_compared_is_a_percentage', violation_error_message='ตัวชี้วัดนี้นับเป็นร้อยละ เป้าหมายจึงเกิน 100 ไม่ได้'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), ('percent', None), _connector='OR'), name='number_of_a_target_stands_in_its_text'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), ('change__isnull', False), _connector='OR'), name='only_a_change_takes_a_target_away'),
        ),
        migrations.AddConstraint(
            model_name='targetchange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('requester', ''), _negated=True), models.Q(('meeting', ''), _negated=True), models.Q(('reason', ''), _negated=True)), name='change_of_targets_says_who_and_why'),
        ),
    ]
