// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Glibc
import Synchronization

/// Folders of this test run, below one root that is removed when the test process ends, however it ends.
public enum TemporaryFolder {
    private static let counter = Atomic<Int>(0)

    /// The root, short enough for unix sockets below it. Made, with its remover, on first use.
    private static let root: Result<String, TestKitError> = {
        do {
            var template = Array("/tmp/sluice-test-XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else { throw TestKitError("No folder in /tmp") }
            let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            // Services below it are ended by their own guards at the same time; hence several tries.
            _ = try Spawn.start([
                "/bin/sh", "-c", "cat >/dev/null; for i in 1 2 3 4 5 6; do rm -rf \"$1\" && break; sleep 1; done",
                "remover", path,
            ])
            return .success(path)
        } catch {
            return .failure(TestKitError("\(error)"))
        }
    }()

    /// A new, empty folder.
    public static func make(_ name: String) throws -> String {
        let path = try root.get() + "/\(name)-\(counter.wrappingAdd(1, ordering: .relaxed).newValue)"
        guard mkdir(path, 0o700) == 0 else { throw TestKitError("Can't make \(path)") }
        return path
    }
}
