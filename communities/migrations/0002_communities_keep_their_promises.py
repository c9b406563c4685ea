"""A community is in the district of its sub-district."""

from django.db import migrations

IN_ITS_DISTRICT = migrations.RunSQL(
    sql="""
        create function communities_community_is_in_its_district() returns trigger language plpgsql as $$
        begin
            if new.district_id <> (select district_id from districts_subdistrict where id = new.subdistrict_id) then
                raise exception 'a community is in the district of its sub-district'
                    using errcode = 'check_violation', constraint = 'community_is_in_the_district_of_its_subdistrict';
            end if;
            return new;
        end $$;
        create trigger communities_community_is_in_its_district
            before insert or update of district_id, subdistrict_id on communities_community
            for each row execute function communities_community_is_in_its_district();
    """,
    reverse_sql="""
        drop trigger communities_community_is_in_its_district on communities_community;
        drop function communities_community_is_in_its_district();
    """,
)


class Migration(migrations.Migration):
    dependencies = [("communities", "0001_initial")]

    operations = [IN_ITS_DISTRICT]
