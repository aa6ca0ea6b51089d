// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Finds the operations of a path.
struct RegistryRouter: Sendable {
    /// What stands at a place of the tree of paths.
    private struct Node: Sendable {
        var literals: [String: Int] = [:]
        /// Where a segment leads that is none of the literals, and the parameter that it is.
        var parameter: (name: String, node: Int)?
        var endpoints: [String: RegistryEndpoint] = [:]
    }

    /// A path that is known.
    struct Match {
        /// By method.
        let endpoints: [String: RegistryEndpoint]
        /// The path's parameters in their order.
        let values: [(name: String, value: String)]
        /// The context that stood in front of the path.
        let context: String
        let isInContext: Bool

        /// For the header `Allow`.
        var methods: [String] {
            let own = endpoints.keys.sorted()
            return own.contains("GET") ? own + ["HEAD"] : own
        }
    }

    private var nodes = [Node()]

    init(_ endpoints: [RegistryEndpoint]) {
        for endpoint in endpoints {
            var node = 0
            for segment in endpoint.segments {
                node = step(from: node, segment)
            }
            nodes[node].endpoints[endpoint.method] = endpoint
        }
    }

    private mutating func step(from node: Int, _ segment: Substring) -> Int {
        let isParameter = segment.hasPrefix("{")
        let name = isParameter ? String(segment.dropFirst().dropLast()) : String(segment)
        if let known = isParameter ? nodes[node].parameter?.node : nodes[node].literals[name] { return known }
        nodes.append(Node())
        let made = nodes.count - 1
        if isParameter {
            nodes[node].parameter = (name, made)
        } else {
            nodes[node].literals[name] = made
        }
        return made
    }

    /// Follows a path; nil if there is nothing at its end.
    func match(_ segments: [String]) -> Match? {
        var rest = segments[...]
        var context = SubjectName.defaultContext
        let isInContext = rest.count > 2 && rest[0] == "contexts"
        if isInContext {
            context = Self.context(rest[1])
            rest = rest.dropFirst(2)
        }
        var node = 0
        var values: [(name: String, value: String)] = []
        for segment in rest {
            if let next = nodes[node].literals[segment] {
                node = next
            } else if let parameter = nodes[node].parameter {
                values.append((parameter.name, segment))
                node = parameter.node
            } else {
                return nil
            }
        }
        guard !nodes[node].endpoints.isEmpty else { return nil }
        return Match(endpoints: nodes[node].endpoints, values: values, context: context, isInContext: isInContext)
    }

    /// A context as paths name it: `.ctx`, or `:.ctx:` as in front of a subject.
    static func context(_ segment: String) -> String {
        segment.hasPrefix(":.") ? SubjectName(segment).context : segment
    }
}
