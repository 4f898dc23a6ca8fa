// The style sheet of the poster. Its bytes are named by hash in the document's security policy.
#pragma once

#include <string_view>

namespace candor::services::bulletin {

inline constexpr std::string_view kPosterStyle = R"css(
:root { color-scheme: light; --ink: #14181c; --soft: #46505a; --accent: #1d5c4d; }
* { box-sizing: border-box; }
html { background: #c9cecb; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
body { margin: 8mm auto; width: 210mm; height: 297mm; padding: 17mm 18mm 13mm; background: #fff;
  color: var(--ink); font: 12.5pt/1.4 system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif;
  display: flex; flex-direction: column; overflow: hidden; overflow-wrap: anywhere; }
p { margin: 0; }
h1, h2 { margin: 0; text-wrap: balance; }
.kicker { color: var(--accent); font-size: 15pt; line-height: 1.3; font-weight: 700; padding-bottom: 4mm;
  border-bottom: 1.2mm solid var(--accent); }
h1 { margin: 8mm 0; min-height: 0; overflow: hidden; font-weight: 700; line-height: 1.14;
  font-family: Charter, "Bitstream Charter", "Iowan Old Style", Georgia, "Liberation Serif", serif; }
h1.size-1 { font-size: 42pt; }
h1.size-2 { font-size: 32pt; }
h1.size-3 { font-size: 24pt; }
h1.size-4 { font-size: 18pt; line-height: 1.2; }
h1.size-5 { font-size: 14pt; line-height: 1.25; }
h1.size-6 { font-size: 10.5pt; line-height: 1.3; font-weight: 600; text-wrap: wrap; }
.kicker, .speak, .why, .foot, .log { flex: none; }
.speak { padding: 5mm 6mm; color: #fff; background: var(--accent); border-radius: 2mm; line-height: 1.3; }
.speak h2 { font-size: 22pt; }
.speak p { font-size: 14pt; }
.why { display: grid; grid-template-columns: repeat(3, 1fr); gap: 8mm; margin: 7mm 0 0; }
.why p { font-size: 12pt; }
.why h2 { font-size: 14pt; line-height: 1.2; color: var(--accent); margin: 0 0 1.5mm; }
.foot { margin-top: auto; padding-top: 6mm; display: flex; gap: 8mm; align-items: flex-end; }
.foot .qr { flex: none; width: 62mm; height: 62mm; margin: -3mm 0 -3mm -5mm; }
.foot .words { flex: 1; min-width: 0; }
.scan { color: var(--soft); }
.address { font-weight: 700; line-height: 1.3; margin: .5mm 0 4mm; }
.address.large { font-size: 15pt; }
.address.medium { font-size: 11.5pt; }
.address.small { font-size: 9pt; }
.help h2 { font-size: 12.5pt; }
.help p, .sponsors { font-size: 11pt; }
.sponsors { margin-top: 3mm; }
.log { color: var(--soft); font-size: 8.5pt; line-height: 1.35; margin-top: 6mm; padding-top: 3mm;
  border-top: .3mm solid #b9c0c6; }
@page { size: A4; margin: 0; }
@media print { html { background: #fff; } body { margin: 0; } }
)css";

}  // namespace candor::services::bulletin
