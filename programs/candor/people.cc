#include "programs/candor/people.h"

#include <cctype>

#include "base/status.h"
#include "services/follow/world.h"
#include "services/runtime/key_file.h"

namespace candor::cli {
namespace {

// The groups of a publication: every run of exactly five base32 characters, numbers and prose aside.
std::vector<std::string> PublishedGroups(std::string_view text) {
  std::vector<std::string> groups;
  std::string run;
  const auto end_run = [&] {
    if (run.size() == 5 && Base32Decode(run + "000").ok()) groups.push_back(run);
    run.clear();
  };
  for (const char c : text) {
    const bool upper_or_digit = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    const bool lower = c >= 'a' && c <= 'z';
    if (upper_or_digit) {
      run.push_back(c);
    } else if (lower) {
      run = "lower-case text";  // prose, not a group
    } else {
      end_run();
    }
  }
  end_run();
  return groups;
}

absl::Status CompareFingerprint(const records::TrustBundle& bundle, const std::string& file) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes text, As(Exit::kUsage, ReadInput(file)));
  if (PublishedGroups(AsText(text)) != records::FingerprintGroups(bundle.Fingerprint())) {
    return Fail(Exit::kRefused,
                "the trust bundle is not the one whose fingerprint the independent body published; "
                "do not use it, and tell the independent body where you got it");
  }
  return absl::OkStatus();
}

}  // namespace

void AddTrustOptions(Command* verb, TrustOptions& options) {
  verb->AddOption("--bundle", options.bundle, "Trust bundle, when none is pinned at home yet");
  verb->AddOption("--fingerprint-file", options.fingerprint_file,
                   "The fingerprint as the independent body published it");
}

absl::Status EnsureTrust(Context& context, const TrustOptions& options) {
  if (options.bundle.empty()) return context.Bundle().status();
  if (options.fingerprint_file.empty()) {
    return Fail(Exit::kUsage,
                "--bundle needs --fingerprint-file: a bundle is believed only when its fingerprint is "
                "the one that the independent body published");
  }
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, As(Exit::kUsage, ReadInput(options.bundle)));
  CANDOR_ASSIGN_OR_RETURN(const auto bundle, context.AcceptBundle(bytes));
  CANDOR_RETURN_IF_ERROR(CompareFingerprint(bundle, options.fingerprint_file));
  return context.PinBundle(bundle);
}

absl::StatusOr<crypto::SigningKey> LoadActorKey(Context& context) {
  const Path path = context.HomePath("actor.key");
  if (!runtime::FileExists(path)) {
    return Fail(Exit::kUsage,
                Cat("this is for people with a role in a jam, and there is no actor key in ", context.options().home.string(),
                    ". Whoever takes part as a member finds their own texts, and what was answered, with `candor threads`;"
                    " whoever has a role makes a key with `candor actor new`. Nothing was sent."));
  }
  CANDOR_ASSIGN_OR_RETURN(const auto passphrase, context.Passphrase(texts::Text::kAskActorPassphrase));
  return As(Exit::kDamaged, runtime::LoadSigningKey(path, passphrase));
}

absl::StatusOr<services::follow::World*> SyncedWorld(Context& context) {
  CANDOR_ASSIGN_OR_RETURN(services::follow::World* world, context.World());
  CANDOR_RETURN_IF_ERROR(FromServer(world->Sync()));
  return world;
}

absl::StatusOr<const audit::Campaign*> ChooseCampaign(const audit::BoardView& board,
                                                      std::string_view prefix) {
  const audit::Campaign* found = nullptr;
  for (const auto& campaign : board.campaigns()) {
    if (!HexEncode(campaign.id).starts_with(prefix)) continue;
    if (found != nullptr) {
      return Fail(Exit::kUsage, "more than one jam fits; name it with --jam and the first digits of "
                                "its id, as `candor jam status` prints it");
    }
    found = &campaign;
  }
  if (found == nullptr) {
    return Fail(Exit::kUsage, prefix.empty() ? "there is no jam in the log yet"
                                             : "no jam's id begins like that; `candor jam status` "
                                               "prints the ids");
  }
  return found;
}

absl::Status WriteOutput(const std::string& path, ByteView bytes) {
  return As(Exit::kIo, runtime::WriteFileAtomically(path, bytes));
}

}  // namespace candor::cli
