// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Formats

/// An operation of the interface: how it is called, what it answers, and who may call it.
///
/// The families (`RegistryAPI+….swift`) list theirs beside the functions that do them. Routing, the check of rights and
/// the OpenAPI description are all made from these lists, so they can't contradict each other.
struct RegistryEndpoint: Sendable {
    typealias Operation = @Sendable (RegistryAPI) -> (RegistryCall) throws(RegistryError) -> RegistryReply

    let method: String
    /// Such as `/subjects/{subject}/versions`. May stand behind `/contexts/{context}`.
    let path: String
    /// The name of the operation, unique in the interface.
    let id: String
    /// What it does, in one sentence.
    let summary: String
    let query: [RegistryParameter]
    /// What the body is; nil if none is read.
    let body: RegistryShape?
    /// What is answered with `status`; nil for nothing.
    let answer: RegistryShape?
    let status: Int
    /// The codes beyond those that any operation may answer.
    let codes: [RegistryErrorCode]
    /// What the caller must be allowed to do.
    let need: RegistryNeed
    let operation: Operation

    init(
        _ method: String, _ path: String, _ id: String, _ operation: @escaping Operation, _ summary: String,
        query: [RegistryParameter] = [], body: RegistryShape? = nil, answers answer: RegistryShape?,
        status: Int = 200, fails codes: [RegistryErrorCode] = [], needs need: RegistryNeed = .read
    ) {
        self.method = method
        self.path = path
        self.id = id
        self.operation = operation
        self.summary = summary
        self.query = query
        self.body = body
        self.answer = answer
        self.status = status
        self.codes = codes
        self.need = need
    }

    /// The type of a reply that is in no form of JSON, for who reads only that.
    func ownType(_ accepted: MediaType.Accepted) -> String? {
        answer == .events && accepted.readsEvents ? MediaType.events : nil
    }

    /// The path's parts between the slashes.
    var segments: [Substring] { path.split(separator: "/") }

    /// All operations, family by family.
    static let all: [RegistryEndpoint] =
        RegistryAPI.generalEndpoints + RegistryAPI.schemaEndpoints + RegistryAPI.guidEndpoints
        + RegistryAPI.subjectEndpoints + RegistryAPI.versionEndpoints + RegistryAPI.compatibilityEndpoints
        + RegistryAPI.configEndpoints + RegistryAPI.modeEndpoints + RegistryAPI.contextEndpoints
        + RegistryAPI.changeSetEndpoints + RegistryAPI.historyEndpoints + RegistryAPI.changeEndpoints
}

/// What a caller must be allowed to do to call an operation.
enum RegistryNeed: Sendable, Hashable {
    /// Nothing: the operation tells nothing about schemas.
    case none
    /// To read the subject of the path; where there is none, anything.
    case read
    /// To write the subject of the path; to delete it for good, or to force, takes `admin`.
    case write
    /// To administer the subject of the path, or the context, or the registry as a whole.
    case admin
}
