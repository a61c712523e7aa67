"""All that is read before SQLAlchemy is loaded: the queue, the list of all cards, and each card."""

from quizapp.storage.card_reader import CardReader
from quizapp.storage.list_reader import ListReader
from quizapp.storage.queue_reader import QueueReader


class QuickReader(QueueReader, CardReader, ListReader):
    """All over one connection."""
