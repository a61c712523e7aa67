"""All that is read before SQLAlchemy is loaded: the queue, the list of all cards, each card, what was done lately, the last sync."""

from quizapp.storage.card_reader import CardReader
from quizapp.storage.lately_reader import LatelyReader
from quizapp.storage.list_reader import ListReader
from quizapp.storage.place_reader import PlaceReader
from quizapp.storage.queue_reader import QueueReader


class QuickReader(QueueReader, CardReader, ListReader, LatelyReader, PlaceReader):
    """All over one connection."""
