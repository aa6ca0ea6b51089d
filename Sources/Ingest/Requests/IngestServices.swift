// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

internal import ClientTelemetry
internal import Contracts
internal import Formats
internal import SluiceRuntime
import Synchronization

/// What every request works with.
struct IngestServices: Sendable {
    let configuration: IngestConfiguration
    let contracts: ContractCatalog
    let topics: TopicCatalog
    let publisher: Publisher
    let router: DeliveryRouter
    let store: any DedupStore
    let search: any LogSearch
    let failed: FailedEvents
    let workers: CompletionWorkers
    let metrics: IngestMetrics
    let workspaces = Workspaces()
    /// Seconds that a client should wait before it sends again.
    let retryAfter: @Sendable () -> Int
}

/// What one thread needs to read and encode a request, kept for the next.
final class Workspace {
    let parser: JSONParser
    let encoder: EventEncoder

    init(limits: IngestConfiguration.Limits) throws(JSONParserError) {
        // The array around the events is one level more.
        parser = try JSONParser(maximumDepth: limits.nesting + 1)
        var encoding = EventEncoder.Limits()
        encoding.eventBytes = limits.eventBytes
        encoding.nesting = limits.nesting
        encoder = EventEncoder(limits: encoding)
    }
}

/// Workspaces that no thread uses. Each is handed to one thread at a time: that is why they may cross threads.
final class Workspaces: Sendable {
    private struct Idle: @unchecked Sendable {
        let workspace: Workspace
    }

    private let idle = Mutex<[Idle]>([])

    func lend<T>(
        limits: IngestConfiguration.Limits, _ body: (Workspace) throws(RequestProblem) -> T
    ) throws(RequestProblem) -> T where T: ~Copyable {
        let workspace = try take(limits)
        let result = try body(workspace)
        let returned = Idle(workspace: workspace)
        idle.withLock { $0.append(returned) }
        return result
    }

    private func take(_ limits: IngestConfiguration.Limits) throws(RequestProblem) -> Workspace {
        if let kept = idle.withLock({ $0.popLast() }) { return kept.workspace }
        do {
            return try Workspace(limits: limits)
        } catch {
            throw RequestProblem(status: 503, code: "out_of_memory", message: error.description)
        }
    }
}
