"""Questions to the learner: each is a screen that returns the answer."""
