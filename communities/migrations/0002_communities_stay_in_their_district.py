"""A community is in the district of its sub-district."""

from django.db import migrations

from bkkplan.ground.core.rows.db import demand_at_write

IN_ITS_DISTRICT = demand_at_write(
    "communities_community_is_in_its_district",
    table="communities_community",
    columns="district_id, subdistrict_id",
    refuse="new.district_id <> (select district_id from districts_subdistrict where id = new.subdistrict_id)",
    says="a community is in the district of its sub-district",
    constraint="community_is_in_the_district_of_its_subdistrict",
)


class Migration(migrations.Migration):
    dependencies = [("communities", "0001_tables")]

    operations = [IN_ITS_DISTRICT]
