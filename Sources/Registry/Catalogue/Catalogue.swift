// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Access
import ClientHTTP
import Formats

/// The catalogue at `/ui`: what is registered, for people. Each page is a pure function of a model; models are read
/// through the same operations and under the same access policy as the REST interface has. Nothing can be changed here.
struct Catalogue: Sendable {
    let reader: CatalogueReader
    let access: RegistryAccess

    init(registrar: Registrar, access: RegistryAccess) {
        reader = CatalogueReader(registrar: registrar)
        self.access = access
    }

    /// The answer; nil if the request is not for the catalogue. Blocks while the database is asked.
    func response(to request: HTTPRequest) -> HTTPResponse? {
        guard request.segments.first == "ui" else { return nil }
        guard request.method == "GET" else { return HTTPResponse(status: 405, headers: [("Allow", "GET, HEAD")]) }
        let path = Array(request.segments.dropFirst())
        if path.count == 2, path[0] == "assets" { return Self.asset(path[1]) ?? Self.problem(.notFound) }
        do throws(RegistryError) {
            let principal = try access.principal(of: request)
            guard principal.may(.read) else {
                throw RegistryError.forbidden(principal.name, "Read", on: "the catalogue")
            }
            if let target = try aliased(path, principal) { return Self.redirect(to: target) }
            guard let page = try page(path, request, principal) else { return Self.problem(.notFound) }
            return Self.page(page, to: request)
        } catch {
            return Self.problem(error)
        }
    }

    /// Where the page of a subject is that has no versions, and an alias that leads to one that has.
    private func aliased(_ path: [String], _ principal: Principal) throws(RegistryError) -> CatalogueLink? {
        guard path.count == 2 || path.count == 4 && path[2] == "versions", path[0] == "subjects" else { return nil }
        let subject = SubjectName(path[1])
        guard principal.may(.read, subject.text), let target = try reader.aliased(subject) else { return nil }
        return .subject(target, Array(path.dropFirst(2)))
    }

    /// The page of a path below `/ui`; nil if there is none.
    private func page(
        _ path: [String], _ request: HTTPRequest, _ principal: Principal
    ) throws(RegistryError) -> CataloguePage? {
        switch (path.first, path.count) {
        case (nil, _), ("subjects", 1):
            return SubjectListPage(model: try reader.subjects(SubjectQuery(request), principal)).page
        case ("contexts", 1):
            return ContextListPage(
                model: try reader.contexts(offset: Self.number(request, "offset") ?? 0, principal)
            ).page
        case ("schemas", 2):
            guard let id = Int32(path[1]), id > 0 else { return nil }
            let context = request[query: "context"] ?? SubjectName.defaultContext
            return SchemaIDPage(model: try reader.schema(id: Int(id), in: context, principal)).page
        case ("subjects", 2...4):
            let subject = SubjectName(path[1])
            guard principal.may(.read, subject.text) else {
                throw .forbidden(principal.name, "Read", on: "Subject: \(subject.text)")
            }
            return try page(of: subject, Array(path.dropFirst(2)), request, principal)
        default: return nil
        }
    }

    private func page(
        of subject: SubjectName, _ path: [String], _ request: HTTPRequest, _ principal: Principal
    ) throws(RegistryError) -> CataloguePage? {
        switch (path.first, path.count) {
        case (nil, _), ("versions", 2):
            let address = RegistryAddress(
                url: access.scheme(of: request) + "://" + Self.host(request), needsKey: access.policy.mode == .required)
            let version = path.isEmpty ? nil : try VersionName(path[1])
            let model = try reader.subject(
                subject, version, versionsBefore: Self.number(request, "before"),
                historyOffset: Self.number(request, "history") ?? 0, address: address, principal)
            return SubjectPage(model: model).page
        case ("compare", 1):
            guard let old = Self.number(request, "old"), let new = Self.number(request, "new") else { return nil }
            return ComparisonPage(
                model: try reader.comparison(
                    of: subject, old: old, new: new, showsAll: request[query: "all"] == "true")
            ).page
        default: return nil
        }
    }

    // MARK: Requests

    /// A number of the query that is not negative.
    private static func number(_ request: HTTPRequest, _ name: String) -> Int? {
        request[query: name].flatMap { Int32($0) }.flatMap { $0 >= 0 ? Int($0) : nil }
    }

    /// Under which name the client reached this registry.
    private static func host(_ request: HTTPRequest) -> String {
        let host = request.header("Host") ?? ""
        let isHost =
            !host.isEmpty && host.utf8.count <= 255
            && host.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"),
                    UInt8(ascii: "["), UInt8(ascii: "]"):
                    true
                default: false
                }
            }
        return isHost ? host : "localhost:8081"
    }
}

extension SubjectQuery {
    /// Reads what `parameters` writes, as forms send it too.
    init(_ request: HTTPRequest) {
        func text(_ name: String) -> String? {
            // PostgreSQL has no texts with this character, so nothing is found by it.
            request[query: name].flatMap { $0.isEmpty || $0.utf8.contains(0) ? nil : $0 }
        }
        let spaces: Set<Character> = [" ", "\t", "\n"]
        let words = (text("q") ?? "").drop { spaces.contains($0) }
        self.init(
            text: String(words.prefix(200).reversed().drop { spaces.contains($0) }.reversed()),
            context: text("context"), includesDeleted: request[query: "deleted"] == "true",
            after: text("after").map { SubjectName($0) }, before: text("before").map { SubjectName($0) })
    }
}
