// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension CompatibilityRule {
    static let avroTooComplex = CompatibilityRule(
        "avro/too-complex", type: "TYPE_MISMATCH",
        "Two schemas are compared in at most \(AvroCompatibility.maxSteps) steps, \(AvroCompatibility.maxDepth) levels deep.",
        mending: "Nest the types less deep, and give unions fewer branches.", policies: CompatibilityPolicy.allCases)
}

// What can't be compared with bounded time and memory is not called compatible.
extension AvroCompatibility {
    func tooComplex(at places: AvroPlaces) -> AvroDifference {
        difference(
            .avroTooComplex, at: places,
            description: { "The types at path '\($0)' nest too deep to be compared" },
            additionalInfo: "more than \(Self.maxDepth) levels, or \(Self.maxSteps) pairs of types",
            why:
                "Comparing the two takes more than \(Self.maxDepth) levels or \(Self.maxSteps) steps, so whether they fit "
                + "is not known.",
            remedy: "Nest the types less deep, or give unions fewer branches.")
    }
}
