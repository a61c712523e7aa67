"""Two machines of one learner in a week of study, with what happens to a folder that something else carries."""

import shutil
from pathlib import Path

from quizapp.domain.errors import OutOfReachError
from quizapp.domain.history import Rating
from tests.machines import Workshop


def test_a_week_of_two_machines(tmp_path: Path) -> None:
    """The desk in the morning, the laptop in the evening; a stick that stays at home, a copy in conflict, an undo, a rename."""
    workshop = Workshop(tmp_path)
    place = workshop.folder()
    with workshop.machines(2) as (desk, laptop):
        away = place.with_name(f"{place.name}-away")
        said = []
        for day in range(7):
            for machine, hour in ((desk, 0.0), (laptop, 0.4)):
                machine.days = day + hour
                for card in "abcde"[: 3 + day % 3]:
                    machine.grade(f"d/{card}", Rating.AGAIN if card == "c" and day % 2 else Rating.GOOD)
                if day == 2 and machine is laptop:
                    machine.history.undo(machine.now(), next(machine.draw))
                if day == 4 and machine is desk:
                    machine.history.rename(machine.now(), next(machine.draw), "d/z", "d/a")
                if day == 3 and machine is laptop:
                    place.rename(away)
                try:
                    synced = machine.sync(place)
                    said.append((day, synced.sent.reviews, synced.received.reviews))
                except OutOfReachError:
                    said.append((day, -1, -1))
                if day == 4 and machine is desk:
                    away.rename(place)
                if day == 5 and machine is desk:
                    for path in [*place.rglob("*.jsonl")]:
                        shutil.copy(path, path.with_name(f"{path.stem}.sync-conflict-20260307-081500-ABC.jsonl"))
        desk.sync(place)
        assert said == [
            *[(0, 3, 0), (0, 3, 3)],
            *[(1, 4, 3), (1, 4, 4)],
            *[(2, 5, 4), (2, 5, 5)],
            *[(3, 3, 5), (3, -1, -1)],
            *[(4, -1, -1), (4, 7, 3)],  # the laptop has its evening before as well, and the desk's morning before that
            *[(5, 9, 7), (5, 5, 9)],
            *[(6, 3, 5), (6, 3, 3)],
        ]
        assert desk.events() == laptop.events()
        assert desk.history.schedules() == laptop.history.schedules()
        assert len(desk.events()) == 2 * (3 + 4 + 5 + 3 + 4 + 5 + 3) + 2
        desk.assert_right()
        laptop.assert_right()
