"""What an office says to a proposal that no plan has."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forums', '0004_what_a_forum_day_is_prepared_with'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('answer', 'ตอบเอง'), ('forwarded', 'ส่งต่อหน่วยงาน')], max_length=10, verbose_name='ประเภท')),
                ('text', models.TextField(blank=True, verbose_name='คำตอบ')),
                ('agency', models.CharField(blank=True, max_length=200, verbose_name='หน่วยงาน')),
                ('case_number', models.CharField(blank=True, max_length=60, verbose_name='เลขที่เรื่อง')),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('answered_on', models.DateField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('agency_answer', models.TextField(blank=True, verbose_name='คำตอบของหน่วยงาน')),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_reason', models.TextField(blank=True, verbose_name='เหตุผล')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='forums.proposal')),
            ],
            options={
                'verbose_name': 'คำตอบข้อเสนอ',
                'verbose_name_plural': 'คำตอบข้อเสนอ',
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('proposal',), name='proposal_has_one_reply_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('agency', ''), ('agency_answer', ''), ('case_number', ''), ('kind', 'answer')), models.Q(('kind', 'forwarded'), models.Q(('agency', ''), _negated=True)), _connector='OR'), name='only_a_forwarded_proposal_has_an_agency'), models.CheckConstraint(condition=models.Q(('kind', 'answer'), ('text', ''), _negated=True), name='answer_of_an_office_has_words'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True), ('answered_on__isnull', True), ('agency_answer', '')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('answered_on__isnull', False), models.Q(('agency_answer', ''), _negated=True)), _connector='OR'), name='answer_of_an_agency_is_signed', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True), ('ended_on__isnull', True), ('ended_reason', '')), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), ('ended_on__isnull', False), models.Q(('ended_reason', ''), _negated=True)), _connector='OR'), name='ended_reply_is_signed_and_has_a_reason', violation_error_message='ผู้ทำ วันเวลา และเหตุผล ต้องมีครบ หรือว่างทั้งหมด')],
            },
        ),
    ]
