"""Everything a learner can do, a file for each place: a class written there is there for all, as `commands.ShowAnswer`."""

from quizapp.ui.commands.browse import *
from quizapp.ui.commands.card import *
from quizapp.ui.commands.command import *
from quizapp.ui.commands.demo import *
from quizapp.ui.commands.dialogs import *
from quizapp.ui.commands.everywhere import *
from quizapp.ui.commands.home import *
from quizapp.ui.commands.imports import *
from quizapp.ui.commands.mock import *
from quizapp.ui.commands.moving import *
from quizapp.ui.commands.progress import *
from quizapp.ui.commands.quiz import *
from quizapp.ui.commands.settings import *
