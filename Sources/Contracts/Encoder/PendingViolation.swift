// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A violation as the encoder notes it: plain data, from which `ViolationExplainer` makes words once the event is known
/// to be refused.
struct PendingViolation {
    var code: ErrorCode
    /// Where in the tape: the value, or the member's name for an unknown or repeated member, or the object that lacks
    /// the field.
    var index: Int
    var type: UnsafePointer<TypePlan>?
    /// The record in which a name is unknown.
    var record: UnsafePointer<RecordPlan>?
    /// The field that is missing, or whose value was being written.
    var field: UnsafePointer<FieldPlan>?
    /// The tape's index of that field's value.
    var fieldIndex: Int
}
