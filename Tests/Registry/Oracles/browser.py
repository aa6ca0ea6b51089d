# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors
"""Looks at pages with headless Chromium, over its debugging pipe.

browser.py VISITS: a JSON array of {url, width, height, dark, scripts, tabs, screenshot, user, password}. Prints a JSON
array of what was seen: {title, errors, width, overflowing, focus, html, hosts}. A screenshot is of the whole page.
"""
import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile


class Browser:
    def __init__(self, profile):
        program = shutil.which("chromium")
        if program is None:
            sys.exit("chromium is not there; run scripts/bootstrap")
        to_browser, self.output = os.pipe()
        self.input, from_browser = os.pipe()
        # Chromium reads descriptor 3 and writes descriptor 4.
        flags = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
            "--force-color-profile=srgb", "--remote-debugging-pipe", f"--user-data-dir={profile}", "about:blank",
        ]
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", f'exec "$@" 3<&{to_browser} 4>&{from_browser}', "sh", program, *flags],
            pass_fds=(to_browser, from_browser), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.buffer = b""
        self.count = 0
        self.events = []
        self.session = None

    def read(self):
        while b"\0" not in self.buffer:
            piece = os.read(self.input, 1 << 16)
            if not piece:
                sys.exit("chromium ended")
            self.buffer += piece
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.count += 1
        message = {"id": self.count, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.output, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.count:
                if "error" in answer:
                    sys.exit(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def wait(self, method):
        """Waits for an event, that may have come already."""
        while True:
            for event in self.events:
                if event.get("method") == method:
                    return
            self.events.append(self.read())

    def evaluate(self, expression):
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in result:
            sys.exit(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def open(self):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        return target

    def close(self, target):
        self.session = None
        self.call("Target.closeTarget", targetId=target)

    def key(self, name, code):
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=name, code=name, windowsVirtualKeyCode=code)


OVERFLOWING = """
[...document.querySelectorAll('body *')].filter((element) => {
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.right <= innerWidth + 1) return false;
    for (let up = element.parentElement; up; up = up.parentElement) {
        if (/auto|scroll|hidden/.test(getComputedStyle(up).overflowX)) return false;
    }
    return true;
}).map((element) => element.outerHTML.slice(0, 200))
"""

FOCUS = """
(() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    return [element.tagName, (element.textContent || element.name || '').trim().slice(0, 60),
        style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2];
})()
"""


def visit(browser, visit):
    browser.events = []
    target = browser.open()
    for domain in ("Page", "Runtime", "Log", "Network"):
        browser.call(f"{domain}.enable")
    browser.call(
        "Emulation.setDeviceMetricsOverride", width=visit["width"], height=visit["height"], deviceScaleFactor=1,
        mobile=visit["width"] < 600)
    scheme = "dark" if visit.get("dark") else "light"
    browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    if not visit.get("scripts", True):
        browser.call("Emulation.setScriptExecutionDisabled", value=True)
    if "user" in visit:
        pair = base64.b64encode(f"{visit['user']}:{visit['password']}".encode()).decode()
        browser.call("Network.setExtraHTTPHeaders", headers={"Authorization": f"Basic {pair}"})
    browser.call("Page.navigate", url=visit["url"])
    browser.wait("Page.loadEventFired")
    seen = {
        "title": browser.evaluate("document.title"),
        "width": browser.evaluate("document.documentElement.scrollWidth"),
        "overflowing": browser.evaluate(OVERFLOWING),
        "background": browser.evaluate("getComputedStyle(document.body).backgroundColor"),
        "html": browser.evaluate("document.documentElement.outerHTML"),
        "focus": [],
    }
    if visit.get("screenshot"):
        size = browser.call("Page.getLayoutMetrics")["cssContentSize"]
        height = min(size["height"], visit.get("maxHeight", 4000))
        clip = {"x": 0, "y": 0, "width": visit["width"], "height": height, "scale": 1}
        picture = browser.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        with open(visit["screenshot"], "wb") as file:
            file.write(base64.b64decode(picture["data"]))
    for _ in range(visit.get("tabs", 0)):
        browser.key("Tab", 9)
        seen["focus"].append(browser.evaluate(FOCUS))
    seen["errors"] = [problem for event in browser.events if (problem := trouble(event))]
    seen["hosts"] = sorted({
        event["params"]["request"]["url"].split("/")[2] for event in browser.events
        if event.get("method") == "Network.requestWillBeSent" and event["params"]["request"]["url"].startswith("http")})
    browser.close(target)
    return seen


def trouble(event):
    method, parameters = event.get("method"), event.get("params", {})
    if method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
        return parameters["entry"]["text"]
    if method == "Runtime.consoleAPICalled":
        return str(parameters["args"])
    if method == "Runtime.exceptionThrown":
        return str(parameters["exceptionDetails"])
    if method == "Page.javascriptDialogOpening":
        return f"dialog: {parameters['message']}"
    return None


def main():
    with open(sys.argv[1]) as file:
        visits = json.load(file)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(profile)
        try:
            seen = [visit(browser, each) for each in visits]
            browser.call("Browser.close")
            browser.process.wait(10)
        finally:
            browser.process.kill()
    print(json.dumps(seen))


main()
