"""Settings from the environment or the home folder's own file: each with a name, a default and a sentence.

The environment goes before the file `settings` in the home folder, and that before the default. A wrong setting
fails loudly.
"""

from __future__ import annotations

import functools
import os
import secrets
from dataclasses import dataclass
from pathlib import Path


class WrongSetting(ValueError):
    """A setting holds something that cannot be used; the message names it and says what it takes."""


@dataclass(frozen=True)
class Setting:
    """One switch: the environment variable's name, what it is when not set, and what it does."""

    name: str
    default: str
    help: str


SETTINGS = (
    Setting("RETOLD_HOME", "./var", "Folder where everything is kept: database, kept files, secret, fonts."),
    Setting("RETOLD_DATABASE", "", "A postgresql:// address; empty means SQLite in the home folder."),
    Setting("RETOLD_HOSTS", "127.0.0.1,localhost,[::1]", "Host names that the archive answers to, comma-separated."),
    Setting("RETOLD_SECRET", "", "Signing key; empty means one made once and kept in the home folder."),
    Setting("RETOLD_DEBUG", "no", "Show tracebacks on pages: for developers alone (yes or no)."),
    Setting("RETOLD_HTTPS", "no", "The archive is reached over HTTPS only (yes or no)."),
    Setting("RETOLD_NAME", "Retold", "The archive's name, as pages show it."),
    Setting("RETOLD_UPLOAD_MB", "200", "The largest file that may come in, in megabytes."),
    Setting("RETOLD_WATCHED_FOLDER", "", "A folder whose files come in by themselves; empty means none."),
    Setting(
        "RETOLD_MAIL", "", "An smtp:// or smtps:// address to send mail by; empty means that mail goes to the log."
    ),
    Setting("RETOLD_MAIL_FROM", "retold@localhost", "The address that mail comes from."),
    Setting(
        "RETOLD_BACKUP_FOLDER", "", "Where scheduled backups go; empty means the folder backups in the home folder."
    ),
    Setting("RETOLD_BACKUP_HOURS", "24", "Hours from one scheduled backup to the next; 0 means none."),
    Setting("RETOLD_BACKUPS_KEPT", "7", "How many scheduled backups are kept."),
    Setting("RETOLD_FETCH_CONTACT", "", "Your e-mail or web address, told to sites that works are fetched from."),
    Setting("RETOLD_FETCH_GAP", "3", "Seconds between two requests to one site."),
    Setting("RETOLD_FETCH_MB", "20", "The largest answer that is fetched, in megabytes."),
    Setting("RETOLD_FETCH_PORTS", "80,443", "Ports that works may be fetched from, comma-separated."),
    Setting("RETOLD_FETCH_NETWORKS", "", "Networks that are not public and may be fetched from, as 192.168.7.0/24."),
    Setting("RETOLD_FETCH_PROXY", "", "host:port of an HTTP proxy for all requests; empty means none."),
    Setting(
        "RETOLD_METRICS_TOKEN", "", "What a Prometheus must send to read /metrics; empty means the keeper alone can."
    ),
)
FILE = "settings"
_BY_NAME = {setting.name: setting for setting in SETTINGS}
_OF_THE_PLACE = frozenset({"RETOLD_HOME"})  # what says where the file is cannot stand in it


def text(name: str) -> str:
    """The setting's value: from the environment, else from the home folder's file, else its default."""
    return given(name) or _BY_NAME[name].default


def given(name: str) -> str | None:
    """The setting's value if somebody set it. Raises WrongSetting if the file holds what cannot be used."""
    value = os.environ.get(name)
    if value or name in _OF_THE_PLACE:
        return value
    return _file(home() / FILE).get(name)


def home() -> Path:
    """The home folder."""
    return Path(os.environ.get("RETOLD_HOME") or _BY_NAME["RETOLD_HOME"].default).resolve()


def written() -> str:
    """What is set here and not a default, as lines for a home folder's file."""
    names = (setting.name for setting in SETTINGS if setting.name not in _OF_THE_PLACE)
    return "".join(f"{name}={value}\n" for name in names if (value := given(name)))


@functools.lru_cache(maxsize=4)
def _file(path: Path) -> dict[str, str]:
    """The lines NAME=value of a settings file; empty ones and those that begin with # are passed over."""
    try:
        lines = path.read_text(encoding="utf8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSetting(f"{path} cannot be read: {error}.") from error
    found = {}
    for number, line in enumerate(lines, 1):
        name, separator, value = (part.strip() for part in line.partition("="))
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not separator or name not in _BY_NAME or name in _OF_THE_PLACE:
            raise WrongSetting(
                f"Line {number} of {path} is {line.strip()[:80]!r}; write a setting's name, = and its value."
            )
        found[name] = value
    return found


def switch(name: str) -> bool:
    """A yes-or-no setting. Raises WrongSetting for anything else."""
    value = text(name).lower()
    if value not in ("yes", "no"):
        raise WrongSetting(f"{name} is {value!r}; it takes yes or no.")
    return value == "yes"


def number(name: str, *, least: int, most: int) -> int:
    """A whole-number setting. Raises WrongSetting outside its bounds."""
    value = text(name)
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise WrongSetting(f"{name} is {value!r}; it takes a whole number from {least} to {most}.")
    return int(value)


def names(name: str) -> list[str]:
    """A comma-separated setting."""
    return [part.strip() for part in text(name).split(",") if part.strip()]


def secret(home: Path) -> str:
    """The signing key: from the environment, else from the home folder, made there on first use (mode 600)."""
    said = given("RETOLD_SECRET")
    if said:
        return said
    path = home / "secret"
    home.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    return path.read_text(encoding="ascii")
