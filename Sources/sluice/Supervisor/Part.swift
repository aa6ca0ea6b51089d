// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// A process that `sluice up` starts and looks after.
struct Part: Sendable {
    /// A TCP port that the part listens on, and how a person chooses another.
    struct ListeningPort: Sendable {
        let number: Int
        let flag: String
        let variable: String

        /// Who has it, if it is taken, and what to do; nil if it is free.
        var problem: String? {
            guard !PortOwner.isFree(number) else { return nil }
            let owner = PortOwner.find(number).map { "\($0)" } ?? "another process"
            return "port \(number) is taken by \(owner). End that, or choose another port: --\(flag) PORT or "
                + "\(variable)."
        }
    }

    let name: PartName
    /// Where it is reached, as shown.
    let address: String
    /// nil if it listens on none.
    let port: ListeningPort?
    /// What must be done before each start, such as making a database cluster.
    let prepare: @Sendable () throws -> Void
    /// What to start; the output is set by the supervisor.
    let launch: @Sendable () throws -> ChildProcess.Launch
    /// nil if it serves; else why not.
    let problem: @Sendable () -> String?
    /// What asks it to end.
    let stopSignal: Int32
    /// Seconds until it must serve after its start.
    let startLimit: Double
    /// Seconds until it must have ended after it was asked to.
    let stopLimit: Double

    init(
        _ name: PartName, address: String, port: ListeningPort?, prepare: @escaping @Sendable () throws -> Void = {},
        launch: @escaping @Sendable () throws -> ChildProcess.Launch, problem: @escaping @Sendable () -> String?,
        stopSignal: Int32, startLimit: Double = 60, stopLimit: Double = 30
    ) {
        self.name = name
        self.address = address
        self.port = port
        self.prepare = prepare
        self.launch = launch
        self.problem = problem
        self.stopSignal = stopSignal
        self.startLimit = startLimit
        self.stopLimit = stopLimit
    }
}

/// How a part is.
enum PartStatus: Sendable, Hashable {
    case waiting
    case starting
    case healthy
    /// It runs, but does not serve.
    case unhealthy(String)
    /// It died and will be started again.
    case restarting(String)
    /// It can't be started.
    case failed(String)
    case stopped

    var word: String {
        switch self {
        case .waiting: "waiting"
        case .starting: "starting"
        case .healthy: "healthy"
        case .unhealthy: "unhealthy"
        case .restarting: "restarting"
        case .failed: "failed"
        case .stopped: "stopped"
        }
    }

    var problem: String? {
        switch self {
        case .unhealthy(let text), .restarting(let text), .failed(let text): text
        case .waiting, .starting, .healthy, .stopped: nil
        }
    }

    /// Whether the start has ended, well or not.
    var isSettled: Bool {
        switch self {
        case .healthy, .failed: true
        default: false
        }
    }
}

/// What the threads of `sluice up` know of each other.
struct Board: Sendable {
    struct Entry: Sendable {
        var status = PartStatus.waiting
        var child: ChildProcess?
        var restarts = 0
        /// How long the first start took, in seconds.
        var startSeconds: Double?
    }

    var entries: [PartName: Entry] = [:]
    var isStopping = false

    /// What others see of it; compared to tell whether anything changed.
    struct Appearance: Sendable, Hashable {
        let status: PartStatus
        let processID: Int32?
        let restarts: Int
    }

    var appearance: [PartName: Appearance] {
        entries.mapValues {
            Appearance(status: $0.status, processID: $0.child?.processID, restarts: $0.restarts)
        }
    }

    subscript(name: PartName) -> Entry {
        get { entries[name] ?? Entry() }
        set { entries[name] = newValue }
    }
}
