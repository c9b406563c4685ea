"""Lists of rows of every kind, and what offices answered about their columns and words."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('districts', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RowList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=255, verbose_name='ชื่อไฟล์')),
                ('state', models.CharField(choices=[('waiting', 'รออ่านไฟล์'), ('checked', 'รอยืนยัน'), ('done', 'นำเข้าแล้ว'), ('cancelled', 'ยกเลิกแล้ว'), ('undone', 'เลิกทำแล้ว')], default='waiting', max_length=16, verbose_name='สถานะ')),
                ('data', models.BinaryField(blank=True, null=True)),
                ('table', models.JSONField(blank=True, editable=False, null=True)),
                ('columns', models.JSONField(default=dict)),
                ('outcome', models.JSONField(default=dict)),
                ('uploaded_at', models.DateTimeField(verbose_name='ตรวจเมื่อ')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('kind', models.SlugField(max_length=40, verbose_name='ประเภทตาราง')),
                ('place', models.CharField(max_length=64)),
                ('made', models.JSONField(default=list, editable=False)),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.district')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'การนำเข้าจากตาราง',
                'verbose_name_plural': 'การนำเข้าจากตาราง',
            },
        ),
        migrations.CreateModel(
            name='ListReading',
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
                ('requested_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้สั่ง')),
                ('upload', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='reading', to='lists.rowlist')),
            ],
            options={
                'verbose_name': 'การอ่านตาราง',
                'verbose_name_plural': 'การอ่านตาราง',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='WordAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.SlugField(max_length=40)),
                ('column', models.SlugField(max_length=40)),
                ('word', models.CharField(max_length=150, verbose_name='คำ')),
                ('value', models.CharField(blank=True, max_length=64)),
                ('answered_at', models.DateTimeField()),
                ('answered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.district')),
            ],
            options={
                'verbose_name': 'คำที่เคยบอกความหมาย',
                'verbose_name_plural': 'คำที่เคยบอกความหมาย',
            },
        ),
        migrations.CreateModel(
            name='ColumnChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.SlugField(max_length=40)),
                ('headings', models.CharField(max_length=64)),
                ('choice', models.JSONField(default=dict)),
                ('chosen_at', models.DateTimeField()),
                ('chosen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.district')),
            ],
            options={
                'verbose_name': 'คอลัมน์ที่เคยเลือก',
                'verbose_name_plural': 'คอลัมน์ที่เคยเลือก',
                'constraints': [models.UniqueConstraint(fields=('kind', 'district', 'headings'), name='columns_are_chosen_once_a_heading')],
            },
        ),
        migrations.AddIndex(
            model_name='rowlist',
            index=models.Index(fields=['kind', 'place', 'uploaded_at'], name='lists_of_a_place'),
        ),
        migrations.AddConstraint(
            model_name='rowlist',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('done', 'undone')), ('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), models.Q(models.Q(('state__in', ('done', 'undone')), _negated=True), ('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), _connector='OR'), name='row_list_is_done_when_confirmed', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'),
        ),
        migrations.AddConstraint(
            model_name='rowlist',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'undone'), ('undone_at__isnull', False), ('undone_by__isnull', False)), models.Q(models.Q(('state', 'undone'), _negated=True), ('undone_at__isnull', True), ('undone_by__isnull', True)), _connector='OR'), name='row_list_is_undone_when_signed', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'),
        ),
        migrations.AddConstraint(
            model_name='rowlist',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('waiting', 'checked')), models.Q(('data', None), ('table', None)), _connector='OR'), name='ended_row_list_holds_no_rows'),
        ),
        migrations.AddConstraint(
            model_name='listreading',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('queued', 'running'))), fields=('key',), name='lists_listreading_same_request_is_one_job'),
        ),
        migrations.AddConstraint(
            model_name='listreading',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('claimed_by__isnull', False), ('lease_until__isnull', False), ('state', 'running')), models.Q(models.Q(('state', 'running'), _negated=True), ('claimed_by', None), ('lease_until', None)), _connector='OR'), name='lists_listreading_is_claimed_while_running'),
        ),
        migrations.AddConstraint(
            model_name='listreading',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('state__in', ('queued', 'running'))), models.Q(models.Q(('state__in', ('queued', 'running')), _negated=True), ('finished_at__isnull', False)), _connector='OR'), name='lists_listreading_has_an_end_when_it_ended'),
        ),
        migrations.AddConstraint(
            model_name='wordanswer',
            constraint=models.UniqueConstraint(fields=('kind', 'district', 'column', 'word'), name='a_word_is_answered_once'),
        ),
    ]
