// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The Sluice authors

/// The style of pages.
enum CatalogueStyle {
    static let icon =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\"><rect width=\"16\" height=\"16\" rx=\"3\" "
        + "fill=\"#0a58a8\"/><path d=\"M3 5h10M3 8h7M3 11h4\" stroke=\"#fff\" stroke-width=\"1.6\" "
        + "stroke-linecap=\"round\"/></svg>"

    static let css = base + top + forms + tables + source + diff + subject

    private static let base = """
        *{box-sizing:border-box}
        html{scroll-padding-top:1rem}
        body{margin:0;background:var(--ground);color:var(--text);
        font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
        main,footer{max-width:76rem;margin:0 auto;padding:0 1.25rem}
        footer{margin-top:3rem;padding-block:1rem;border-top:1px solid var(--line);color:var(--muted);font-size:.875rem}
        h1{font-size:1.75rem;line-height:1.25;margin:1.5rem 0 .75rem;overflow-wrap:anywhere}
        h2{font-size:1.25rem;line-height:1.3;margin:2.5rem 0 .75rem;padding-bottom:.35rem;border-bottom:1px solid var(--line)}
        h3{font-size:1rem;margin:1.25rem 0 .5rem;overflow-wrap:anywhere}
        p{margin:.5rem 0}
        a{color:var(--link);text-underline-offset:.15em}
        a:hover{text-decoration-thickness:.13em}
        :focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
        code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.875em}
        code{overflow-wrap:anywhere}
        pre code{font-size:1em}
        .muted{color:var(--muted)}
        .prose{max-width:46rem;white-space:pre-line}
        .empty{color:var(--muted)}
        .unseen{position:absolute;width:1px;height:1px;margin:-1px;padding:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        .skip{position:absolute;left:.5rem;top:-4rem;z-index:2;background:var(--ground);padding:.5rem 1rem;border:2px solid var(--link);border-radius:6px}
        .skip:focus{top:.5rem}
        .badge{display:inline-block;padding:0 .5rem;border:1px solid var(--line);border-radius:999px;background:var(--surface);
        font-size:.8125rem;line-height:1.5rem;white-space:nowrap}
        .badge.good{color:var(--good);background:var(--good-ground);border-color:currentColor}
        .badge.bad{color:var(--bad);background:var(--bad-ground);border-color:currentColor}
        .context{display:inline-block;margin-right:.35rem;padding:0 .4rem;border-radius:4px;background:var(--surface);color:var(--muted);font-size:.875em}
        .notice{padding:.6rem .9rem;border-left:4px solid var(--warn);background:var(--warn-ground);border-radius:0 6px 6px 0;overflow-wrap:anywhere}
        .notice.bad{border-color:var(--bad);background:var(--bad-ground)}
        @media(prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}

        """

    private static let top = """
        .top{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;align-items:center;padding:.6rem 1.25rem;background:var(--surface);border-bottom:1px solid var(--line)}
        .brand{font-weight:650;color:var(--text);text-decoration:none}
        .top nav{display:flex;gap:1rem}
        .top nav a{padding:.35rem 0;text-decoration:none}
        .top nav a[aria-current]{color:var(--text);font-weight:600;box-shadow:0 2px 0 var(--link)}
        .search{display:flex;gap:.5rem;margin-left:auto;flex:0 1 26rem}
        .search input{flex:1;min-width:0}
        @media(max-width:40rem){.search{flex:1 0 100%;margin:0}main,footer,.top{padding-inline:.9rem}h1{font-size:1.4rem}}

        """

    private static let forms = """
        input,select,button{font:inherit;color:inherit;background:var(--ground);border:1px solid var(--muted);border-radius:6px;padding:.3rem .6rem;min-height:2.35rem}
        button{background:var(--surface);cursor:pointer;padding-inline:1rem}
        button:hover{border-color:var(--link)}
        input[type=checkbox]{min-height:0;width:1.15rem;height:1.15rem;margin:0}
        input[type=number]{width:7rem}
        ::placeholder{color:var(--muted);opacity:1}
        .filters{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:end;margin:.75rem 0 1rem}
        .filters label{display:block;font-size:.875rem;color:var(--muted)}
        .filters .check{display:flex;gap:.5rem;align-items:center;min-height:2.35rem}
        .filters input,.filters select{max-width:100%}
        .pager{display:flex;gap:1rem;margin:1rem 0}
        .pager a,.contents a{display:inline-block;padding:.3rem .8rem;border:1px solid var(--line);border-radius:6px;text-decoration:none}
        .pager a:hover,.contents a:hover{border-color:var(--link)}

        """

    private static let tables = """
        table{border-collapse:collapse;width:100%}
        .cards th,.cards td{text-align:left;vertical-align:top;padding:.45rem .75rem .45rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
        .cards thead th{color:var(--muted);font-weight:500;font-size:.875rem;overflow-wrap:normal}
        .cards tbody th{font-weight:500}
        .cards .count{font-variant-numeric:tabular-nums}
        .cards time{white-space:nowrap;font-variant-numeric:tabular-nums}
        .cards td:has(.badge){overflow-wrap:normal}
        .subjects .name{width:42%}
        .fields .name{width:30%}
        .fields .prose{width:38%}
        .settings .prose{width:45%}
        tr:target{background:var(--warn-ground)}
        .d1{margin-left:1rem}.d2{margin-left:2rem}.d3{margin-left:3rem}.d4{margin-left:4rem}.d5{margin-left:5rem}
        .d1,.d2,.d3,.d4,.d5{display:inline-block}
        @media(max-width:48rem){
        .cards,.cards tbody,.cards tr,.cards th,.cards td{display:block;width:auto!important}
        .cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        .cards tr{padding:.6rem .8rem;margin:.6rem 0;border:1px solid var(--line);border-radius:8px;background:var(--ground)}
        .cards th,.cards td{border:0;padding:.1rem 0}
        .cards td:empty{display:none}
        .cards td::before{content:attr(data-label) ": ";color:var(--muted);font-size:.875rem}
        .cards td.prose::before{display:none}
        .d1,.d2,.d3,.d4,.d5{margin-left:0}
        }

        """

    private static let source = """
        .source{border:1px solid var(--line);border-radius:8px;background:var(--surface);overflow:auto;max-height:40rem}
        .source pre{margin:0;padding:.5rem 0}
        .line{display:flex}
        .line code{flex:1;white-space:pre-wrap;overflow-wrap:anywhere;padding-right:.75rem}
        .number{flex:none;width:3.5rem;padding-right:.75rem;text-align:right;color:var(--muted);text-decoration:none;user-select:none}
        .number::before{content:attr(data-line)}
        .number:hover{color:var(--link)}
        .line:target{background:var(--warn-ground);box-shadow:inset 3px 0 var(--warn)}
        .source>.muted{padding:0 .75rem}
        .snippet{margin:0;padding:.6rem .8rem;border:1px solid var(--line);border-radius:8px;background:var(--surface);white-space:pre-wrap;overflow-wrap:anywhere}
        .copy{margin-top:.4rem;min-height:2rem;padding-block:.1rem;font-size:.875rem}

        """

    private static let diff = """
        .diff-box{border:1px solid var(--line);border-radius:8px;overflow:auto}
        .diff{table-layout:fixed}
        .diff thead th{position:sticky;top:0;text-align:left;padding:.4rem .75rem;background:var(--surface);border-bottom:1px solid var(--line)}
        .diff td{padding:0 .5rem 0 3.25rem;vertical-align:top;position:relative;line-height:1.45}
        .diff td+td,.diff th+th{border-left:1px solid var(--line)}
        .diff code{white-space:pre-wrap;overflow-wrap:anywhere;min-height:1.45em;display:inline-block}
        .diff .number{position:absolute;left:0;top:.15rem;width:2.75rem;padding:0;font-size:.75rem;font-family:ui-monospace,monospace}
        .diff .removed{background:var(--bad-ground)}
        .diff .added{background:var(--good-ground)}
        .diff .none{background:var(--surface)}
        .diff mark{color:inherit;background:var(--good-mark);border-radius:2px}
        .diff .removed mark{background:var(--bad-mark)}
        .diff td:target{box-shadow:inset 3px 0 var(--warn);background:var(--warn-ground)}
        .diff .gap td{padding:.3rem .75rem;background:var(--surface);text-align:center;font-size:.875rem}
        .differences{padding-left:1.5rem}
        .differences li{margin:0 0 1.25rem;padding-left:.25rem}
        .differences p{margin:.2rem 0;max-width:54rem;overflow-wrap:anywhere}
        @media(max-width:48rem){
        .diff,.diff tbody,.diff tr,.diff td{display:block}
        .diff thead{display:none}
        .diff td+td{border-left:0}
        .diff .none,.diff .old.same:not(:target){display:none}
        .diff .removed::before,.diff .added::before{position:absolute;left:2.6rem}
        .diff .removed::before{content:"−";color:var(--bad)}
        .diff .added::before{content:"+";color:var(--good)}
        .diff .number{width:2.3rem}
        }

        """

    private static let subject = """
        .facts{display:flex;flex-wrap:wrap;gap:.4rem .75rem;align-items:center}
        .crumb{margin-top:1rem;overflow-wrap:anywhere}
        .crumb+h1{margin-top:.25rem}
        .guid{overflow-wrap:anywhere}
        .contents ul{display:flex;flex-wrap:wrap;gap:.5rem;list-style:none;margin:1rem 0;padding:0}
        .hint{padding:.5rem .8rem;background:var(--surface);border-radius:6px}
        li{overflow-wrap:anywhere}

        """
}
