# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 The Sluice authors
"""Counts what streams have put aside, by the headers that tell where each came from and why.

    late_events.py BOOTSTRAP    prints {"messages": n, "distinct_sources": n, "without_reason": n}
"""

import json
import sys

from topic_messages import messages

count, sources, without_reason = 0, set(), 0
for message in messages(sys.argv[1], "sluice.late"):
    headers = dict(message.headers() or [])
    count += 1
    sources.add(headers.get("sluice-late-source"))
    without_reason += not headers.get("sluice-late-reason")
json.dump({"messages": count, "distinct_sources": len(sources), "without_reason": without_reason}, sys.stdout)
