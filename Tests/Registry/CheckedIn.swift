// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import Foundation
import TestKit
import Testing

/// A file that is checked in and made from code.
enum CheckedIn {
    /// Holds a file against the text that it must have. Where they differ, the text is written to `.build/checked-in`, to
    /// be looked at and copied.
    static func compare(_ path: String, with text: String) throws {
        let file = try? String(contentsOfFile: ProjectRoot.path + "/" + path, encoding: .utf8)
        guard file != text else { return }
        let made = ProjectRoot.path + "/.build/checked-in/" + path
        try FileManager.default.createDirectory(
            atPath: (made as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try text.write(toFile: made, atomically: true, encoding: .utf8)
        Issue.record("\(path) is not what the code makes. Look at the difference, then: cp \(made) \(path)")
    }
}
