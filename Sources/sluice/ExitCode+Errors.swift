// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import ClientHTTP
import ClientKafka
import ClientPostgreSQL
import ClientRedis
import ClientRegistry
import Lake
import SluiceStreams

extension ExitCode {
    /// What an error means for the caller: 3 if a dependency can't be reached, else 1.
    init(of error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure.exitCode
        case is UsageError: self = .usage
        case let error as PostgresError: self = error.kind == .unreachable ? .unreachable : .no
        case let error as RedisError: self = [.unreachable, .timedOut].contains(error.kind) ? .unreachable : .no
        case let error as KafkaError: self = [.unreachable, .timedOut].contains(error.kind) ? .unreachable : .no
        case let error as HTTPClientError: self = [.unreachable, .timedOut].contains(error.kind) ? .unreachable : .no
        case let error as LakeError: self = error.kind == .dependency ? .unreachable : .no
        case let error as StreamsError: self = error.kind == .dependency ? .unreachable : .no
        case let error as RegistryClientError: self = error.isUnreachable ? .unreachable : .no
        default: self = .no
        }
    }
}
