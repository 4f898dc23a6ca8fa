// The style sheet of a report. Its bytes are named by hash in the document's security policy.
#pragma once

#include <string_view>

namespace candor::services::auditor {

inline constexpr std::string_view kReportStyle = R"css(
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #4d5661; --paper: #ffffff; --line: #c9d0d8;
  --band: #f3f5f8; --bar: #1f5f99; --gap: #6b7480; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebef; --soft: #b3bcc7; --paper: #14181d;
  --line: #3b444f; --band: #1e242b; --bar: #6db1ee; --gap: #98a2ae; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif; }
main, header, footer { max-width: 60rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 2rem; }
footer { padding-bottom: 3rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .5rem; padding-top: .75rem;
  border-top: 2px solid var(--line); }
p { margin: .5rem 0; max-width: 46rem; }
.trial { border: 2px solid var(--ink); padding: .5rem .75rem; font-weight: 600; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.25rem; margin: 1rem 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
code { font-family: ui-monospace, "Liberation Mono", monospace; font-size: .9em; }
.scroll { overflow-x: auto; margin: 1.25rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; }
caption { text-align: left; font-weight: 600; padding-bottom: .4rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem .4rem;
  border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
thead th { background: var(--band); white-space: nowrap; }
tbody th { font-weight: 500; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
.long { overflow-wrap: anywhere; }
.withheld { color: var(--soft); font-style: italic; white-space: nowrap; }
figure { margin: 1.25rem 0; }
figcaption { font-weight: 600; margin-bottom: .4rem; }
svg { display: block; width: 100%; max-width: 46rem; height: auto; }
svg .bar { fill: var(--bar); }
svg .gap { fill: none; stroke: var(--gap); stroke-dasharray: 4 3; }
svg .axis { stroke: var(--gap); }
svg text { fill: var(--ink); font-size: 12px; font-family: inherit; }
li { margin: .3rem 0; max-width: 46rem; }
@page { size: A4; margin: 18mm 16mm; }
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #333; --paper: #fff; --line: #999; --band: #eee;
    --bar: #1f5f99; --gap: #555; }
  body { font-size: 10pt; }
  main, header, footer { max-width: none; padding: 0; }
  header { padding-top: 0; }
  h2 { break-after: avoid; }
  .scroll { overflow: visible; }
  thead { display: table-header-group; }
  tr, figure { break-inside: avoid; }
}
)css";

}  // namespace candor::services::auditor
