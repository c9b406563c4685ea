"""A list may be of the whole city: people with their roles."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('districts', '0001_tables'),
        ('lists', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='columnchoice',
            name='district',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.district'),
        ),
        migrations.AlterField(
            model_name='rowlist',
            name='district',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.district'),
        ),
        migrations.AlterField(
            model_name='wordanswer',
            name='district',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.district'),
        ),
        migrations.AddConstraint(
            model_name='columnchoice',
            constraint=models.UniqueConstraint(condition=models.Q(('district', None)), fields=('kind', 'headings'), name='columns_of_the_city_are_chosen_once_a_heading'),
        ),
        migrations.AddConstraint(
            model_name='wordanswer',
            constraint=models.UniqueConstraint(condition=models.Q(('district', None)), fields=('kind', 'column', 'word'), name='a_word_of_the_city_is_answered_once'),
        ),
    ]
