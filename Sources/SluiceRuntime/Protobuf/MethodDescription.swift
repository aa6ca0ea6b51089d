// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A method of a service, typed by its messages: what servers and clients need to know of it.
public struct MethodDescription<Input: ProtobufCodable, Output: ProtobufCodable>: Sendable, Hashable {
    /// The service's full name, such as `shop.Orders`.
    public let service: String
    /// The method's name, such as `GetOrder`.
    public let name: String
    /// Whether the client sends a stream of messages.
    public let streamsInput: Bool
    /// Whether the server answers with a stream of messages.
    public let streamsOutput: Bool

    public init(service: String, name: String, streamsInput: Bool = false, streamsOutput: Bool = false) {
        self.service = service
        self.name = name
        self.streamsInput = streamsInput
        self.streamsOutput = streamsOutput
    }

    /// The path of a call in HTTP/2, such as `/shop.Orders/GetOrder`.
    public var path: String { "/\(service)/\(name)" }
}
