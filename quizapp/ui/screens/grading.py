"""What the quiz and the mock interview do alike: the keys and the buttons by which an answer is graded."""

from textual import on

from quizapp.domain.history import Rating
from quizapp.ui.command_screen import CommandScreen
from quizapp.ui.widgets.grades import Grades


class GradingScreen(CommandScreen[None]):
    """A screen with `Grades`. A subclass says what a grade leads to, and by `check_action` when one may be given."""

    async def grade(self, rating: Rating) -> None:
        """The learner has judged the answer."""
        raise NotImplementedError

    async def action_grade_again(self) -> None:
        await self.grade(Rating.AGAIN)

    async def action_grade_hard(self) -> None:
        await self.grade(Rating.HARD)

    async def action_grade_good(self) -> None:
        await self.grade(Rating.GOOD)

    async def action_grade_easy(self) -> None:
        await self.grade(Rating.EASY)

    @on(Grades.Chosen)
    async def _grade_clicked(self, event: Grades.Chosen) -> None:
        await self.grade(event.rating)

    def show_grades(self, shown: bool) -> None:
        """Once the answer is shown. Styles the grades alone: by `update` every widget on the screen would be styled anew."""
        self.set_class(shown, "-revealed", update=False)
        self.query_one(Grades).update_node_styles()
        self.refresh_bindings()
