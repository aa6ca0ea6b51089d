#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors

"""Measures the registry against its goals, and exits with 1 if one is missed.

    bench.py [--seconds N] [PART …]      parts: read write race many check; all without

Client, registry and PostgreSQL share this machine, as in the goals. Of the numbers, CPU time per request is the one that
neighbours disturb least.
"""

import argparse
import os
import statistics
import sys
import tempfile
import threading
import time

from services import Cluster, Failure, Registry, Wrk, busy_share

rows = []


def report(what, value, unit, goal, at_most=True, note=""):
    """Takes a number down beside its goal."""
    is_met = goal is None or (value <= goal if at_most else value >= goal)
    rows.append(is_met)
    bound = "" if goal is None else f"goal {'≤' if at_most else '≥'} {goal:,} {unit}"
    mark = " " if goal is None else "✓" if is_met else "✗"
    print(f"{mark} {what:<66} {value:>12,.1f} {unit:<10} {bound:<24} {note}", flush=True)


def record(name, fields):
    columns = ",".join(f'{{"name":"{field}","type":"string","default":""}}' for field in fields)
    return f'{{"type":"record","name":"{name}","namespace":"bench","doc":"A record of the benchmark.","fields":[{columns}]}}'


def change_set(registry, subjects, schema):
    """Registers a schema of its own under each of the subjects, a thousand at once."""
    for start in range(0, len(subjects), 1000):
        part = subjects[start:start + 1000]
        registry.expect("POST", "/change-sets", {"schemas": [{"subject": s, "schema": schema(s)} for s in part]})


def median_ms(body, times=15):
    durations = []
    for _ in range(times):
        begun = time.perf_counter()
        body()
        durations.append((time.perf_counter() - begun) * 1000)
    return statistics.median(durations)


def measure_reads(cluster, seconds):
    url = cluster.database()
    registry = Registry(url)
    subjects = [f"subject-{number:04}" for number in range(1000)]
    change_set(registry, subjects, lambda s: record(s.replace("-", "_"), [f"field_{n}" for n in range(8)]))
    registry.stop()

    registry = Registry(url)
    report("start to ready", registry.seconds_to_ready * 1000, "ms", 150)
    ids = [registry.expect("GET", f"/subjects/{s}/versions/latest")["id"] for s in subjects]
    for each in ids:
        registry.expect("GET", f"/schemas/ids/{each}")
    report("resident memory with 1,000 schemas, idle", registry.resident_megabytes(), "MB", 40,
           note=f"{registry.private_megabytes():.1f} MB of it not shared")

    for name, paths in [
        ("GET /schemas/ids/{id}", [f"/schemas/ids/{each}" for each in ids]),
        ("GET /subjects/{s}/versions/latest", [f"/subjects/{s}/versions/latest" for s in subjects]),
    ]:
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write("\n".join(paths) + "\n")
            file.flush()
            os.chmod(file.name, 0o644)
            before = registry.cpu_seconds()
            # One thread sends faster than the registry answers; a second would only take turns with it for the two CPUs,
            # and its waits would stand in the percentiles.
            result = Wrk(registry.url, "read.lua", file.name, connections=100, threads=1, seconds=seconds).result()
        spent = registry.cpu_seconds() - before
        check_answers(name, result)
        report(f"{name}, 100 connections", result["rate"], "/s", 60_000, at_most=False)
        report(f"{name}, 99th percentile", result["p99_ms"], "ms", 5)
        report(f"{name}, CPU time of the registry", spent / result["requests"] * 1e6, "µs/request", None)
    registry.stop()


def check_answers(name, result):
    if result["refused"] or result["broken"]:
        raise Failure(f"{name}: {result['refused']} refused, socket errors: {result['broken'] or 'none'}")


def measure_writes(cluster, seconds):
    url = cluster.database()
    registries = [Registry(url, "--threads", "16"), Registry(url, "--threads", "16")]
    before = [registry.cpu_seconds() for registry in registries]
    before_of_cluster = cluster.cpu_seconds()
    runs = [
        Wrk(registry.url, "register.lua", f"run{number}", 200, connections=32, threads=1, seconds=seconds)
        for number, registry in enumerate(registries)
    ]
    results = [run.result() for run in runs]
    spent_by_cluster = cluster.cpu_seconds() - before_of_cluster
    spent = sum(registry.cpu_seconds() - since for registry, since in zip(registries, before))
    for result in results:
        check_answers("registration", result)
    requests = sum(result["requests"] for result in results)
    report("new versions, 64 connections, two processes, checks on", sum(r["rate"] for r in results), "/s", 1500,
           at_most=False)
    report("new versions, 99th percentile", max(r["p99_ms"] for r in results), "ms", None)
    report("new versions, CPU time of the registries", spent / requests * 1e6, "µs/request", None)
    report("new versions, CPU time of PostgreSQL", spent_by_cluster / requests * 1e6, "µs/request", None)
    for registry in registries:
        registry.stop()


def measure_race(cluster, _):
    url = cluster.database()
    registries = [Registry(url), Registry(url)]
    rounds, clients, faults = 10, 64, []
    for number in range(rounds):
        barrier = threading.Barrier(clients)
        answers = [None] * clients

        def register(client, number=number, barrier=barrier, answers=answers):
            registry = registries[client % 2]
            connection = registry.connection()
            connection.connect()
            barrier.wait()
            answers[client] = registry.send(
                "POST", f"/subjects/race-{number}/versions", {"schema": record(f"Race{number}", ["a"])}, connection)
            connection.close()

        threads = [threading.Thread(target=register, args=(client,)) for client in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        versions = registries[0].expect("GET", f"/subjects/race-{number}/versions")
        if {status for status, _ in answers} != {200}:
            faults.append(f"statuses {sorted({status for status, _ in answers})}")
        elif len({reply["id"] for _, reply in answers}) != 1 or versions != [1]:
            faults.append(f"ids {sorted({reply['id'] for _, reply in answers})}, versions {versions}")
    report(f"identical schema raced by {clients} clients, {rounds} times: other than one version, one id", len(faults),
           "rounds", 0, note="; ".join(faults))
    for registry in registries:
        registry.stop()


def measure_many(cluster, _):
    url = cluster.database()
    registry = Registry(url)
    count = 100_000
    begun = time.monotonic()
    subjects = [f"team-{number % 100:02}.events-{number:06}-value" for number in range(count)]
    change_set(registry, subjects, lambda s: record("R" + s[15:21], ["a"]))
    print(f"  (registering {count:,} subjects by change sets took {time.monotonic() - begun:.0f} s)", flush=True)
    registry.stop()

    registry = Registry(url)
    report("100,000 subjects: start to ready", registry.seconds_to_ready, "s", 2)
    connection = registry.connection()
    report("100,000 subjects: a page of 1,000 subjects, in the middle", median_ms(
        lambda: registry.expect("GET", "/subjects?offset=50000&limit=1000", connection=connection)), "ms", 50)
    report("100,000 subjects: a page of 1,000 latest versions, in the middle", median_ms(
        lambda: registry.expect("GET", "/schemas?latestOnly=true&offset=50000&limit=1000", connection=connection)),
        "ms", 50)
    for subject in subjects[::5]:
        registry.expect("GET", f"/subjects/{subject}/versions/latest", connection=connection)
    report("100,000 subjects: resident memory, 20,000 of them read", registry.resident_megabytes(), "MB", 300)
    everything = registry.expect("GET", "/subjects", connection=connection)
    if len(everything) != count:
        raise Failure(f"/subjects has {len(everything)} of {count} subjects")
    report("100,000 subjects: resident memory, all listed at once", registry.resident_megabytes(), "MB", 300)
    registry.stop()


def measure_check(cluster, _):
    registry = Registry(cluster.database())
    connection = registry.connection()
    registry.expect("PUT", "/config/long", {"compatibility": "NONE"}, connection)
    for number in range(1000):
        fields = [f"field_{n}" for n in range(8)] + [f"added_{number}"]
        registry.expect("POST", "/subjects/long/versions", {"schema": record("Long", fields)}, connection)
    registry.expect("PUT", "/config/long", {"compatibility": "FULL_TRANSITIVE"}, connection)
    body = {"schema": record("Long", [f"field_{n}" for n in range(8)] + ["proposed"])}

    def check():
        reply = registry.expect("POST", "/compatibility/subjects/long/versions", body, connection)
        if reply != {"is_compatible": True}:
            raise Failure(f"the check answered {reply}")

    begun = time.perf_counter()
    check()
    report("FULL_TRANSITIVE check against 1,000 versions, the first", (time.perf_counter() - begun) * 1000, "ms", None)
    before = registry.cpu_seconds()
    report("FULL_TRANSITIVE check against 1,000 versions", median_ms(check, 25), "ms", 50)
    report("FULL_TRANSITIVE check, CPU time of the registry", (registry.cpu_seconds() - before) / 25 * 1e3, "ms/check",
           None)

    registry.expect("POST", "/subjects/short/versions", {"schema": record("Long", ["a"])}, connection)
    first = {"schema": record("Long", [f"field_{n}" for n in range(8)] + ["added_0"])}
    short = median_ms(lambda: registry.expect("POST", "/subjects/short", {"schema": record("Long", ["a"])}, connection), 50)
    long = median_ms(lambda: registry.expect("POST", "/subjects/long", first, connection), 50)
    report("lookup of the oldest of 1,000 versions, beside a lookup of one", long / short, "times", 2,
           note=f"{long:.2f} ms beside {short:.2f} ms")
    registry.stop()


PARTS = {
    "read": measure_reads, "write": measure_writes, "race": measure_race, "many": measure_many, "check": measure_check,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=8, help="of each run of wrk (default 8)")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    arguments = parser.parse_args()
    unknown = [part for part in arguments.parts if part not in PARTS]
    if unknown:
        parser.error(f"there is no part '{unknown[0]}'; there are {', '.join(PARTS)}")
    cluster = Cluster()
    try:
        print(f"{os.cpu_count()} CPUs, {busy_share() * 100:.0f} % busy with other things before the start\n", flush=True)
        for part in arguments.parts or PARTS:
            PARTS[part](cluster, arguments.seconds)
    except Failure as failure:
        print(f"bench: {failure}", file=sys.stderr)
        return 1
    finally:
        cluster.stop()
    missed = rows.count(False)
    print(f"\n{len(rows) - missed} of {len(rows)} lines as they should be, {missed} missed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
