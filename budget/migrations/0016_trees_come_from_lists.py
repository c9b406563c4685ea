"""Trees come in from lists, and the database keeps each node one level below its parent."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from bkkplan.ground.core.db import demand_at_commit


BELOW_ITS_PARENT = demand_at_commit(
    "node_stands_one_level_below_its_parent",
    body="""
        begin
            if exists (
                select 1 from budget_strategynode child
                    join budget_strategynode parent on parent.id = child.parent_id
                    where (child.id = new.id or parent.id = new.id)
                        and (parent.tree_id <> child.tree_id or child.level <> parent.level + 1)
            ) then
                raise exception 'a node stands one level below its parent, in the same tree'
                    using errcode = 'check_violation', constraint = 'node_stands_one_level_below_its_parent';
            end if;
            return null;
        end
    """,
    watched={"budget_strategynode": "insert or update of tree_id, parent_id, level"},
)


class Migration(migrations.Migration):

    dependencies = [
        ('budget', '0015_strategy_has_trees'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TreeImport',
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
                ('is_whole', models.BooleanField(default=False, verbose_name='เป็นทั้งแผน')),
                ('left_out', models.JSONField(default=list)),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tree', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lists', to='budget.strategytree')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'การนำเข้าแผนยุทธศาสตร์',
                'verbose_name_plural': 'การนำเข้าแผนยุทธศาสตร์',
            },
        ),
        migrations.CreateModel(
            name='TreeReading',
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
                ('upload', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='reading', to='budget.treeimport')),
            ],
            options={
                'verbose_name': 'การอ่านแผนยุทธศาสตร์',
                'verbose_name_plural': 'การอ่านแผนยุทธศาสตร์',
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='treeimport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), ('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), models.Q(models.Q(('state', 'done'), _negated=True), ('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), _connector='OR'), name='tree_import_is_done_when_confirmed', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'),
        ),
        migrations.AddConstraint(
            model_name='treereading',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('queued', 'running'))), fields=('key',), name='budget_treereading_same_request_is_one_job'),
        ),
        migrations.AddConstraint(
            model_name='treereading',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('claimed_by__isnull', False), ('lease_until__isnull', False), ('state', 'running')), models.Q(models.Q(('state', 'running'), _negated=True), ('claimed_by', None), ('lease_until', None)), _connector='OR'), name='budget_treereading_is_claimed_while_running'),
        ),
        migrations.AddConstraint(
            model_name='treereading',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('state__in', ('queued', 'running'))), models.Q(models.Q(('state__in', ('queued', 'running')), _negated=True), ('finished_at__isnull', False)), _connector='OR'), name='budget_treereading_has_an_end_when_it_ended'),
        ),
        BELOW_ITS_PARENT,
    ]
