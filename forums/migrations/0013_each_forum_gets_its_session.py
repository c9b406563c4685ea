"""Each forum gets one session out of the day and the times that it has, and its number the year in which it counts."""

from django.db import migrations

FILL = """
    -- A forum that was held on another day has always been shown with that day alone.
    update forums_forum set scheduled_on = held_on where held_on <> scheduled_on;
    update forums_forum set last_on = scheduled_on, number_year = fiscal_year;
    insert into forums_forumsession (forum_id, "on", starts_at, ends_at)
        select id, scheduled_on, starts_at, case when ends_at <= starts_at then null else ends_at end
        from forums_forum
        where not exists (select 1 from forums_forumsession session where session.forum_id = forums_forum.id);
    -- Until now the change of the day that came with saying that it was held could not be told from others.
    update forums_postponement postponement set is_of_holding = true
        from audit_entry entry
        where entry.verb = 'forums.forum_held' and entry.target_id = postponement.forum_id::text
            and entry.at = postponement.at;
"""

EMPTY = """
    update forums_forum forum set starts_at = session.starts_at, ends_at = session.ends_at
        from (select distinct on (forum_id) * from forums_forumsession order by forum_id, "on", starts_at) session
        where session.forum_id = forum.id;
    delete from forums_forumsession;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0012_forums_have_sessions"),
        ("audit", "0001_initial"),
    ]

    operations = [migrations.RunSQL(FILL, EMPTY)]
