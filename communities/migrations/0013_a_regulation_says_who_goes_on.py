"""Whether a committee goes on after its term until the next one takes office, by regulation."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0012_a_committee_may_name_assistants'),
    ]

    operations = [
        migrations.CreateModel(
            name='TermRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='รหัส')),
                ('regulation', models.CharField(max_length=200, verbose_name='ระเบียบ')),
                ('valid_from', models.DateField(unique=True, verbose_name='ใช้ตั้งแต่')),
                ('goes_on', models.BooleanField(default=False, verbose_name='คณะกรรมการที่สิ้นวาระทำหน้าที่ต่อจนกว่าชุดใหม่เริ่มวาระ')),
            ],
            options={
                'verbose_name': 'กติกาวาระของคณะกรรมการ',
                'verbose_name_plural': 'กติกาวาระของคณะกรรมการ',
            },
        ),
    ]
