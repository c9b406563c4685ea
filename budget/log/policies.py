"""How the log tells of a district's policy and its statements."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bkkplan.ground.audit.sentences import Detail, Thing, declare, declare_details
from budget.models import AreaPolicy, PolicyStatement


def policy_in_words(policy: AreaPolicy) -> str:
    return _("%(policy)s ของ%(district)s") % {"policy": policy, "district": policy.district}


def statement_in_words(statement: PolicyStatement) -> str:
    return _("“%(text)s” ใน%(policy)s") % {"text": statement.text, "policy": policy_in_words(statement.policy)}


declare(
    Thing(
        model=AreaPolicy,
        row_name=policy_in_words,
        select=("district",),
        district="district",
        year="fiscal_year",
        acts={
            "budget.policy_begun": gettext_lazy("เริ่มร่าง%(thing)s"),
            "budget.policy_submitted": gettext_lazy("เสนอ%(thing)s"),
            "budget.policy_sent_back": gettext_lazy("ส่งกลับ%(thing)s ให้แก้ไข"),
            "budget.policy_approved": gettext_lazy("อนุมัติ%(thing)s"),
        },
    ),
    Thing(
        model=PolicyStatement,
        within="policy",
        row_name=statement_in_words,
        select=("policy__district",),
        district="policy__district",
        year="policy__fiscal_year",
        acts={
            "budget.statement_saved": gettext_lazy("เขียนข้อนโยบาย %(thing)s"),
            "budget.statement_removed": gettext_lazy("นำข้อนโยบายออก %(thing)s"),
        },
    ),
)

declare_details({"budget.proposals": Detail(label=gettext_lazy("ข้อเสนอที่เป็นที่มา"), show=" · ".join)})
