"""Why a confirmation was entered after its day, and the file that proves the day."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0010_plan_says_why_an_area_has_no_project'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ConfirmationProof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('reason', models.TextField(verbose_name='เหตุผลที่บันทึกการรับรองย้อนหลัง')),
                ('file', models.FileField(upload_to='evidence/')),
                ('original_name', models.CharField(max_length=255, verbose_name='ชื่อไฟล์')),
                ('content_type', models.CharField(max_length=100)),
                ('sha256', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='confirmation_proof', to='communities.planrevision')),
            ],
            options={
                'verbose_name': 'หลักฐานการรับรองแผนย้อนหลัง',
                'verbose_name_plural': 'หลักฐานการรับรองแผนย้อนหลัง',
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='late_confirmation_has_a_reason')],
            },
        ),
    ]
