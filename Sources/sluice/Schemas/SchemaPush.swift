// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientRegistry
import Registry
import SluiceRuntime

/// Registers a folder of schemas as one change set: first the plan, then the change.
///
/// A registry that has no change sets gets the schemas one after the other, those that others refer to first.
struct SchemaPush {
    let graph: SchemaGraph
    let client: RegistryClient
    private let catalog: SchemaCatalog
    private let url: String

    /// - Parameter url: the registry's, for messages.
    init(_ folder: SchemaFolder, client: RegistryClient, url: String) throws {
        let catalog = SchemaCatalog(client, url: url)
        graph = try SchemaGraph(folder.files) { try catalog.provider(of: $0, for: $1) }
        self.client = client
        self.catalog = catalog
        self.url = url
    }

    /// What would change; nothing is.
    func plan() throws -> SchemaPlan {
        let reply = try client.apply(members, dryRun: true)
        let entries = try reply?.entries ?? singles()
        let documents = try graph.documents { try catalog.located(subject: $0, version: $1) }
        let judge = SchemaJudge(baseline: RegistryBaseline(catalog: catalog, url: url, level: nil))
        let places = Dictionary(graph.nodes.enumerated().map { ($1.file.subject, $0) }) { first, _ in first }
        return SchemaPlan(
            entries: try entries.compactMap { entry in
                guard let place = places[entry.subject] else { return nil }
                return try self.entry(entry, graph.nodes[place], documents[place], judge)
            }, isAtomic: reply != nil)
    }

    /// Does what the plan says.
    ///
    /// - Parameter note: told each version that was registered.
    func apply(_ plan: SchemaPlan, note: (_ subject: String, _ version: Int?, _ id: Int) -> Void) throws {
        guard !plan.toRegister.isEmpty else { return }
        if plan.isAtomic {
            guard let reply = try client.apply(members, dryRun: false) else {
                throw CommandFailure.no("the registry at \(url) had change sets a moment ago and has none now.")
            }
            for entry in reply.entries where entry.outcome.isChange {
                if let id = entry.id { note(entry.subject, entry.version, id) }
            }
            return
        }
        var done: [String] = []
        for entry in plan.toRegister {
            do {
                let id = try client.register(
                    subject: entry.file.subject, text: entry.file.text, type: entry.file.type,
                    references: references(of: entry.node, latest: true))
                note(entry.file.subject, nil, Int(id))
            } catch {
                let before =
                    done.isEmpty
                    ? "nothing was registered before it" : "registered before it: \(done.joined(separator: ", "))"
                throw CommandFailure(
                    exitCode: ExitCode(of: error),
                    description:
                        "\(entry.file.subject) was refused; \(before). \(error)\nMend it and push again: what is "
                        + "there already stays as it is.")
            }
            done.append(entry.file.subject)
        }
    }

    /// The files as a change set, in the order of their references.
    private var members: [ChangeSetMember] {
        graph.order.map { place in
            let node = graph.nodes[place]
            return ChangeSetMember(
                subject: node.file.subject, text: node.file.text, schemaType: node.file.type.rawValue,
                references: references(of: node, latest: true))
        }
    }

    private func references(of node: SchemaGraph.Node, latest: Bool) -> [SchemaReference] {
        node.references.map { reference in
            switch reference.target {
            case .file(let place):
                SchemaReference(name: reference.name, subject: graph.nodes[place].file.subject, version: -1)
            case .registered(let subject, let version):
                SchemaReference(name: reference.name, subject: subject, version: latest ? -1 : version)
            }
        }
    }

    /// The plan where the registry makes none: each file is looked up, and judged here.
    private func singles() throws -> [ChangeSetReply.Entry] {
        let documents = try graph.documents { try catalog.located(subject: $0, version: $1) }
        let judge = SchemaJudge(baseline: RegistryBaseline(catalog: catalog, url: url, level: nil))
        var changed: Set<Int> = []
        var refused: Set<Int> = []
        return try graph.order.map { place in
            let node = graph.nodes[place]
            let targets = node.references.compactMap { reference -> Int? in
                guard case .file(let target) = reference.target else { return nil }
                return target
            }
            func entry(_ outcome: ChangeSetReply.Outcome, _ version: Int? = nil, _ id: Int? = nil)
                -> ChangeSetReply.Entry
            {
                .init(subject: node.file.subject, outcome: outcome, version: version, id: id, references: [])
            }
            let blockers = targets.filter(refused.contains)
            guard blockers.isEmpty else {
                refused.insert(place)
                return entry(.blocked(by: blockers.map { graph.nodes[$0].file.subject }))
            }
            let judgement = try judge.judge(node, documents[place])
            guard judgement.isAccepted else {
                refused.insert(place)
                return entry(.refused(code: 0, message: judgement.findings.map(\.message).joined(separator: "; ")))
            }
            if targets.allSatisfy({ !changed.contains($0) }),
                let known = try client.lookup(
                    subject: node.file.subject, text: node.file.text, type: node.file.type,
                    references: references(of: node, latest: true))
            {
                return entry(.unchanged, known.version, Int(known.id))
            }
            changed.insert(place)
            guard let latest = judgement.history?.versions.last?.number else { return entry(.new, 1) }
            return entry(.changed(from: latest), latest + 1)
        }
    }

    private func entry(
        _ entry: ChangeSetReply.Entry, _ node: SchemaGraph.Node,
        _ document: Result<SchemaDocument, SchemaDocument.Problems>, _ judge: SchemaJudge
    ) throws -> SchemaPlan.Entry {
        var planned = SchemaPlan.Entry(node: node, reply: entry)
        switch entry.outcome {
        case .unchanged, .new, .blocked: break
        case .changed(let version):
            planned.judgement = try judge.judge(node, document)
            let old = try client.record(subject: node.file.subject, version: version)
            planned.previous = old
            if let old { planned.previousDocument = try catalog.document(of: old) }
            planned.document = try? document.get()
        case .refused:
            planned.judgement = try judge.judge(node, document)
        }
        return planned
    }
}

extension ChangeSetReply.Outcome {
    /// Whether a version is made.
    var isChange: Bool {
        switch self {
        case .new, .changed: true
        case .unchanged, .refused, .blocked: false
        }
    }
}
