#include "programs/candord/key.h"

#include <iostream>

#include "base/status.h"
#include "base/text.h"
#include "crypto/random.h"
#include "crypto/sealed_file.h"
#include "records/key_groups.h"
#include "services/runtime/files.h"
#include "services/runtime/key_file.h"
#include "services/runtime/passphrase.h"

namespace candor::candord {
namespace {

constexpr std::size_t kMaxPublic = 4096;
constexpr std::size_t kMaxName = 100;
constexpr mode_t kReadableByAll = 0644;

absl::StatusOr<crypto::SecretBytes> NewPassphrase(const KeyOptions& options) {
  if (!options.passphrase_file.empty()) return runtime::ReadPassphraseFile(options.passphrase_file);
  return runtime::PromptNewPassphrase("A passphrase for the new key:", "The same once more:");
}

}  // namespace

absl::Status MakeKey(const KeyOptions& options) {
  if (options.name.empty() || options.name.size() > kMaxName) {
    return absl::InvalidArgumentError(Cat("--name takes 1 to ", kMaxName, " bytes."));
  }
  if (runtime::FileExists(options.public_out)) {
    return absl::AlreadyExistsError(Cat("There is a file ", options.public_out, " already, and nothing was made. Name a new one."));
  }
  CANDOR_ASSIGN_OR_RETURN(const auto passphrase, NewPassphrase(options));
  crypto::SystemRandom random;
  const auto key = crypto::SigningKey::Generate(random);
  CANDOR_RETURN_IF_ERROR(
      runtime::SaveSigningKey(options.out, key, passphrase, crypto::PassphraseCost::kModerate, random));
  const records::ActorPublic part{key.verify_key(), options.name};
  CANDOR_RETURN_IF_ERROR(runtime::CreateFileAtomically(options.public_out, AsBytes(part.Format() + "\n"), kReadableByAll));
  std::cout << "The key is in " << options.out << ", under the passphrase; both stay with you, on two media.\n"
            << "Its public part is in " << options.public_out << ", for whoever runs candord init:\n  "
            << records::GroupsInLine(part.key.bytes) << "\n"
            << "Keep this line. Publish no fingerprint before candor-audit bundle shows the same for your key.\n";
  return absl::OkStatus();
}

absl::StatusOr<records::ActorPublic> ReadPublicKey(const std::string& file) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, runtime::ReadFile(file, kMaxPublic));
  auto part = records::ActorPublic::Parse(AsText(bytes));
  if (part.ok()) return part;
  return absl::InvalidArgumentError(Cat(file, " holds no public key; it is the file that candord key wrote with --public."));
}

}  // namespace candor::candord
