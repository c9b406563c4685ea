"""The forum of a district that takes part in another one's has a joint forum as its host, and the days of it."""

from django.db import migrations

from bkkplan.ground.core.rows.db import demand_at_commit, demand_at_write

HAS_A_HOST = demand_at_write(
    "partner_forum_has_a_joint_host",
    table="forums_forum",
    columns="host_id, district_id, kind",
    refuse="""new.host_id is not null and not exists (
        select 1 from forums_forum host
        where host.id = new.host_id and host.is_joint and host.kind = new.kind and host.district_id <> new.district_id)""",
    says="a forum with a host is of another district, and its host is a joint forum of the same kind",
)

HAS_ITS_DAYS = demand_at_commit(
    "partner_forum_has_the_days_of_its_host",
    body="""
        begin
            if exists (
                select 1 from forums_forum partner
                join forums_forum host on host.id = partner.host_id
                where new.id in (partner.id, host.id) and partner.state <> 'cancelled'
                    and (partner.scheduled_on, partner.last_on) is distinct from (host.scheduled_on, host.last_on)
            ) then
                raise exception 'a forum has other days than its host'
                    using errcode = 'check_violation', constraint = 'partner_forum_has_the_days_of_its_host';
            end if;
            return null;
        end
    """,
    watched={"forums_forum": "insert or update of scheduled_on, last_on, host_id"},
)


class Migration(migrations.Migration):
    dependencies = [("forums", "0006_a_forum_of_several_districts_has_a_host")]

    operations = [HAS_A_HOST, HAS_ITS_DAYS]
