// Text of strangers made harmless: what steers a reader's eye or a reader's machine becomes text that
// says so.
//
// Opinions, names, questions and a server's messages are written by anybody: an escape sequence could
// repaint a terminal or type for the reader, a direction override could make a sentence read as another
// one, an invisible character could make two names look the same. Here they appear as marks, such as
// "\u{1B}", and do nothing. Markup is not touched: base/markup.h comes after this, where there is markup.
// Pure and thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace candor {

// What becomes of the two marks of direction, U+200E and U+200F. They reorder nothing beyond their place,
// and Persian or Hebrew among Latin letters reads badly without them: keep them where one line is one
// person's text, show them where texts of several people stand in one sentence or one document.
enum class DirectionMarks { kKeep, kShow };

// Newline and tab stay. Other C0 and C1 controls, bidirectional embeddings, overrides and isolates
// (U+202A–202E, U+2066–2069, U+061C), separators of lines, invisible format characters and noncharacters
// become marks in the form \u{XX}; malformed UTF-8 becomes U+FFFD. U+200C and U+200D stay: scripts and emoji
// are spelt with them. The result is valid UTF-8 of characters that XML allows, and harmless text stays as
// it is.
std::string HarmlessText(std::string_view text, DirectionMarks marks);

// The same in one line, marks of direction shown: what stands between words becomes one space, and none
// is left at the ends. For titles and names, where a line of its own would pass for something of ours.
std::string HarmlessLine(std::string_view text);

}  // namespace candor
