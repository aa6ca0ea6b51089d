// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

extension ProtobufRule {
    static let fieldSameType = ProtobufRule(
        "FIELD_SAME_TYPE", "A field's type stays.", mending: "Keep the type, or add a field with a new number.",
        policies: .code
    ) { pair in
        // Enums of another name are another type for generated code, whatever their values.
        let changed = pair.incompatibleTypes(group: \.rawValue) { _, _ in false }
        let renamed = pair.fields.filter {
            $0.old.kind == .enumeration && $0.new.kind == .enumeration && !pair.isSameType($0.old, $0.new)
        }
        let numbers = Set(changed.map { "\($0.old.fullName)" })
        return (changed + renamed.filter { !numbers.contains($0.old.fullName) }).map {
            pair.typeFinding($0, why: "Generated code has the field as another type, and calls of it do not compile.")
        }
    }
}
