"""Groups: what a learner shares through a place, what the members of a group share, and the database that they do it in."""

from pathlib import Path

from quizapp.domain.sharing import DatabasePrepared, GroupView, Shared, SharingPlace, readiness
from quizapp.domain.wire import SyncPlace
from quizapp.services.places import database_at
from quizapp.services.preferences import Preferences
from quizapp.services.study import Study
from quizapp.storage.quick_reader import QuickReader

ON = "on"


class Sharing:
    """What one learner shares, if anything: `sharing` in the settings says whether."""

    def __init__(self, study: Study, reader: QuickReader, preferences: Preferences) -> None:
        self._study = study
        self._reader = reader
        self._preferences = preferences

    def keep(self, place: SyncPlace) -> None:
        """Has the group see what is shared now, which may be nothing any more. Raises PlaceError and StorageError."""
        if isinstance(place, SharingPlace):
            place.share(self.shared() if self._preferences.settings.sharing == ON else None)

    def shared(self) -> Shared:
        """What the group would see. Raises StorageError."""
        cards = sorted(self._study.catalog.listing(), key=lambda card: card.topic)
        titles = self._study.catalog.topic_titles(self._preferences.settings.asked_in)
        recalls = self._study.recall(card.schedule for card in cards)
        topics = ((titles.get(card.topic, card.topic), recall) for card, recall in zip(cards, recalls, strict=True))
        return Shared(self._study.overview().streak, self._reader.answers_given(), tuple(readiness(topics)))


def view_group(written: str) -> GroupView:
    """What is shared in the database at an address that a person wrote. Raises PlaceError."""
    address = database_at(written)
    from quizapp.storage.postgres.group import group_view

    return group_view(address)


def prepare_database(written: str, migrations: Path, role: str | None) -> tuple[str, DatabasePrepared]:
    """Makes or upgrades what a place needs, as the database's owner, and adds a learner; also its address as shown. Raises PlaceError."""
    address = database_at(written)
    from quizapp.storage.postgres.owner import prepare

    return address.shown, prepare(address, migrations, role)
