"""The codes that the city's own system has for what stands here."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('budget', '0006_acts_are_signed'),
    ]

    operations = [
        migrations.AddField(
            model_name='actionplanitem',
            name='external_code',
            field=models.CharField(blank=True, max_length=40, verbose_name='รหัสในระบบของ กทม.'),
        ),
        migrations.AddField(
            model_name='flagshipproject',
            name='external_code',
            field=models.CharField(blank=True, max_length=40, verbose_name='รหัสในระบบของ กทม.'),
        ),
    ]
