"""How the log tells of the sample city."""

from django.utils.translation import gettext_lazy

from bkkplan.ground.audit.sentences import Detail, declare_details, declare_without_thing

declare_without_thing({"demo.city_seeded": gettext_lazy("สร้างข้อมูลตัวอย่างของทั้งเมือง")})
declare_details({"demo.years": Detail(label=gettext_lazy("ปีงบประมาณ"), show=lambda years: ", ".join(map(str, years)))})
