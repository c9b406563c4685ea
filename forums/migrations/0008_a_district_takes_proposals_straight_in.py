"""An office may take a proposal into its own action plan: then no community's plan takes it up."""

from django.db import migrations, models

from bkkplan.ground.core.rows.db import demand_at_write

NOT_TAKEN_UP = demand_at_write(
    "proposal_taken_straight_in_is_in_no_plan",
    table="forums_reply",
    columns="kind, proposal_id, ended_on",
    refuse="""new.kind = 'taken_in' and new.ended_on is null and exists (
        select 1 from forums_uptake where proposal_id = new.proposal_id and ended_on is null)""",
    says="a proposal that a plan took up is not taken straight into an action plan",
)
NOT_TAKEN_IN = demand_at_write(
    "proposal_taken_up_is_not_taken_straight_in",
    table="forums_uptake",
    columns="proposal_id, ended_on",
    refuse="""new.ended_on is null and exists (
        select 1 from forums_reply
        where proposal_id = new.proposal_id and kind = 'taken_in' and ended_on is null)""",
    says="a proposal that its district took straight into its action plan is not taken up by a plan",
)


class Migration(migrations.Migration):
    dependencies = [("forums", "0007_districts_of_a_joint_forum_follow_their_host")]

    operations = [
        migrations.AlterField(
            model_name="reply",
            name="kind",
            field=models.CharField(
                choices=[
                    ("answer", "ตอบเอง"),
                    ("forwarded", "ส่งต่อหน่วยงาน"),
                    ("taken_in", "เขตนำเข้าแผนปฏิบัติราชการโดยตรง"),
                ],
                max_length=10,
                verbose_name="ประเภท",
            ),
        ),
        migrations.RemoveConstraint(model_name="reply", name="only_a_forwarded_proposal_has_an_agency"),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(agency="", agency_answer="", case_number="", kind__in=["answer", "taken_in"])
                | (models.Q(kind="forwarded") & ~models.Q(agency="")),
                name="only_a_forwarded_proposal_has_an_agency",
            ),
        ),
        NOT_TAKEN_UP,
        NOT_TAKEN_IN,
    ]
