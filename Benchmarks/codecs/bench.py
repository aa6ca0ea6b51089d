#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors

"""Measures the generated codecs against other implementations, in one run and on the same messages.

    bench.py [--rounds N] [--instructions] [SHAPE …]     shapes: event event_without_map small nested numbers; all without
    bench.py --check                                     instructions and mallocs a message against thresholds.json

CPU time is the least of five turns, taken one program after the other, so that a noisy moment hits all of them. Exits with 1
if a checksum differs, a goal is missed or a threshold is passed.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WORK = HERE / ".build" / "bench"
PROTO = HERE / "Sources/bench-codecs-protobuf/messages.proto"
PYTHON = ROOT / ".deps/venv/bin/python"
SHAPES = ["event", "event_without_map", "small", "nested", "numbers"]
MESSAGES = 1000
TURNS = 5
PACKAGES = ["g++", "libprotobuf-dev", "protobuf-compiler", "libprotobuf-c-dev", "protobuf-c-compiler", "libavro-dev", "valgrind"]


class Failure(Exception):
    pass


def run(command, **settings):
    done = subprocess.run([str(part) for part in command], text=True, capture_output=True, **settings)
    if done.returncode != 0:
        raise Failure(f"{' '.join(str(part) for part in command)} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return done


def prepare():
    """Builds all programs and writes the messages."""
    missing = [
        name for name in PACKAGES
        if "installed" not in subprocess.run(["dpkg-query", "-W", "-f", "${db:Status-Status}", name], text=True, capture_output=True).stdout.split()
    ]
    if missing:
        raise Failure(f"these Debian packages are missing: {' '.join(missing)}. Install them: apt-get install {' '.join(missing)}")
    WORK.mkdir(parents=True, exist_ok=True)
    print("building", file=sys.stderr)
    environment = dict(os.environ, PKG_CONFIG_PATH=f"{ROOT}/.deps/pkgconfig:")
    run(["swift", "build", "-c", "release", "--package-path", HERE], env=environment)
    run(["protoc", f"-I{PROTO.parent}", f"--cpp_out={WORK}", f"--descriptor_set_out={WORK}/descriptors", PROTO])
    (WORK / "c").mkdir(exist_ok=True)
    (WORK / "c/messages.proto").write_text(for_protobuf_c(PROTO.read_text()))
    run(["protoc-c", f"-I{WORK}/c", f"--c_out={WORK}", WORK / "c/messages.proto"])
    peers = HERE / "peers"
    run(["g++", "-O2", "-std=c++17", f"-I{WORK}", f"-I{peers}", peers / "cpp_protobuf.cc", WORK / "messages.pb.cc", "-lprotobuf", "-o", WORK / "cpp_protobuf"])
    run(["gcc", "-O2", "-w", f"-I{WORK}", f"-I{peers}", peers / "protobuf_c.c", WORK / "messages.pb-c.c", "-lprotobuf-c", "-o", WORK / "protobuf_c"])
    run(["gcc", "-O2", f"-I{peers}", peers / "libavro.c", "-lavro", "-o", WORK / "libavro"])
    run(["gcc", "-O2", "-shared", "-fPIC", peers / "mallocs.c", "-o", WORK / "mallocs.so"])
    run([PYTHON, HERE / "make_messages.py", WORK / "messages", WORK / "descriptors"])


def for_protobuf_c(text):
    """The same wire in proto2: Debian's protoc-c knows neither maps nor proto3's `optional`."""
    text = text.replace('"proto3"', '"proto2"')
    text = re.sub(r"^  (string|int32|int64|double|bool|Platform|Level\d) (?!.*\{)", r"  optional \1 ", text, flags=re.M)
    entry = "message PropertiesEntry {\n    optional string key = 1;\n    optional string value = 2;\n  }\n  repeated PropertiesEntry properties"
    text = text.replace("map<string, string> properties", entry)
    return text.replace("repeated int64 values = 2", "repeated int64 values = 2 [packed = true]")


class Program:
    """An implementation: how it is started for a shape and an operation."""

    def __init__(self, name, format, command, operations=("decode", "encode"), is_slow=False):
        self.name, self.format, self.command, self.operations, self.is_slow = name, format, command, operations, is_slow

    def start(self, shape, operation, rounds, before=(), **settings):
        file = WORK / "messages" / f"{shape}.{'avro' if self.format == 'avro' else 'pb'}"
        return run([*before, *self.command(shape, file, operation, rounds)], **settings)

    def checksum(self, shape):
        return self.start(shape, "checksum", 0).stdout.strip()

    def nanoseconds(self, shape, operation, rounds):
        rounds = max(1, rounds // 20) if self.is_slow else rounds
        seconds = float(self.start(shape, operation, rounds).stdout.split()[0])
        return seconds * 1e9 / rounds / MESSAGES

    def mallocs(self, shape, operation):
        """Of a message: what ten rounds more ask for."""
        def count(rounds):
            done = self.start(shape, operation, rounds, env=dict(os.environ, LD_PRELOAD=str(WORK / "mallocs.so")))
            return int(re.search(r"mallocs (\d+)", done.stderr).group(1))
        return (count(11) - count(1)) / 10 / MESSAGES

    def instructions(self, shape, operation):
        """Of a message, by callgrind: what two rounds more execute."""
        def count(rounds):
            done = self.start(shape, operation, rounds, before=["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"])
            return int(re.search(r"Collected : (\d+)", done.stderr).group(1))
        return (count(3) - count(1)) / 2 / MESSAGES


def programs():
    release = HERE / ".build/release"
    simple = lambda path: lambda shape, file, operation, rounds: [path, shape, file, operation, rounds]
    avro_schema = lambda shape: HERE / f"Sources/bench-codecs-avro/{shape}.avsc"
    python = lambda format: lambda shape, file, operation, rounds: [
        PYTHON, HERE / "peers/python_peer.py", format, shape, file, operation, rounds, WORK / "descriptors"]
    return [
        Program("Sluice Avro", "avro", simple(release / "bench-codecs-avro")),
        Program("libavro generic", "avro", lambda shape, file, operation, rounds: [WORK / "libavro", avro_schema(shape), file, operation, rounds]),
        Program("fastavro", "avro", python("avro"), is_slow=True),
        Program("Sluice Protobuf", "protobuf", simple(release / "bench-codecs-protobuf")),
        Program("C++ protobuf", "protobuf", simple(WORK / "cpp_protobuf")),
        Program("protobuf-c", "protobuf", simple(WORK / "protobuf_c")),
        Program("Python protobuf", "protobuf", python("protobuf"), is_slow=True),
    ]


# Ours, the peer, the operation, and at most that much of the peer's time (issue of the speed of codecs).
GOALS = [
    ("Sluice Avro", "libavro generic", "decode", 1 / 1.9),
    ("Sluice Avro", "libavro generic", "encode", 1 / 1.1),
    ("Sluice Protobuf", "C++ protobuf", "decode", 1),
    ("Sluice Protobuf", "C++ protobuf", "encode", 1),
]


def measure(shapes, rounds, with_instructions):
    is_met = True
    for shape in shapes:
        sums = {program.name: program.checksum(shape) for program in programs()}
        sizes = {
            format: (WORK / "messages" / f"{shape}.{ending}").stat().st_size / MESSAGES - 4
            for format, ending in [("avro", "avro"), ("protobuf", "pb")]
        }
        print(f"\n{shape}: {sizes['avro']:.0f} bytes Avro, {sizes['protobuf']:.0f} bytes Protobuf, checksum {sums['Sluice Avro']}")
        for name, value in sums.items():
            if value != sums["Sluice Avro"]:
                print(f"✗ {name} has the checksum {value}")
                is_met = False
        times = {}
        for _ in range(TURNS):
            for program in programs():
                for operation in program.operations:
                    key = (program.name, operation)
                    times[key] = min(times.get(key, float("inf")), program.nanoseconds(shape, operation, rounds))
        print(f"  {'':<18}{'ns decode':>10}{'ns encode':>10}{'mallocs':>9}{'mallocs':>9}" + (f"{'instr.':>9}{'instr.':>9}" if with_instructions else ""))
        for program in programs():
            cells = "".join(f"{times[(program.name, operation)]:>10,.0f}" for operation in program.operations)
            if not program.is_slow:
                cells += "".join(f"{program.mallocs(shape, operation):>9.1f}" for operation in program.operations)
                if with_instructions:
                    cells += "".join(f"{program.instructions(shape, operation):>9,.0f}" for operation in program.operations)
            print(f"  {program.name:<18}{cells}", flush=True)
        for ours, peer, operation, bound in GOALS:
            ratio = times[(ours, operation)] / times[(peer, operation)]
            is_good = ratio <= bound
            # The goals are of the analytics event; the other shapes show where it goes.
            if shape == "event":
                is_met = is_met and is_good
            print(f"  {'✓' if is_good else '✗'} {ours} {operation}: {1 / ratio:.2f} × the speed of {peer} (goal {1 / bound:.2f})")
    return is_met


def check():
    """Holds instructions and mallocs a message against the thresholds; they repeat, so nothing else than a change moves them."""
    thresholds = json.loads((HERE / "thresholds.json").read_text())
    is_met = True
    ours = [program for program in programs() if program.name.startswith("Sluice")]
    for program in ours:
        for shape, operations in thresholds[program.name].items():
            for operation, limits in operations.items():
                found = {"instructions": program.instructions(shape, operation), "mallocs": program.mallocs(shape, operation)}
                for what, limit in limits.items():
                    is_good = found[what] <= limit
                    is_met = is_met and is_good
                    print(f"{'✓' if is_good else '✗'} {program.name} {shape} {operation}: {found[what]:,.1f} {what} a message (at most {limit:,})", flush=True)
    return is_met


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shapes", nargs="*", metavar="SHAPE")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--instructions", action="store_true", help="also count them, by callgrind; takes minutes")
    parser.add_argument("--check", action="store_true", help="only hold counts against thresholds.json")
    arguments = parser.parse_args()
    for shape in arguments.shapes:
        if shape not in SHAPES:
            parser.error(f"unknown shape {shape}; there are {' '.join(SHAPES)}")
    try:
        prepare()
        is_met = check() if arguments.check else measure(arguments.shapes or SHAPES, arguments.rounds, arguments.instructions)
    except Failure as failure:
        print(f"bench-codecs: {failure}", file=sys.stderr)
        return 3
    return 0 if is_met else 1


sys.exit(main())
