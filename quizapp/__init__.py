"""QuizApp: technical-interview questions on a spaced-repetition schedule, with the mechanism running beside the answer."""

__version__ = "0.1.0"
