"""On which machine, and for which copy of the database, a device's identity was made.

A database that is copied takes its identity along. Two devices of one identity would append to one file in a folder that both sync, so a
copy on another machine, or at another place of this one, gets a new identity. What this cannot tell (a machine that was copied whole, a
backup that was restored), the exchange notices: this device's own file then holds what this database does not.
"""

import platform
import sys
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from quizapp.domain.drawable import one_line

LONGEST_NAME = 60


def machine_name() -> str:
    """What the learner calls this machine, as far as it is known."""
    return one_line(platform.node())[:LONGEST_NAME] or "?"


def made_on(database: Path) -> str:
    """A name for this machine and the place of `database` on it. It says nothing about either."""
    parts = (platform.node(), _machine_id(), str(database.resolve()))
    return blake2b("\n".join(parts).encode(errors="surrogatepass"), digest_size=16).hexdigest()


if sys.platform == "win32":

    def _machine_id() -> str:
        """Of the installation of the system; empty where it cannot be read."""
        import winreg

        with suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        return ""

else:

    def _machine_id() -> str:
        """Of the installation of the system; empty where it has none, as on macOS."""
        for file in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
            with suppress(OSError):
                return Path(file).read_text().strip()
        return ""
