// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Why an event, or a body of events, is not taken. The raw value is what clients see; codes are only ever added.
public enum ErrorCode: String, Sendable, Hashable, CaseIterable {
    // The body
    case invalidJSON = "invalid_json"
    case bodyTooLarge = "body_too_large"
    case tooManyEvents = "too_many_events"
    // The event as a whole
    case notAnObject = "not_an_object"
    case eventTooLarge = "event_too_large"
    case nestingTooDeep = "nesting_too_deep"
    case unknownEventType = "unknown_event_type"
    case eventTypeNotAllowed = "event_type_not_allowed"
    case unknownSchemaVersion = "unknown_schema_version"
    case eventTypeMismatch = "event_type_mismatch"
    case schemaVersionMismatch = "schema_version_mismatch"
    case idConflict = "id_conflict"
    // Its fields
    case missingField = "missing_field"
    case unknownField = "unknown_field"
    case duplicateField = "duplicate_field"
    case serverField = "server_field"
    // Its values
    case typeMismatch = "type_mismatch"
    case outOfRange = "out_of_range"
    case unknownSymbol = "unknown_symbol"
    case invalidUUID = "invalid_uuid"
    case invalidTimestamp = "invalid_timestamp"
    case missingZone = "missing_zone"
    case invalidDate = "invalid_date"
    case invalidTime = "invalid_time"
    case decimalPrecision = "decimal_precision"
    case decimalScale = "decimal_scale"
    case invalidBase64 = "invalid_base64"
    case wrongLength = "wrong_length"
    case invalidAddress = "invalid_ip_address"

    /// One sentence of what it means and what to do.
    public var sentence: String {
        switch self {
        case .invalidJSON:
            "The text is not JSON (RFC 8259), or has a number or character that can't be represented; "
                + "the place is named."
        case .bodyTooLarge: "The request's body is above the limit after decompression; send fewer events at a time."
        case .tooManyEvents: "The request has more events than one request may have; split it."
        case .notAnObject: "An event is a JSON object, and this is something else."
        case .eventTooLarge:
            "The event is above the size limit, as sent or when encoded; leave out what analytics doesn't need."
        case .nestingTooDeep: "Too many objects and arrays inside each other; flatten the event."
        case .unknownEventType:
            "No schema is registered for the event type; register it, or correct the name to the nearest one given."
        case .eventTypeNotAllowed: "The API key is bound to other event types."
        case .unknownSchemaVersion: "The event asks for a version of its schema that isn't registered."
        case .eventTypeMismatch: "The event type isn't that of the contract that the event was sent under."
        case .schemaVersionMismatch: "The schema version isn't that of the contract that the event was sent under."
        case .idConflict: "Another event with other content was accepted under the same event_id."
        case .missingField: "A field without a default isn't there; add it."
        case .unknownField:
            "The contract has no such field; correct the name to the nearest one given, or register a schema "
                + "with it first."
        case .duplicateField: "The member occurs more than once in its object; keep one."
        case .serverField: "Only the server sets this field; leave it out."
        case .typeMismatch: "The value isn't of the field's type."
        case .outOfRange: "The number doesn't fit the field's type, or a time is outside the years 1 to 9999."
        case .unknownSymbol: "The text is none of the enum's symbols; the nearest one is given."
        case .invalidUUID: "Not a UUID of 32 hexadecimal digits in the form 8-4-4-4-12."
        case .invalidTimestamp:
            "Not a time that exists in the form of RFC 3339, such as 2026-03-13T10:21:14.5Z."
        case .missingZone: "The time has no zone; end it with Z or with an offset such as +01:00."
        case .invalidDate: "Not a date that exists in the form 2026-03-13."
        case .invalidTime: "Not a time of day in the form 10:21:14.5."
        case .decimalPrecision: "The decimal has more digits than the field's precision."
        case .decimalScale: "The decimal has more digits after the point than the field's scale; round it."
        case .invalidBase64: "Not base64 (RFC 4648)."
        case .wrongLength: "The bytes are more or fewer than the field's fixed size."
        case .invalidAddress: "Not an IPv4 or IPv6 address."
        }
    }
}

extension ErrorCode {
    /// The page `docs/errors.md`: every code in the order of the catalogue. A test keeps the checked-in page equal.
    public static func documentation() -> String {
        var page = """
            # Error codes

            Every reason for which an event, or a body of events, is not taken. An event's reply lists all of them, each
            with the place (`pointer`, RFC 6901, from the event), what was `expected`, what was `found`, and a `hint`
            where one is likely to help. This page is generated from the catalogue in `Sources/Contracts/Errors`.

            | code | meaning |
            |---|---|

            """
        for code in allCases { page += "| `\(code.rawValue)` | \(code.sentence) |\n" }
        return page
    }
}
