"""Measure Retold beside its peers and write docs/performance.md: `make bench`, or `python -m bench --works 1000`."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
from pathlib import Path

from bench import commands, contention, documents
from bench.measuring import Row

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
HEAD = (
    "# Performance\n\nMade by `make bench`. Texts come from a fixed seed, at the lengths of real fan fiction: a median "
    "of 5,000 words, a 95th percentile of 40,000. Ours and the peer's are measured in turn in the same run: in "
    "milliseconds, processor time, the best of five; in seconds, by the clock. Trust the ratios more than the "
    "figures.\n"
)


def main() -> None:
    """Measure, print each row as it comes, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--works", type=int, default=150, help="how many files are brought in")
    parser.add_argument("--no-page", action="store_true", help="only print")
    asked = parser.parse_args()
    measured = []
    for row in (*documents.rows(), *contention.rows(), *commands.rows(asked.works)):
        print(line(row), flush=True)
        measured.append(row)
    if not asked.no_page:
        PAGE.write_text(written(measured), encoding="utf-8")


def line(row: Row) -> str:
    """A row of the page's table."""
    target = "" if row.target is None else f"{'≥' if row.more_is_better else '≤'} {row.target:g}"
    met = {None: "", True: "yes", False: "**no**"}[row.met]
    what = f"{row.what} ({row.beside})" if row.beside else row.what
    peer = "" if row.peer is None else f"{_figure(row.peer)} {row.unit}"
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    return f"| {what} | {_figure(row.ours)} {row.unit} | {target} | {met} | {peer} | {ratio} | {row.named} |"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def written(measured: list[Row]) -> str:
    """The page."""
    machine = f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}, Python {platform.python_version()}"
    table = ["| what | ours | target | met | peer | ours / peer | the peer |", "|---|---:|---:|---|---:|---:|---|"]
    when = dt.datetime.now(dt.UTC).date()
    return "\n".join([HEAD, f"Measured on {when}: {machine}.", "", *table, *map(line, measured), ""])


if __name__ == "__main__":
    main()
