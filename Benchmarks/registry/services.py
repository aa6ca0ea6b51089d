# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors

"""What a benchmark runs: a private PostgreSQL with its default durability, registry processes, wrk."""

import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
JSON = "application/vnd.schemaregistry.v1+json"


class Failure(Exception):
    """Something that keeps the benchmark from running."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Cluster:
    """A PostgreSQL cluster in a temporary folder; removed at the end."""

    def __init__(self):
        # Short, for the socket below it; where root is another user in a namespace, that one must get in.
        self.folder = tempfile.mkdtemp(prefix="sluice-bench-")
        programs = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
        if not programs:
            raise Failure("PostgreSQL is not installed. Run scripts/bootstrap")
        # PostgreSQL refuses to run as root: a user namespace makes it believe that it doesn't.
        guard = ["unshare", "-U", "--map-user=1000", "--map-group=1000"] if os.geteuid() == 0 else []
        data = self.folder + "/data"
        subprocess.run(
            guard + [programs[-1] / "initdb", "-D", data, "-U", "sluice", "--auth=trust", "--encoding=UTF8",
                     "--locale=C.UTF-8"], check=True, stdout=subprocess.DEVNULL)
        self.log = open(self.folder + "/log", "w", encoding="utf-8")
        self.process = subprocess.Popen(
            guard + [programs[-1] / "postgres", "-D", data, "-c", "listen_addresses=", "-c",
                     f"unix_socket_directories={self.folder}"], stdout=self.log, stderr=self.log)
        for _ in range(600):
            ready = [programs[-1] / "pg_isready", "--quiet", "--host", self.folder, "--username", "sluice"]
            if subprocess.run(ready, check=False).returncode == 0:
                break
            time.sleep(0.05)
        self.pid = self.process.pid
        self.createdb = [programs[-1] / "createdb", "--host", self.folder, "--username", "sluice"]
        self.count = 0

    def database(self):
        """A new database with the tables; its URL."""
        self.count += 1
        name = f"bench_{self.count}"
        subprocess.run(self.createdb + [name], check=True)
        url = f"postgresql://sluice@/{name}?host={self.folder}"
        subprocess.run([binary(), "migrate", "--database", url], check=True, cwd=ROOT, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        return url

    def cpu_seconds(self):
        """Of all its processes together, so far."""
        ticks = 0
        for folder in pathlib.Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            try:
                fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(folder.name) == self.pid:
                # With those of its children that have ended.
                ticks += sum(map(int, fields[11:15]))
            elif int(fields[1]) == self.pid:
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def stop(self):
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def binary():
    path = pathlib.Path(os.environ.get("SLUICE_BINARY", ROOT / ".build/release/sluice"))
    if not path.exists():
        raise Failure(f"{path} is not there. Build it: make build")
    return path


class Registry:
    """One process of the registry."""

    def __init__(self, database, *arguments):
        self.port = free_port()
        begun = time.monotonic()
        self.process = subprocess.Popen(
            [binary(), "registry", "--listen", f"127.0.0.1:{self.port}", "--database", database,
             "--log-level", "error", *arguments], cwd=ROOT)
        while True:
            try:
                if self.get("/health/ready")[0] == 200:
                    break
            except OSError:
                pass
            if self.process.poll() is not None:
                raise Failure("the registry ended at once (above)")
            if time.monotonic() - begun > 60:
                raise Failure("the registry does not become ready")
            time.sleep(0.001)
        self.seconds_to_ready = time.monotonic() - begun

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def connection(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def get(self, path):
        return self.send("GET", path)

    def send(self, method, path, body=None, connection=None):
        """The status and the body, read as JSON where it is that."""
        used = connection or self.connection()
        headers = {"Content-Type": JSON} if body is not None else {}
        used.request(method, path, None if body is None else json.dumps(body), headers)
        response = used.getresponse()
        text = response.read().decode()
        if not connection:
            used.close()
        try:
            return response.status, json.loads(text)
        except ValueError:
            return response.status, text

    def expect(self, method, path, body=None, connection=None):
        status, reply = self.send(method, path, body, connection)
        if status != 200:
            raise Failure(f"{method} {path} answered {status}: {reply}")
        return reply

    def cpu_seconds(self):
        """Of user and system together, so far."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_megabytes(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1)) / 1024

    def private_megabytes(self):
        """What no other process shares and no file backs."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"RssAnon:\s+(\d+) kB", status).group(1)) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Wrk:
    """A run of wrk with a script of this folder."""

    def __init__(self, url, script, *arguments, connections, threads, seconds):
        if not shutil.which("wrk"):
            raise Failure("wrk is not installed. Run scripts/bootstrap")
        self.process = subprocess.Popen(
            ["wrk", "--latency", f"-c{connections}", f"-t{threads}", f"-d{seconds}s", "-s",
             pathlib.Path(__file__).parent / script, url, "--", *map(str, arguments)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def result(self):
        output = self.process.communicate()[0]
        rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
        total = re.search(r"(\d+) requests in", output)
        p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", output)
        if not (rate and total and p99):
            raise Failure(f"wrk did not end well:\n{output}")
        refused = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
        broken = re.search(r"Socket errors: (.*)", output)
        scale = {"us": 0.001, "ms": 1.0, "s": 1000.0}[p99.group(2)]
        return {
            "rate": float(rate.group(1)), "requests": int(total.group(1)), "p99_ms": float(p99.group(1)) * scale,
            "refused": int(refused.group(1)) if refused else 0, "broken": broken.group(1) if broken else "",
        }


def busy_share(seconds=1.0):
    """How much of the machine others use, from 0 to 1."""
    def times():
        fields = [int(field) for field in pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
        return sum(fields), fields[3] + fields[4]
    before = times()
    time.sleep(seconds)
    after = times()
    total = after[0] - before[0]
    return 1 - (after[1] - before[1]) / total if total else 0.0
