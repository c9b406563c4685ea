"""A worker writes a long list, or takes it back: what it was asked for, and how far it is."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lists', '0004_lists_may_tell_of_a_day'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ListWriting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(editable=False, max_length=200)),
                ('state', models.CharField(choices=[('queued', 'รอคิว'), ('running', 'กำลังทำ'), ('done', 'เสร็จแล้ว'), ('failed', 'ไม่สำเร็จ'), ('cancelled', 'ยกเลิกแล้ว')], default='queued', editable=False, max_length=16, verbose_name='สถานะ')),
                ('done', models.PositiveIntegerField(default=0, editable=False, verbose_name='ทำแล้ว')),
                ('total', models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name='ทั้งหมด')),
                ('sentence', models.CharField(blank=True, editable=False, max_length=500, verbose_name='ข้อความ')),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('claimed_by', models.UUIDField(blank=True, editable=False, null=True)),
                ('lease_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('requested_at', models.DateTimeField(editable=False, verbose_name='สั่งเมื่อ')),
                ('started_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='เริ่มเมื่อ')),
                ('finished_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='จบเมื่อ')),
                ('act', models.CharField(choices=[('confirm', 'กำลังนำเข้า'), ('undo', 'กำลังเลิกทำ')], editable=False, max_length=16)),
                ('seen', models.CharField(blank=True, editable=False, max_length=64)),
                ('leaves_out', models.BooleanField(default=False, editable=False)),
                ('requested_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้สั่ง')),
                ('requested_through', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('upload', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='writing', to='lists.rowlist')),
            ],
            options={
                'verbose_name': 'การเขียนตาราง',
                'verbose_name_plural': 'การเขียนตาราง',
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('queued', 'running'))), fields=('key',), name='lists_listwriting_same_request_is_one_job'), models.CheckConstraint(condition=models.Q(models.Q(('claimed_by__isnull', False), ('lease_until__isnull', False), ('state', 'running')), models.Q(models.Q(('state', 'running'), _negated=True), ('claimed_by', None), ('lease_until', None)), _connector='OR'), name='lists_listwriting_is_claimed_while_running'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('state__in', ('queued', 'running'))), models.Q(models.Q(('state__in', ('queued', 'running')), _negated=True), ('finished_at__isnull', False)), _connector='OR'), name='lists_listwriting_has_an_end_when_it_ended')],
            },
        ),
    ]
