// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientKafka
import ClientRegistry

/// What all tasks of a process share.
struct JobContext: Sendable {
    let plan: JobPlan
    let kafka: KafkaConfiguration
    let redisURL: String
    let sourceTasks: Int32
    let commitInterval: Duration
    let schemas: EventSchemas
    let health: JobHealth
    let redisRetention: Duration
    /// This process's name in the group, if it has one that outlives it.
    let instance: String?
    var crash: CrashHook?

    /// The group whose members share the tasks, and under which offsets are committed.
    var group: String { plan.job }
}
