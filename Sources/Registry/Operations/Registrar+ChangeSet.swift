// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

// Change sets: one transaction for a graph of schemas.
extension Registrar {
    /// Registers the members in their order; nothing at all if one is refused, or if it is only asked what would happen.
    ///
    /// A dry run does the same work and takes it back, so that its plan is what a registration would do. The ids that it
    /// used up are not used again.
    func apply(
        _ changes: ChangeSet, normalize: Bool, dryRun: Bool, by actor: Actor
    ) throws(RegistryError) -> ChangeSetPlan {
        let plan = try change(changes.members.map(\.subject)) { session -> ChangeSetPlan in
            // In one order, so that two sets with the same subjects wait for each other instead of blocking each other.
            for member in changes.members.sorted(by: { $0.subject.text < $1.subject.text }) {
                try session.lock(member.subject)
            }
            try session.savepoint(Self.savepoint)
            var plan = ChangeSetPlan()
            var refused: Set<SubjectName> = []
            for member in changes.members {
                let outcome = try outcome(of: member, normalize, refused, actor, session)
                switch outcome {
                case .refused, .blocked: refused.insert(member.subject)
                case .unchanged, .new, .changed: break
                }
                plan.entries.append(.init(subject: member.subject, outcome: outcome))
            }
            if dryRun || !refused.isEmpty { try session.rollBack(to: Self.savepoint) }
            return plan
        }
        if !dryRun, plan.refusal == nil {
            for version in plan.registered { noteRegistered(version, by: actor) }
        }
        return plan
    }

    private static let savepoint = "change_set"

    private func outcome(
        of member: ChangeSet.Member, _ normalize: Bool, _ refused: Set<SubjectName>, _ actor: Actor,
        _ session: RegistrySession
    ) throws -> ChangeSetPlan.Outcome {
        let missing = member.dependencies.filter(refused.contains)
        guard missing.isEmpty else { return .blocked(by: missing) }
        do {
            let request = try member.request.get()
            let previous = try session.state(of: member.subject).latest
            let made = try register(request, under: member.subject, normalize: normalize, by: actor, in: session)
            guard made.isNew else { return .unchanged(made.version) }
            guard let previous else { return .new(made.version) }
            return .changed(made.version, from: previous.version)
        } catch let error as RegistryError where error.status < 500 {
            return .refused(error)
        }
    }
}
