// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A line of a registry's verdict, for a person.
///
/// Registries send differences as `{errorType:'X', description:'…', additionalInfo:'…'}`, and then what was compared,
/// the whole old schema among it. The text is established but no JSON.
enum CompatibilityMessage {
    /// The differences among the messages, in words; messages of another form are left as they are.
    static func readable(_ messages: [String]) -> [String] {
        messages.compactMap { message in
            let isContext = ["{oldSchemaVersion:", "{oldSchema:", "{validateFields:"].contains(where: message.hasPrefix)
            if isContext { return nil }
            guard let kind = member("errorType", of: message, before: "', description:'"),
                let description = member("description", of: message, before: "', additionalInfo:'")
            else { return message }
            let detail = member("additionalInfo", of: message, before: "'}") ?? ""
            return description + (detail.isEmpty || description.contains(detail) ? "" : " (\(detail))") + " [\(kind)]"
        }
    }

    private static func member(_ name: String, of message: String, before end: String) -> String? {
        guard let start = message.firstRange(of: "\(name):'"),
            let stop = message[start.upperBound...].firstRange(of: end)
        else { return nil }
        return String(message[start.upperBound..<stop.lowerBound])
    }
}
