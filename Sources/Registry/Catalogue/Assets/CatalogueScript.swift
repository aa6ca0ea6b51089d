// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The script of pages, which all work without it: a button to copy each command, and `/` to get to the search.
enum CatalogueScript {
    static let text = """
        'use strict';
        for (const snippet of document.querySelectorAll('pre.snippet')) {
            if (!navigator.clipboard) break;
            const button = document.createElement('button');
            button.type = 'button';
            button.className = 'copy';
            button.textContent = 'Copy';
            button.setAttribute('aria-live', 'polite');
            button.addEventListener('click', async () => {
                try {
                    await navigator.clipboard.writeText(snippet.innerText);
                    button.textContent = 'Copied';
                } catch {
                    button.textContent = 'Not allowed';
                }
                setTimeout(() => { button.textContent = 'Copy'; }, 2000);
            });
            snippet.after(button);
        }
        document.addEventListener('keydown', (event) => {
            if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
            if (/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? '')) return;
            event.preventDefault();
            document.getElementById('search')?.focus();
        });

        """
}
