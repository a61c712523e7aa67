"""How a card can be asked. The mode is stored with each answer, and tells what the answer does to the schedule.

| mode     | asks                                                   | schedule                                        |
|----------|--------------------------------------------------------|-------------------------------------------------|
| quiz     | what is due today, and new cards up to the day's limit | follows the grade                               |
| more-new | new cards beyond the day's limit                       | follows the grade                               |
| ahead    | what falls due on the next days, soonest first         | follows the grade; FSRS knows it came early     |
| weakest  | learned cards, least likely recalled first, due or not | as for ahead                                    |
| chosen   | the cards chosen in the list, due or not               | as for ahead                                    |
| cram     | every card of a topic, or of all, in deck order        | never touched: practice                         |
| mock     | the questions of a mock interview                      | never touched, unless it is counted at its end  |
"""

QUIZ, MORE_NEW, AHEAD, WEAKEST, CHOSEN, CRAM, MOCK = "quiz", "more-new", "ahead", "weakest", "chosen", "cram", "mock"
PRACTICE = frozenset({CRAM, MOCK})
"""Answers in these modes are stored as `Practice`, which no schedule depends on."""
