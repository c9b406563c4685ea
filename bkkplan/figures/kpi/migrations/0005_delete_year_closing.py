from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("kpi", "0004_closing_days_belong_to_the_year")]

    operations = [migrations.DeleteModel(name="YearClosing")]
