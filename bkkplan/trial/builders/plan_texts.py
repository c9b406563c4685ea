"""What stands in a community plan: its texts, its problems, its projects in the ten-item form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bkkplan.ground.core.fiscal import FiscalYear
from bkkplan.ground.core.thai import long_date
from bkkplan.trial.builders.dice import Dice
from bkkplan.trial.builders.facts import CommunityFacts, ProblemFacts, ProjectFacts
from bkkplan.trial.builders.hearings import Voiced
from bkkplan.trial.builders.wording import Wish
from bkkplan.trial.catalog import phrases, places
from communities.actions.writing import ProjectMoneyLine
from communities.enums import PlannedSource, ProjectKind

# Who pays the first line of a project's money, and who the rest.
PAYERS = {
    ProjectKind.SELF: (PlannedSource.COMMUNITY, PlannedSource.COMMUNITY),
    ProjectKind.JOINT: (PlannedSource.DISTRICT, PlannedSource.COMMUNITY),
    ProjectKind.AGENCY: (PlannedSource.DISTRICT, PlannedSource.DISTRICT),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a plan asks for: its own wish, one that goes on from last year, or one voiced at a forum."""

    wish: Wish
    carried_from: str | None = None
    voiced: Voiced | None = None


def problems(
    wants: Sequence[Wanted], dice: Dice, *, is_full: bool
) -> tuple[tuple[ProblemFacts, ...], list[int | None]]:
    """The problems of a plan, and for each project which of them it answers."""
    shown = wants if is_full else wants[:1]
    rows: dict[str, ProblemFacts] = {}
    for want in shown:
        idea = want.wish.idea
        rows.setdefault(
            idea.need,
            ProblemFacts(
                problem=idea.need,
                cause=dice.pick(phrases()["causes"]) if is_full else "",
                way_out=idea.objective if is_full else "",
            ),
        )
    order = list(rows)
    return tuple(rows.values()), [
        order.index(w.wish.idea.need) + 1 if w.wish.idea.need in rows else None for w in wants
    ]


def project(key: str, want: Wanted, problem: int | None, dice: Dice, *, is_full: bool) -> ProjectFacts:
    wanted, idea = want.wish, want.wish.idea
    first, rest = PAYERS[ProjectKind(idea.kind)]
    form: dict[str, object] = {
        "reason": idea.need,
        "objectives": idea.objective,
        "target": idea.measure,
        "nature": idea.nature,
        "place": wanted.spot if wanted.is_at_a_spot else "",
    }
    if is_full:
        form |= _full_form(wanted, dice)
    return ProjectFacts(
        key=key,
        carried_from=want.carried_from,
        title=wanted.project_title,
        kind=idea.kind,
        areas=idea.areas,
        problem=problem,
        lines=tuple(
            ProjectMoneyLine(
                item=line.item,
                quantity=Decimal(line.quantity),
                unit=line.unit,
                unit_price=line.unit_price,
                source=rest if number else first,
            )
            for number, line in enumerate(wanted.lines)
        ),
        form=form,
    )


def _full_form(wanted: Wish, dice: Dice) -> dict[str, object]:
    starts = dice.pick((10, 11, 12, 1, 2, 3, 4))
    steps = phrases()["steps"][wanted.idea.nature]
    months = [[(starts + 2 * step - 1) % 12 + 1, (starts + 2 * step) % 12 + 1] for step in range(len(steps))]
    return {
        "starts_in": starts,
        "ends_in": months[-1][-1],
        "place": wanted.spot if wanted.is_at_a_spot else dice.pick(places()["meeting_places"]),
        "work_plan": [{"activity": step, "months": when} for step, when in zip(steps, months, strict=True)],
        "expected_benefit": dice.pick(phrases()["benefits"]),
        "risk": dice.pick(phrases()["risks"]),
        "follow_up": f"ตัวชี้วัด: {wanted.idea.measure} ติดตามร้อยละของงานที่แล้วเสร็จทุกไตรมาส",
        "score_size": dice.between(2, 5),
        "score_urgency": dice.between(2, 5),
        "score_feasibility": dice.between(1, 5),
        "score_cooperation": dice.between(2, 5),
    }


def texts(community: CommunityFacts, year: FiscalYear, dice: Dice, *, met: date) -> Mapping[str, str]:
    samples = phrases()
    return {
        "history": str(dice.pick(samples["history"])).format(
            community=community.name, houses=community.houses, people=community.people
        ),
        "basic_data": str(dice.pick(samples["basic_data"])).format(
            old=dice.between(14, 29), young=dice.between(8, 17), bed=dice.between(1, 9), vol=dice.between(4, 14)
        ),
        "strengths": dice.pick(samples["strengths"]),
        "weaknesses": dice.pick(samples["weaknesses"]),
        "opportunities": dice.pick(samples["opportunities"]),
        "threats": dice.pick(samples["threats"]),
        "vision": dice.pick(samples["visions"]),
        "meeting": str(dice.pick(samples["meetings"])).format(
            n=dice.between(1, 3),
            year=year,
            day=long_date(met),
            place=dice.pick(places()["meeting_places"]),
            people=dice.between(32, 140),
        ),
        "follow_up": dice.pick(samples["follow_ups"]),
    }
