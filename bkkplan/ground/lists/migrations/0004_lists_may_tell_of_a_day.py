"""A list may tell of a day: the register of communities as it stood on one."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("lists", "0003_lists_of_people_become_lists_of_rows")]

    operations = [
        migrations.AddField(
            model_name="rowlist",
            name="day",
            field=models.DateField(blank=True, null=True, verbose_name="ข้อมูล ณ วันที่"),
        ),
    ]
