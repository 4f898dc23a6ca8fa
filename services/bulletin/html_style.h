// The style sheet of the page. Its bytes are named by hash in the document's security policy.
#pragma once

#include <string_view>

namespace candor::services::bulletin {

inline constexpr std::string_view kPageStyle = R"css(
:root { color-scheme: light dark; --ink: #1c2127; --soft: #55606c; --paper: #fdfdfb; --line: #d5d9de;
  --band: #f1f3f1; --accent: #1d5c4d; --gone: #666f79; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eae8; --soft: #a9b3bd; --paper: #15191c;
  --line: #363f47; --band: #1d2327; --accent: #7fcdb5; --gone: #8a949e; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 44rem; padding: 2.5rem 1.25rem 4rem; background: var(--paper);
  color: var(--ink); font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif;
  overflow-wrap: anywhere; }
p { margin: 0 0 .6rem; text-wrap: pretty; }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; }
h1 { font: 600 2.1rem/1.25 Charter, "Bitstream Charter", "Iowan Old Style", Georgia, "Liberation Serif", serif;
  margin: .4rem 0 1.4rem; white-space: pre-line; }
h1.long { font-size: 1.5rem; }
h2 { font-size: 1.2rem; margin: 2.6rem 0 .8rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 0 0 .3rem; }
.kicker { color: var(--accent); font-weight: 600; margin: 0; }
.soft { color: var(--soft); font-size: .9375rem; }
.text { white-space: pre-line; }
.part { background: var(--band); border-radius: .5rem; padding: 1.1rem 1.25rem .6rem; }
.part p:first-of-type { font-size: 1.1875rem; font-weight: 600; line-height: 1.4; }
.bar { display: block; width: 100%; height: .625rem; margin: 0 0 .9rem; border-radius: .3125rem; }
.bar .all { fill: var(--line); }
.bar .spoken { fill: var(--accent); }
.join { display: flex; gap: 1.25rem; align-items: center; }
.join .qr { flex: none; width: 8.5rem; height: 8.5rem; border-radius: .25rem; }
a { color: var(--accent); }
table { border-collapse: collapse; width: 100%; margin: 0 0 .6rem; }
th, td { text-align: left; vertical-align: baseline; padding: .45rem 1rem .45rem 0;
  border-bottom: 1px solid var(--line); }
th { font-weight: 500; }
td { white-space: nowrap; padding-right: 0; text-align: right; font-variant-numeric: tabular-nums; }
tr.past th, tr.past td { color: var(--gone); }
tr.next th, tr.next td { font-weight: 700; }
article { margin: 0 0 1.6rem; padding-left: 1rem; border-left: 3px solid var(--line); }
article .soft { margin: 0; }
blockquote { margin: 0 0 .4rem; padding-left: 1rem; border-left: 3px solid var(--accent); }
figure { margin: 0 0 1.4rem; }
figcaption { padding-left: 1.2rem; color: var(--soft); }
ul { margin: 0; padding-left: 1.2rem; }
code { font: .875rem/1.5 ui-monospace, "Liberation Mono", monospace; display: block; white-space: pre-wrap;
  background: var(--band); border-radius: .375rem; padding: .6rem .8rem; }
@media (max-width: 34rem) {
  body { padding-top: 1.5rem; }
  h1 { font-size: 1.7rem; }
  .join { flex-direction: column-reverse; align-items: flex-start; }
}
@media (max-width: 26rem) {
  td { white-space: normal; }
}
@page { size: A4; margin: 18mm 20mm; }
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #333; --paper: #fff; --line: #999; --band: #fff;
    --accent: #1d5c4d; --gone: #444; }
  html { font-size: 10pt; }
  body { font-size: 1rem; line-height: 1.45; max-width: none; padding: 0; }
  h1 { font-size: 20pt; margin-bottom: 5mm; }
  h2 { margin: 7mm 0 2.5mm; }
  th, td { padding-top: 1mm; padding-bottom: 1mm; }
  article, figure { margin-bottom: 3.5mm; }
  .join .qr { width: 28mm; height: 28mm; }
  .part { border: 1px solid var(--line); }
  .bar { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  h2, h3, article .soft { break-after: avoid; }
  tr, .part, .join { break-inside: avoid; }
}
)css";

}  // namespace candor::services::bulletin
