// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// `/health/live`, `/health/ready` and `/metrics`, the same for every service.
public struct HealthEndpoints: Sendable {
    /// Whether a service can do its work, and if not, why.
    public struct Readiness: Sendable, Hashable {
        public let isReady: Bool
        /// One line for a person, such as what can't be reached.
        public let reason: String

        public static let ready = Readiness(isReady: true, reason: "ready")
        public static func notReady(_ reason: String) -> Readiness { Readiness(isReady: false, reason: reason) }
    }

    private let readiness: @Sendable () -> Readiness
    private let metrics: @Sendable () -> String

    /// - Parameters:
    ///   - readiness: is asked at each call of `/health/ready`; it should know the answer rather than find it out.
    ///   - metrics: Prometheus' text format.
    public init(readiness: @escaping @Sendable () -> Readiness, metrics: @escaping @Sendable () -> String) {
        self.readiness = readiness
        self.metrics = metrics
    }

    /// The answer, or nil if the request is for another path.
    public func response(to request: HTTPRequest) -> HTTPResponse? {
        let answer: HTTPResponse
        switch request.segments {
        case ["health", "live"]:
            answer = .text(200, "live\n")
        case ["health", "ready"]:
            let readiness = readiness()
            answer = .text(readiness.isReady ? 200 : 503, readiness.reason + "\n")
        case ["metrics"]:
            answer = HTTPResponse(
                status: 200, headers: [("Content-Type", "text/plain; version=0.0.4; charset=utf-8")],
                body: Array(metrics().utf8))
        default:
            return nil
        }
        return request.method == "GET" ? answer : HTTPResponse(status: 405, headers: [("Allow", "GET, HEAD")])
    }
}

extension HTTPServer {
    /// A server for nothing but a service's health and metrics.
    ///
    /// - Parameters:
    ///   - port: 0 takes a free one.
    ///   - name: for log lines.
    public convenience init(host: String, port: Int, name: String, health: HealthEndpoints) {
        let configuration = Configuration(host: host, port: port, threads: 1, maxBodyBytes: 1_024, name: name)
        self.init(configuration: configuration) { request, responder in
            responder.respond(health.response(to: request) ?? .text(404, "There is nothing here.\n"))
        }
    }
}
