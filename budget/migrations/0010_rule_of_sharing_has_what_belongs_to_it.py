from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("budget", "0009_flagships_say_how_they_are_shared")]

    operations = [
        migrations.AddConstraint(
            model_name='flagshipproject',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('communities_on', None), ('share_per_community', None), ('sharing', 'equal')), models.Q(('communities_on__isnull', False), ('share_per_community', None), ('share_per_district', None), ('sharing', 'by_communities')), models.Q(('communities_on__isnull', False), ('share_per_community__gt', 0), ('share_per_community__isnull', False), ('share_per_district', None), ('sharing', 'per_community')), models.Q(('communities_on', None), ('share_per_community', None), ('share_per_district', None), ('sharing__in', ['none', 'table'])), _connector='OR'), name='rule_of_sharing_has_what_belongs_to_it', violation_error_message='การจัดสรรให้เขตยังขาดจำนวนเงินหรือวันที่นับชุมชน'),
        ),
    ]
