// The style sheet of a paper. Its bytes are named by hash in the document's security policy.
#pragma once

#include <string_view>

namespace candor::services::facilitator {

inline constexpr std::string_view kPaperStyle = R"css(
:root { color-scheme: light dark; --ink: #1c2127; --soft: #55606c; --paper: #fdfdfb; --line: #d5d9de;
  --band: #f1f3f1; --accent: #1d5c4d; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eae8; --soft: #a9b3bd; --paper: #15191c;
  --line: #363f47; --band: #1d2327; --accent: #7fcdb5; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 46rem; padding: 2.5rem 1.25rem 4rem; background: var(--paper);
  color: var(--ink); font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif;
  overflow-wrap: anywhere; }
p { margin: 0 0 .6rem; text-wrap: pretty; }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; }
h1 { font: 600 2.1rem/1.25 Charter, "Bitstream Charter", "Iowan Old Style", Georgia, "Liberation Serif", serif;
  margin: .4rem 0 1.4rem; }
h1.long { font-size: 1.5rem; }
h2 { font-size: 1.3rem; margin: 3rem 0 .9rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 0 0 .2rem; }
.kicker { color: var(--accent); font-weight: 600; margin: 0; }
.soft { color: var(--soft); font-size: .9375rem; }
.text { white-space: pre-line; }
.label { color: var(--accent); font-weight: 600; font-size: .875rem; margin: .5rem 0 0; }
.warning { border: 2px solid var(--ink); padding: .6rem .8rem; font-weight: 600; }
figure { margin: 0 0 1.4rem; }
blockquote { margin: 0 0 .4rem; padding-left: 1rem; border-left: 3px solid var(--accent); }
figcaption { padding-left: 1.2rem; color: var(--soft); }
dl { display: grid; grid-template-columns: minmax(9rem, max-content) 1fr; gap: .2rem 1.5rem; margin: 0 0 1.2rem; }
dt { color: var(--soft); max-width: 17rem; }
dd { margin: 0; }
table { border-collapse: collapse; width: 100%; margin: 0 0 1.4rem; }
caption { text-align: left; font-weight: 600; padding-bottom: .4rem; }
th, td { text-align: left; vertical-align: middle; padding: .35rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 500; width: 31%; padding-right: 1rem; }
td { font-variant-numeric: tabular-nums; }
td.bar { width: 22%; padding-right: 1rem; }
svg { display: block; width: 100%; height: .75rem; border-radius: .2rem; }
svg .all { fill: var(--line); }
svg .some { fill: var(--accent); }
svg .mark { fill: var(--ink); }
article { margin: 0 0 1.5rem; padding-left: 1rem; border-left: 3px solid var(--line); }
article .soft { margin: 0 0 .4rem; }
code { font: .875rem/1.5 ui-monospace, "Liberation Mono", monospace; display: block; white-space: pre-wrap;
  background: var(--band); border-radius: .375rem; padding: .6rem .8rem; }
@media (max-width: 34rem) {
  body { padding-top: 1.5rem; }
  h1 { font-size: 1.7rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .5rem; }
  td.bar { width: 18%; }
}
@media (max-width: 30rem) {
  th { width: 48%; hyphens: auto; }
  td.bar { display: none; }
}
@page { size: A4; margin: 18mm 20mm; }
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #333; --paper: #fff; --line: #aaa; --band: #fff;
    --accent: #1d5c4d; }
  html { font-size: 10pt; }
  body { max-width: none; padding: 0; }
  h2 { break-after: avoid; }
  h3, .label { break-after: avoid; }
  article, figure, tr, dl { break-inside: avoid; }
  svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
)css";

}  // namespace candor::services::facilitator
