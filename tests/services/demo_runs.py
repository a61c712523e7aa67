"""How tests drive the run of a demo."""

from quizapp.services.container import Services
from quizapp.services.demo_run import DemoRun


def finish(run: DemoRun) -> None:
    """Does all that is to be done on threads, also what follows from it."""
    while work := run.take_work():
        for each in work:
            each(lambda then: then(), lambda: True)


def begun(services: Services, settings: dict[str, str] | None = None, demo: str = "xor-failure") -> DemoRun:
    run = DemoRun(services.lab, services.predictions, demo, settings or {})
    run.begin()
    finish(run)
    return run


def number(run: DemoRun) -> int:
    moment = run.view().moment
    return moment.number if moment else 0


def to_end(run: DemoRun) -> None:
    run.go_on()
    finish(run)
