"""A community's code begins with that of its district, which has up to eight letters and digits in another place."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("communities", "0013_a_regulation_says_who_goes_on")]

    operations = [
        migrations.AlterField(
            model_name="community",
            name="code",
            field=models.CharField(max_length=16, unique=True, verbose_name="รหัสชุมชน"),
        ),
    ]
