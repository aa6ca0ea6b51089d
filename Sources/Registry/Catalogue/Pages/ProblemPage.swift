// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// Why there is no such page.
struct ProblemPage {
    let title: String
    let message: String

    var page: CataloguePage {
        CataloguePage(
            title: title,
            content: HTML {
                HTML(.h1) { title }
                HTML(.p, .class("prose")) { message }
                HTML(.p) { HTML(.a, .href(.home)) { "All subjects" } }
            })
    }
}
