/** Styles of the page: one column, figures aligned, light and dark, phone and paper. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #59636e; --rule: #d8dee4; --paper: #ffffff; --shade: #f5f7f9; --good: #1a7f4b; --bad: #b3401a; --accent: #2563b8; --edge: #1b1f2447; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ec; --soft: #9aa4af; --rule: #343b44; --paper: #14181d; --shade: #1c2228; --good: #4cc38a; --bad: #f08a5d; --accent: #79aef2; --edge: #e4e8ec57; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; -webkit-text-size-adjust: 100%; overflow-wrap: break-word; }
main { max-width: 1040px; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; letter-spacing: -.01em; text-wrap: balance; }
h2 { font-size: 1.25rem; margin: 3.2rem 0 .6rem; padding-top: .9rem; border-top: 1px solid var(--rule); }
h3 { font-size: 1.08rem; margin: 2.2rem 0 .4rem; }
p { max-width: 68ch; }
figcaption, .note { max-width: 84ch; }
p { margin: .5rem 0; }
.claim { font-size: 1.1rem; color: var(--soft); }
a { color: var(--accent); text-underline-offset: .15em; }
.soft, figcaption, .note { color: var(--soft); font-size: .9rem; }
.verdicts { list-style: none; margin: .6rem 0 0; padding: 0; }
.verdicts li { padding: .9rem 0 1rem; border-top: 1px solid var(--rule); }
.verdicts .line { font-size: 1.08rem; max-width: 74ch; margin: 0; }
.verdicts p { margin: .25rem 0 0; max-width: 80ch; }
.verdicts li:first-child { border-top: 0; }
.verdict { display: grid; grid-template-columns: minmax(0, 1fr) 300px; gap: .4rem 2.2rem; align-items: start; } .verdict + .verdict { margin-top: .8rem; }
.verdict > svg { width: 100%; height: auto; overflow: visible; margin-top: .3rem; }
.verdict details { margin: .3rem 0 0; } .verdict details p { font-size: .9rem; }
.verdicts.dense li { padding: .4rem 0 .45rem; }
.verdicts.dense .line { font-size: 1rem; max-width: 112ch; line-height: 1.45; }
.verdicts.dense p + p { margin-top: .05rem; font-size: .85rem; }
.contents { position: sticky; top: 0; z-index: 5; background: var(--paper); margin: 1.4rem 0 0; border-block: 1px solid var(--rule); }
.contents ul { display: flex; flex-wrap: wrap; gap: .1rem 1.3rem; list-style: none; margin: 0; padding: .45rem 0; font-size: .92rem; }
.contents a { text-decoration: none; } .contents a:hover, .contents a:focus-visible { text-decoration: underline; }
section { scroll-margin-top: 3rem; } section > h2 { border-top: 0; padding-top: 0; }
section + section { margin-top: 3.4rem; border-top: 1px solid var(--rule); padding-top: .4rem; }
section > h2 { margin-top: 1.6rem; font-size: 1.4rem; }
figure { margin: 1rem 0 0; }
figcaption { margin-bottom: .6rem; }
.panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); gap: .9rem 1.2rem; }
.panels.of-1 { max-width: 340px; }
.panels.of-2 { max-width: 700px; }
.panels.wide { grid-template-columns: repeat(auto-fill, minmax(min(100%, 400px), 1fr)); }
.panels.wide .panel > svg { max-width: 490px; }
.panel { break-inside: avoid; display: grid; grid-template-rows: subgrid; grid-row: span 2; row-gap: .1rem; }
.panel.first { grid-column-start: 1; }
.panel h4 { font-size: .88rem; font-weight: 600; margin: 0; align-self: end; }
.panel > svg { display: block; width: 100%; max-width: 340px; height: auto; overflow: visible; }
.panel svg text { white-space: pre; }
.key { display: flex; flex-wrap: wrap; gap: .1rem 1.2rem; list-style: none; margin: 0 0 .5rem; padding: .25rem 0; font-size: .85rem; color: var(--soft); }
figure > .key { position: sticky; top: 2.5rem; z-index: 2; background: var(--paper); }
.key svg { vertical-align: middle; margin-right: .35rem; }
.scroll, .contents ul, .hinted { background: linear-gradient(to right, var(--cover, var(--paper)) 40%, transparent) 0 0 / 2.6rem 100% no-repeat local, linear-gradient(to left, var(--cover, var(--paper)) 40%, transparent) 100% 0 / 2.6rem 100% no-repeat local, linear-gradient(to right, var(--edge), transparent) 0 0 / 1rem 100% no-repeat scroll, linear-gradient(to left, var(--edge), transparent) 100% 0 / 1rem 100% no-repeat scroll; }
.scroll { overflow-x: auto; margin: .8rem 0; }
table { border-collapse: collapse; font-size: .86rem; line-height: 1.35; font-variant-numeric: tabular-nums lining-nums; }
th, td { padding: .22rem .7rem; text-align: right; white-space: nowrap; vertical-align: baseline; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
.estimates th:first-child { position: sticky; left: 0; background: var(--paper); padding-right: 1rem; }
thead th { font-weight: 600; border-bottom: 1px solid var(--ink); }
tbody th { font-weight: 400; }
tbody tr + tr > * { border-top: 1px solid var(--rule); }
tbody tr.group > th { font-weight: 600; padding-top: 1.1rem; border-top: 0; border-bottom: 1px solid var(--rule); white-space: nowrap; }
tbody tr.group span { font-weight: 400; color: var(--soft); }
td.interval, th.interval { color: var(--soft); padding-left: 0; font-weight: 400; }
td.text, th.text, td.verdict, th.verdict { text-align: left; }
td.text, th.text { white-space: normal; }
.sweep td span { display: block; font-size: .78rem; color: var(--soft); }
.sweep thead th { white-space: normal; vertical-align: bottom; min-width: 5.5rem; }
.sweep th, .sweep td { padding-inline: .45rem; }
.sweep th:first-child { padding-left: 0; position: sticky; left: 0; background: var(--paper); }
.sweep thead th:first-child { min-width: 0; }
details { margin: .9rem 0 0; }
summary { cursor: pointer; font-size: .92rem; color: var(--accent); }
summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; }
details .verdicts { margin-top: .8rem; }
.good { color: var(--good); } .bad { color: var(--bad); }
.rollouts { padding-left: 1.6rem; margin: .5rem 0; font-size: .9rem; }
.rollouts > li { padding: .55rem 0 .6rem; border-top: 1px solid var(--rule); break-inside: avoid; }
.rollouts > li::marker { color: var(--soft); font-size: .8rem; }
.rollouts p { margin: .1rem 0; max-width: none; }
.words { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; font-size: .82rem; line-height: 1.75; }
.phrase { background: var(--shade); border-bottom: 1px solid var(--soft); padding: .08rem .25rem; border-radius: 2px; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
.phrase-conclusion { border-bottom: 2px solid var(--accent); font-weight: 600; }
.phrase-filler, .phrase-opener { color: var(--soft); border-bottom-style: dotted; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.2rem; margin: .8rem 0; font-size: .92rem; }
dt { color: var(--soft); } dd { margin: 0; }
pre, code { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; font-size: .85em; }
pre { background: var(--shade); padding: .8rem 1rem; overflow-x: auto; border-radius: 4px; }
footer { margin-top: 3rem; padding-top: .9rem; border-top: 1px solid var(--rule); color: var(--soft); font-size: .85rem; }
@media (max-width: 800px) { .verdict { grid-template-columns: 1fr; } .verdict > svg { max-width: 320px; } }
@media (max-width: 560px) { .key { gap: 0 .9rem; font-size: .76rem; } .histories, .histories tbody { display: block; } .histories thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); } .histories tr { display: grid; grid-template-columns: repeat(3, 1fr); padding: .3rem 0; } .histories tr + tr > * { border-top: 0; } .histories tr + tr:not(.group) { border-top: 1px solid var(--rule); } .histories :is(th, td) { padding: 0; text-align: left; white-space: normal; } .histories :is(th, td.text) { grid-column: 1 / -1; } .histories td[data-head]::before { content: attr(data-head) ' '; color: var(--soft); } .contents ul { flex-wrap: nowrap; overflow-x: auto; white-space: nowrap; } main { padding: 1.5rem 1rem 3rem; } h1 { font-size: 1.5rem; } h2 { margin-top: 2.4rem; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } .rollouts { padding-left: 1.3rem; } th, td { padding-inline: .45rem; } .estimates tbody tr:not(.group) th { max-width: 8.5rem; white-space: normal; } }
@media print { .verdict details::details-content { content-visibility: visible; block-size: auto; } .contents { display: none; } :root { --ink: #000; --soft: #444; --rule: #bbb; --paper: #fff; --shade: #f2f2f2; } body { font-size: 10pt; } main { max-width: none; padding: 0; } .scroll { overflow: visible; } table { font-size: 7.5pt; } th, td { padding: .1rem .35rem; } .estimates th:first-child, .sweep th:first-child { position: static; } .panels.of-3 { grid-template-columns: repeat(3, 1fr); break-inside: avoid; } .panels.of-2, .panels.wide { grid-template-columns: repeat(2, 1fr); } h2, h3, figcaption, .key { break-after: avoid; break-inside: avoid; } tr { break-inside: avoid; } }
`;
