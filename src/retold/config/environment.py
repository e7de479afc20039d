"""Settings from the environment: each with a name, a default and a sentence, failing loudly when wrong."""

from __future__ import annotations

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
    Setting(
        "RETOLD_MAIL", "", "An smtp:// or smtps:// address to send mail by; empty means that mail goes to the log."
    ),
    Setting("RETOLD_MAIL_FROM", "retold@localhost", "The address that mail comes from."),
)
_BY_NAME = {setting.name: setting for setting in SETTINGS}


def text(name: str) -> str:
    """The setting's value, or its default."""
    return os.environ.get(name) or _BY_NAME[name].default


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
    given = os.environ.get("RETOLD_SECRET")
    if given:
        return given
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
