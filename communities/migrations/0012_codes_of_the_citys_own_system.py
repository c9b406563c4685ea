"""The codes that the city's own system has for what stands here."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0011_a_confirmation_of_the_past_has_a_proof'),
    ]

    operations = [
        migrations.AddField(
            model_name='community',
            name='external_code',
            field=models.CharField(blank=True, max_length=40, verbose_name='รหัสในระบบของ กทม.'),
        ),
        migrations.AddField(
            model_name='communityentry',
            name='external_code',
            field=models.CharField(blank=True, max_length=40, verbose_name='รหัสในระบบของ กทม.'),
        ),
    ]
