// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import ClientRegistry
internal import SluiceRuntime

/// A version of an event type's subject, as the registry has it.
struct RegisteredContract: Sendable, Hashable {
    var version: Int32
    var schemaID: Int32
    var type: SchemaType
    var text: String
}

/// Where contracts come from. Calls block.
protocol ContractSource: Sendable {
    /// The newest version; nil if there is no such event type.
    func latest(eventType: String) throws(ContractSourceError) -> RegisteredContract?
    /// One version; nil if there is none such.
    func version(_ version: Int32, eventType: String) throws(ContractSourceError) -> RegisteredContract?
    /// The event types that are registered.
    func eventTypes() throws(ContractSourceError) -> [String]
}

/// The source can't be asked now.
struct ContractSourceError: Error, Sendable, CustomStringConvertible {
    let description: String
}

/// Contracts from the schema registry: the subjects `events.<event_type>-value`.
struct RegistryContracts: ContractSource {
    private static let prefix = "events."
    private static let suffix = "-value"
    let client: RegistryClient

    func latest(eventType: String) throws(ContractSourceError) -> RegisteredContract? {
        try found { () throws(RegistryClientError) in try client.latest(subject: Self.subject(eventType)) }
    }

    func version(_ version: Int32, eventType: String) throws(ContractSourceError) -> RegisteredContract? {
        try found { () throws(RegistryClientError) in
            try client.version(subject: Self.subject(eventType), version: Int(version))
        }
    }

    func eventTypes() throws(ContractSourceError) -> [String] {
        do {
            return try client.subjects().compactMap { subject in
                guard subject.hasPrefix(Self.prefix), subject.hasSuffix(Self.suffix) else { return nil }
                return String(subject.dropFirst(Self.prefix.count).dropLast(Self.suffix.count))
            }
        } catch {
            throw ContractSourceError(description: error.description)
        }
    }

    private static func subject(_ eventType: String) -> String { prefix + eventType + suffix }

    private func found(
        _ ask: () throws(RegistryClientError) -> SubjectVersion
    ) throws(ContractSourceError) -> RegisteredContract? {
        do {
            let found = try ask()
            return RegisteredContract(
                version: Int32(clamping: found.version), schemaID: found.id, type: found.type, text: found.text)
        } catch {
            if error.isNotFound { return nil }
            throw ContractSourceError(description: error.description)
        }
    }
}
