"""All that is read before SQLAlchemy is loaded: the queue, and the cards and decks."""

from quizapp.storage.card_reader import CardReader
from quizapp.storage.queue_reader import QueueReader


class QuickReader(QueueReader, CardReader):
    """Both over one connection."""
