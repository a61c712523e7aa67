"""Where a data folder had better not be: on a network drive, where locks do not hold, or where a sync tool replaces files that are open."""

import sys
from collections.abc import Iterator
from pathlib import Path

NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "davfs", "fuse.sshfs", "fuse.rclone", "fuse.davfs2"}
"""File systems that are on another machine, as Linux calls them."""
SYNCED = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "icloud drive": "iCloud Drive",
    "iclouddrive": "iCloud Drive",
    "mobile documents": "iCloud Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "pclouddrive": "pCloud",
    "mega": "MEGA",
    "syncthing": "Syncthing",
}
"""Folders by the beginning of their name, in small letters, and whose they are."""
MARKERS = {
    ".stfolder": "Syncthing",
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".owncloudsync.log": "ownCloud",
    ".seafile-data": "Seafile",
}
"""What a sync tool leaves in the folder that it looks after."""
CLOUD_STORAGE = "cloudstorage"
"""In ~/Library on macOS: each folder in it is a sync tool's."""


def sync_tool(path: Path) -> str | None:
    """Which sync tool carries the file at `path` away, as far as names tell."""
    for folder in path.parents:
        if folder.parent.name.lower() == CLOUD_STORAGE:
            return folder.name.partition("-")[0]
        for name, tool in SYNCED.items():
            if _begins(folder.name.lower(), name):
                return tool
        for marker, tool in MARKERS.items():
            if (folder / marker).exists():
                return tool
    return None


def _begins(folder: str, name: str) -> bool:
    """ "OneDrive - Work" is OneDrive's; "megaphone" is not MEGA's."""
    return folder.startswith(name) and not folder[len(name) : len(name) + 1].isalnum()


def network_drive(path: Path, mounts: str | None = None) -> str | None:
    """The kind of network file system that `path` is on, as far as it can be told; `mounts` as /proc/mounts has them."""
    if sys.platform == "win32":
        return "UNC" if str(path).startswith("\\\\") else None
    best: tuple[int, str] = (0, "")
    for point, kind in _mounted(_mounts() if mounts is None else mounts):
        if path.is_relative_to(point):
            best = max(best, (len(point.parts), kind), key=lambda found: found[0])
    return best[1] if best[1] in NETWORK else None


def _mounts() -> str:
    try:
        return Path("/proc/mounts").read_text("utf-8", "surrogateescape")
    except OSError:
        return ""


def _mounted(mounts: str) -> Iterator[tuple[Path, str]]:
    """Mount points and the kinds of their file systems. Blanks in a name are written as octal numbers."""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) >= 3:
            name = fields[1]
            for code, char in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
                name = name.replace(code, char)
            yield Path(name), fields[2]
