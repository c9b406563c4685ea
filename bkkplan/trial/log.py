"""How the log tells of the sample city."""

from django.utils.translation import gettext_lazy

from bkkplan.ground.audit.words import Detail, mean, tell_without_thing

tell_without_thing({"demo.city_seeded": gettext_lazy("สร้างข้อมูลตัวอย่างของทั้งเมือง")})
mean({"demo.years": Detail(label=gettext_lazy("ปีงบประมาณ"), show=lambda years: ", ".join(map(str, years)))})
