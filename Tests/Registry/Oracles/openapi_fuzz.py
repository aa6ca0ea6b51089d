"""Calls a registry as its own description allows, and as it forbids, and holds the answers against the description.

Usage: openapi_fuzz.py URL. The examples are the same in every run; ends with 0 if all answers conform.
"""

import sys

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

EXAMPLES = 15
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance, allow_header_conformance,
]


def checked(cases, url):
    """A call of the operation with one example after the other."""

    @seed(20261124)
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate], print_blob=False,
        suppress_health_check=list(HealthCheck))
    @given(case=cases)
    def call(case):
        case.call_and_validate(base_url=url, checks=CHECKS)

    return call


def main(url):
    description = schemathesis.openapi.from_url(url + "/openapi.json")
    failures = 0
    for result in description.get_all_operations():
        operation = result.ok()
        # Its answer goes on for ever; a test of its own reads it.
        if operation.definition.raw["operationId"] == "followChanges":
            continue
        modes = [GenerationMode.POSITIVE]
        if operation.query or operation.body:
            modes.append(GenerationMode.NEGATIVE)
        for mode in modes:
            try:
                checked(operation.as_strategy(generation_mode=mode), url)()
            except FailureGroup as found:
                failures += 1
                print(operation.label, mode, *found.exceptions, sep="\n", file=sys.stderr)
    if failures:
        sys.exit(f"{failures} operations answered otherwise than described")


main(sys.argv[1])
