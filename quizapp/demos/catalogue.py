"""Which demos there are: ours, and those that installed packages offer. A deck can only name one of these; it can never bring its own."""

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from quizapp.demos.kit import Demo
from quizapp.domain.drawable import brief
from quizapp.domain.errors import DemoError, suggestion
from quizapp.domain.i18n import gettext

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "quizapp.demos"
"""Entry points of this group name a `Demo` each, such as `yours = "your_package.your_module:run"`."""

_MODULES = (
    "three_learners",
    "data_scaling",
    "perceptron",
    "weights_and_bias",
    "activations",
    "perceptron_steps",
    "loss_functions",
    "gradient_descent",
    "mini_batch",
    "training_loop",
    "xor_failure",
    "mlp_xor",
    "mlp_anatomy",
    "normalization",
    "backprop",
    "hyperparameters",
    "dropout",
)
"""In the order in which the deck teaches."""
_BY_ID = {name.replace("_", "-"): name for name in _MODULES}
"""A module is named after its demo."""


@cache
def demos() -> dict[str, Demo]:
    """Every demo by its id: ours first, then those of other packages."""
    ours = map(_own, _MODULES)
    return {one.id: one for one in ours} | {one.id: one for one in _offered().values() if isinstance(one, Demo)}


def problems() -> list[str]:
    """What is wrong with demos that other packages offer, in a sentence each."""
    return [str(one) for one in _offered().values() if isinstance(one, DemoError)]


def find(id: str) -> Demo:
    """The demo `id`. Raises DemoError naming the nearest. One of ours is found without importing the others: somebody waits for it."""
    if id in _BY_ID:
        return _own(_BY_ID[id])
    known = demos()
    if id in known:
        return known[id]
    if isinstance(broken := _offered().get(id), DemoError):
        raise broken
    raise DemoError(gettext("there is no demo {demo}", demo=brief(id)), suggestion(id, known))


def _own(name: str) -> Demo:
    one = import_module(f"quizapp.demos.{name}").run
    assert isinstance(one, Demo)
    return one


@cache
def _offered() -> dict[str, Demo | DemoError]:
    """By the entry point's name: the demo, or why it cannot be used. A package that is broken takes nothing else with it."""
    from importlib.metadata import entry_points

    return {point.name: _loaded(point) for point in entry_points(group=GROUP)}


def _loaded(point: "EntryPoint") -> Demo | DemoError:
    package = point.dist.name if point.dist else point.value
    name = brief(point.name)
    try:
        one = point.load()
    except (Exception, SystemExit) as error:  # noqa: BLE001  (whatever another package does while it is imported)
        wrong = gettext(
            "the demo {demo} of the package {package} cannot be imported: {error}", demo=name, package=package, error=brief(error)
        )
        return DemoError(wrong, gettext("Upgrade or remove {package}.", package=package))
    if not isinstance(one, Demo):
        wrong = gettext("the package {package} offers {found} as the demo {demo}", package=package, found=brief(one), demo=name)
    elif one.id != point.name:
        wrong = gettext("the package {package} offers the demo {other} as {demo}", package=package, other=brief(one.id), demo=name)
    elif point.name.replace("-", "_") in _MODULES:
        wrong = gettext("the package {package} offers a demo {demo}, which QuizApp has itself", package=package, demo=name)
    else:
        return one
    return DemoError(wrong, gettext("Tell whoever wrote it."))
