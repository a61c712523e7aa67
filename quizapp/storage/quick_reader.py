"""All that is read before SQLAlchemy is loaded: the queue, the list of all cards, each card, and what was done lately."""

from quizapp.storage.card_reader import CardReader
from quizapp.storage.lately_reader import LatelyReader
from quizapp.storage.list_reader import ListReader
from quizapp.storage.queue_reader import QueueReader


class QuickReader(QueueReader, CardReader, ListReader, LatelyReader):
    """All over one connection."""
