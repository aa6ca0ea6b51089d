// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

import CodegenCore
import Foundation

exit(CodegenCommand.run(Array(CommandLine.arguments.dropFirst()), name: "sluice-codegen"))
