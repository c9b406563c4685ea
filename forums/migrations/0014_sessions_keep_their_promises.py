"""Sessions of a forum do not overlap, and its first and last day are those of its sessions."""

from django.db import migrations, models
from django.db.models import F, Q

from bkkplan.ground.core.db import demand_at_commit

APART = demand_at_commit(
    "sessions_of_a_forum_do_not_overlap",
    body="""
        begin
            if exists (
                select 1 from forums_forumsession one
                join forums_forumsession other
                    on other.forum_id = one.forum_id and other."on" = one."on" and other.id > one.id
                where one.forum_id = new.forum_id
                    and (one.ends_at <= other.starts_at or other.ends_at <= one.starts_at) is not true
            ) then
                raise exception 'two sessions of one forum overlap'
                    using errcode = 'check_violation', constraint = 'sessions_of_a_forum_do_not_overlap';
            end if;
            return null;
        end
    """,
    watched={"forums_forumsession": "insert or update"},
)
DAYS = """
    declare
        forum forums_forum%rowtype;
        first_on date;
        last_on date;
    begin
        select * into forum from forums_forum where id = {forum};
        select min("on"), max("on") into first_on, last_on from forums_forumsession where forum_id = forum.id;
        if forum.id is not null and (first_on, last_on) is distinct from (forum.scheduled_on, forum.last_on) then
            raise exception 'the days of forum % are not those of its sessions', forum.id
                using errcode = 'check_violation', constraint = '{name}';
        end if;
        return null;
    end
"""


def demand_days(name, *, forum, watched):
    return demand_at_commit(name, body=DAYS.format(forum=forum, name=name), watched=watched)


class Migration(migrations.Migration):
    dependencies = [("forums", "0013_each_forum_gets_its_session")]

    operations = [
        migrations.AlterField("forum", "last_on", models.DateField(verbose_name="จัดถึงวันที่")),
        migrations.AlterField(
            "forum", "number_year", models.PositiveSmallIntegerField(verbose_name="ปีของครั้งที่ (พ.ศ.)")
        ),
        migrations.RemoveField("forum", "starts_at"),
        migrations.RemoveField("forum", "ends_at"),
        migrations.RemoveConstraint("forum", "forum_is_numbered_once_a_year"),
        migrations.AddConstraint(
            "forum",
            models.UniqueConstraint(
                fields=["district", "kind", "number_year", "number"], name="forum_is_numbered_once_a_year"
            ),
        ),
        migrations.AddConstraint(
            "forum",
            models.CheckConstraint(
                condition=Q(number_year=F("fiscal_year"))
                | Q(number_year=F("fiscal_year") - 1, is_numbered_by_paper=True),
                name="forum_is_numbered_in_its_fiscal_or_calendar_year",
            ),
        ),
        migrations.AddConstraint(
            "forum",
            models.CheckConstraint(condition=Q(last_on__gte=F("scheduled_on")), name="forum_ends_after_it_begins"),
        ),
        migrations.AddConstraint(
            "forum",
            models.CheckConstraint(
                condition=Q(held_on=None) | Q(held_on=F("last_on")), name="forum_was_held_until_its_last_day"
            ),
        ),
        migrations.AddConstraint(
            "forum",
            models.CheckConstraint(
                condition=Q(publication_proof=None, publication_reason="")
                | (Q(publication_proof__isnull=False, published_on__isnull=False) & ~Q(publication_reason="")),
                name="publication_in_the_past_has_a_reason_and_a_proof",
            ),
        ),
        APART,
        demand_days(
            "forum_has_the_days_of_its_sessions",
            forum="new.id",
            watched={"forums_forum": "insert or update of scheduled_on, last_on"},
        ),
        demand_days(
            "sessions_have_the_days_of_their_forum",
            forum="coalesce(new.forum_id, old.forum_id)",
            watched={"forums_forumsession": "insert or update or delete"},
        ),
    ]
