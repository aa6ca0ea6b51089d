# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors
"""Counts the clickstream by plain Python, as the truth that windows, funnel and lake are compared with.

    clickstream_truth.py ecom.csv.gz    prints one JSON object
"""

import collections
import csv
import datetime
import gzip
import json
import sys

FUNNEL = ["product_view", "add_to_cart", "purchase"]


def read(path):
    with gzip.open(path, "rt", newline="") as file:
        for row in csv.DictReader(file):
            row["time"] = datetime.datetime.fromisoformat(row["timestamp"]).replace(tzinfo=datetime.timezone.utc)
            yield row


def users_by_window(rows, seconds):
    """{window start in seconds: {channel: distinct users}}"""
    users = collections.defaultdict(lambda: collections.defaultdict(set))
    for row in rows:
        start = int(row["time"].timestamp()) // seconds * seconds
        users[start][row["acquisition_channel"]].add(row["user_id"])
    return {str(start): {c: len(u) for c, u in sorted(by.items())} for start, by in sorted(users.items())}


def funnel(rows):
    """How many sessions reached each step: a step counts at or after the earliest time of the step before it."""
    times = collections.defaultdict(lambda: collections.defaultdict(list))
    for row in rows:
        times[row["session_id"]][row["event"]].append(row["time"])
    reached = [0] * len(FUNNEL)
    for events in times.values():
        earliest = None
        for index, step in enumerate(FUNNEL):
            candidates = [t for t in events.get(step, []) if earliest is None or t >= earliest]
            if not candidates:
                break
            earliest = min(candidates)
            reached[index] += 1
    return dict(zip(FUNNEL, reached))


def main():
    rows = list(read(sys.argv[1]))
    by_date = collections.Counter((row["event"], row["time"].date().isoformat()) for row in rows)
    json.dump(
        {
            "events": len(rows),
            "users": len({row["user_id"] for row in rows}),
            "rows_by_type": dict(sorted(collections.Counter(row["event"] for row in rows).items())),
            "rows_by_type_and_date": {f"{t}/{d}": n for (t, d), n in sorted(by_date.items())},
            "active_users_5m": users_by_window(rows, 300),
            "active_users_day": users_by_window(rows, 86400),
            "funnel": funnel(rows),
        },
        sys.stdout,
    )


main()
