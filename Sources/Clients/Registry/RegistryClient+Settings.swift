// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

public import Formats

// `/config` and `/mode`: of a subject, or of the registry.
extension RegistryClient {
    /// The settings as the registry writes them, such as `{"compatibilityLevel": "FULL"}`; nil if the subject has none.
    ///
    /// - Parameters:
    ///   - subject: nil is the registry.
    ///   - inherited: those too that come from the context or the registry.
    public func config(subject: String?, inherited: Bool = false) throws(RegistryClientError) -> JSONValue? {
        try optionalJSON(
            ["config"] + (subject.map { [$0] } ?? []),
            query: inherited && subject != nil ? [("defaultToGlobal", "true")] : [])
    }

    /// Merges members into the settings; null clears one.
    public func setConfig(subject: String?, _ members: JSONValue) throws(RegistryClientError) {
        _ = try json("PUT", ["config"] + (subject.map { [$0] } ?? []), members)
    }

    /// Removes the settings; nothing happens if there are none.
    public func removeConfig(subject: String?) throws(RegistryClientError) {
        try remove("config", subject)
    }

    /// The mode, such as `READWRITE`; nil if the subject has none of its own.
    public func mode(subject: String?, inherited: Bool = false) throws(RegistryClientError) -> String? {
        try optionalJSON(
            ["mode"] + (subject.map { [$0] } ?? []),
            query: inherited && subject != nil ? [("defaultToGlobal", "true")] : [])?["mode"]?.textValue
    }

    /// - Parameter force: also where the registry would refuse because schemas exist.
    public func setMode(subject: String?, _ mode: String, force: Bool = false) throws(RegistryClientError) {
        _ = try json(
            "PUT", ["mode"] + (subject.map { [$0] } ?? []), query: force ? [("force", "true")] : [],
            ["mode": .string(mode)])
    }

    /// Removes the mode; nothing happens if there is none.
    public func removeMode(subject: String?) throws(RegistryClientError) {
        try remove("mode", subject)
    }

    private func remove(_ what: String, _ subject: String?) throws(RegistryClientError) {
        do {
            _ = try json("DELETE", [what] + (subject.map { [$0] } ?? []))
        } catch {
            if !error.isNotFound { throw error }
        }
    }
}
