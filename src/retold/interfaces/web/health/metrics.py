"""The archive's health as metrics in the text format of Prometheus."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from retold.operations.health import Health

CONTENT_TYPE = CONTENT_TYPE_LATEST

__all__ = ["CONTENT_TYPE", "written"]


def written(found: Health) -> bytes:
    """Every metric, as a scrape reads it. Times are seconds since 1970, sizes bytes."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Told(found))
    return generate_latest(registry)


class _Told(Collector):
    """Gives what was found once; nothing is counted between two scrapes."""

    def __init__(self, found: Health) -> None:
        self._found = found

    def collect(self) -> Iterator[Metric]:
        found = self._found
        versions = {name.lower(): version for name, version in found.versions.items()}
        yield InfoMetricFamily("retold_build", "Versions in use.", value=versions)
        for name, said, value in _numbers(found):
            yield GaugeMetricFamily(f"retold_{name}", said, value=value)
        waiting = GaugeMetricFamily("retold_errands_waiting", "Errands that wait, by handler.", labels=["handler"])
        for handler, count in found.queue.by_handler:
            waiting.add_metric([handler], count)
        yield waiting
        yield from _duties(found)


def _numbers(found: Health) -> list[tuple[str, str, float]]:
    queue, backups = found.queue, found.backups
    return [
        ("well", "1 if nothing needs the keeper.", float(found.well)),
        ("works", "Works that are kept.", found.works),
        ("texts", "Texts that are kept, of chapters and their revisions.", found.texts),
        ("kept_files", "Files that are kept.", found.kept_files),
        ("kept_bytes", "Their bytes.", found.kept_bytes),
        ("kept_files_damaged", "Kept files that are known to be damaged or missing.", found.kept_damaged),
        ("database_bytes", "Size of the database.", found.database_bytes),
        ("disk_free_bytes", "Free on the disk of the home folder.", found.disk_free),
        ("errands_dead", "Errands that were given up.", queue.dead),
        ("errands_failing", "Errands that failed at least once.", queue.failing),
        ("errand_oldest_due_seconds", "Since when the oldest errand is due.", _seconds(queue.oldest_due)),
        ("worker_seen_seconds", "When the worker was last seen.", _seconds(found.worker_seen)),
        ("backups", "Scheduled backups that there are.", backups.count),
        ("backup_newest_seconds", "When the newest was made.", _seconds(backups.newest_at)),
        ("backup_newest_bytes", "Its size.", backups.newest_bytes),
        ("errors_recent", "Errors that are remembered.", len(found.errors)),
    ]


def _duties(found: Health) -> Iterator[Metric]:
    ended = GaugeMetricFamily("retold_duty_ended_seconds", "When a duty was last done.", labels=["duty"])
    well = GaugeMetricFamily("retold_duty_well", "1 if it went well.", labels=["duty"])
    for run in found.duties:
        ended.add_metric([run.name], _seconds(run.ended_at))
        well.add_metric([run.name], float(run.ok is not False))
    yield ended
    yield well


def _seconds(at: object) -> float:
    """Seconds since 1970; 0 for what never was."""
    stamp = getattr(at, "timestamp", None)
    return float(stamp()) if stamp else 0.0
