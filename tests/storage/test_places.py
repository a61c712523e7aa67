"""Where a database had better not be, told by names and by the list of mounts."""

from pathlib import Path

import pytest

from quizapp.storage.places import network_drive, sync_tool

MOUNTS = """rootfs / ext4 rw 0 0
server:/home /home nfs4 rw,vers=4 0 0
/dev/sda2 /home/me/local\\040disk ext4 rw 0 0
me@host: /mnt/far fuse.sshfs rw 0 0
//nas/share /mnt/nas cifs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/quizapp.db", None),
        ("/home/me/quizapp.db", "nfs4"),
        ("/home/me/local disk/quizapp.db", None),
        ("/homework/quizapp.db", None),
        ("/mnt/far/a/quizapp.db", "fuse.sshfs"),
        ("/mnt/nas/quizapp.db", "cifs"),
    ],
)
def test_a_network_drive_is_told_by_the_mount_that_is_nearest(path: str, kind: str | None) -> None:
    assert network_drive(Path(path), MOUNTS) == kind


@pytest.mark.parametrize(
    ("path", "tool"),
    [
        ("Dropbox/quizapp/quizapp.db", "Dropbox"),
        ("Dropbox (Work)/quizapp.db", "Dropbox"),
        ("OneDrive - Company/q/quizapp.db", "OneDrive"),
        ("Google Drive/My Drive/quizapp.db", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs/quizapp.db", "iCloud Drive"),
        ("Library/CloudStorage/GoogleDrive-me@example.org/quizapp.db", "GoogleDrive"),
        ("MEGA/quizapp.db", "MEGA"),
        ("megaphone/quizapp.db", None),
        (".local/share/quizapp/quizapp.db", None),
    ],
)
def test_a_sync_tools_folder_is_told_by_its_name(path: str, tool: str | None) -> None:
    assert sync_tool(Path("/home/me") / path) == tool


def test_a_folder_of_syncthings_is_told_by_what_it_leaves_there(tmp_path: Path) -> None:
    database = tmp_path / "notes" / "quizapp" / "quizapp.db"
    database.parent.mkdir(parents=True)
    assert sync_tool(database) is None
    (tmp_path / "notes" / ".stfolder").mkdir()
    assert sync_tool(database) == "Syncthing"
