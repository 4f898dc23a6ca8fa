// Acting: what the verbs of people who act in public share: the campaign as it is now, the actor key, texts, and
// the call that carries an act to the board.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/reference.h"
#include "crypto/ed25519.h"
#include "programs/candor/context.h"
#include "programs/candor/people.h"
#include "records/post_act.h"
#include "services/texts/sentence.h"

namespace candor::cli {

// Somebody at work in one campaign: its log followed a moment ago, and their key unlocked.
struct Acting {
  const audit::Campaign* campaign = nullptr;
  crypto::SigningKey key;
};
absl::StatusOr<Acting> BeginActing(Context& context, const std::string& jam);

// First digits as they are shown everywhere.
std::string Digits(const crypto::Hash& hash);

// As audit::FindThing, with the exit code of the command line.
absl::StatusOr<crypto::Hash> Find(const Acting& acting, std::string_view digits,
                                  const std::vector<audit::Thing>& kinds);
absl::StatusOr<std::vector<crypto::Hash>> FindAll(const Acting& acting, const std::vector<std::string>& digits,
                                                  const std::vector<audit::Thing>& kinds);

// A person's public text, from a file or standard input ("-"), without the line ends at its end. What is empty,
// longer than NoteContent holds or not UTF-8 is refused, with size and limit.
absl::StatusOr<std::string> ReadNote(const std::string& file);

// Posts an act and says where it stands: "`what`: ID, entry N". The id of the act.
absl::StatusOr<crypto::Hash> Post(Context& context, const Acting& acting, records::ActBody body,
                                  std::optional<Bytes> content, const texts::Sentence& what);
// A hint from the catalogue, in the person's language.
void HintAt(const Context& context, texts::PlainText text);

}  // namespace candor::cli
