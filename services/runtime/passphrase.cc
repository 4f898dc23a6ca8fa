#include "services/runtime/passphrase.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>

#include "base/status.h"
#include "base/text.h"
#include "services/runtime/system_error.h"

namespace candor::runtime {
namespace {

constexpr std::size_t kMaxPassphrase = 1024;

// Bytes on their way into a SecretBytes. Never grows, so no copy is left behind in freed memory.
class PassphraseBuffer {
 public:
  ~PassphraseBuffer() { crypto::Wipe(bytes_); }

  // False when it is full.
  bool Add(std::uint8_t byte) {
    if (size_ == bytes_.size()) return false;
    bytes_[size_++] = byte;
    return true;
  }

  absl::StatusOr<crypto::SecretBytes> Finish() {
    if (size_ > 0 && bytes_[size_ - 1] == '\n') --size_;
    if (size_ > 0 && bytes_[size_ - 1] == '\r') --size_;
    if (size_ == 0) {
      return absl::InvalidArgumentError("The passphrase is empty. Give one that is hard to guess.");
    }
    if (size_ > kMaxPassphrase) return TooLong();
    return crypto::SecretBytes::Copy({bytes_.data(), size_});
  }

  static absl::Status TooLong() {
    return absl::InvalidArgumentError(
        Cat("The passphrase is too long: at most ", kMaxPassphrase, " bytes."));
  }

 private:
  std::array<std::uint8_t, kMaxPassphrase + 2> bytes_{};
  std::size_t size_ = 0;
};

// Byte by byte, so that nothing beyond the newline is taken from a shared standard input.
absl::StatusOr<crypto::SecretBytes> ReadFrom(int descriptor, bool stop_at_newline) {
  PassphraseBuffer buffer;
  while (true) {
    std::uint8_t byte = 0;
    const ssize_t got = read(descriptor, &byte, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return SystemError("The passphrase cannot be read", errno);
    if (got == 0) break;
    if (!buffer.Add(byte)) return PassphraseBuffer::TooLong();
    if (stop_at_newline && byte == '\n') break;
  }
  return buffer.Finish();
}

// Echo is off while it lives.
class SilentTerminal {
 public:
  explicit SilentTerminal(int descriptor) : descriptor_(descriptor) {
    if (tcgetattr(descriptor_, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = tcsetattr(descriptor_, TCSAFLUSH, &silent) == 0;
  }
  ~SilentTerminal() {
    if (changed_) tcsetattr(descriptor_, TCSAFLUSH, &before_);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;

  bool silent() const { return changed_; }

 private:
  const int descriptor_;
  termios before_{};
  bool changed_ = false;
};

void Show(int descriptor, std::string_view text) {
  // A prompt that cannot be shown is no reason to fail: the answer is what counts.
  [[maybe_unused]] const ssize_t written = write(descriptor, text.data(), text.size());
}

}  // namespace

absl::StatusOr<crypto::SecretBytes> ReadPassphraseFile(const Path& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return SystemError(Cat("The passphrase file ", path.string(), " cannot be opened"), errno);
  }
  absl::StatusOr<crypto::SecretBytes> out = absl::UnknownError("");
  // The descriptor is asked, not the path: what is checked is what is read.
  if (struct stat found{}; fstat(file, &found) != 0) {
    out = SystemError(Cat("The passphrase file ", path.string(), " cannot be looked at"), errno);
  } else if ((found.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    out = absl::PermissionDeniedError(Cat("The passphrase file ", path.string(),
                                          " is open to other users: run chmod 600 on it."));
  } else {
    out = ReadFrom(file, false);
    if (!out.ok()) {
      out = absl::Status(out.status().code(), Cat("The passphrase file ", path.string(),
                                                  " cannot be used: ", out.status().message()));
    }
  }
  close(file);
  return out;
}

absl::StatusOr<crypto::SecretBytes> PromptPassphrase(std::string_view prompt) {
  const int terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (terminal < 0) {
    return absl::FailedPreconditionError(
        "There is no terminal to ask for the passphrase on. Name a passphrase file, or give the"
        " passphrase on standard input.");
  }
  absl::StatusOr<crypto::SecretBytes> out = absl::FailedPreconditionError(
      "The terminal cannot hide what is typed, so the passphrase is not asked for. Name a"
      " passphrase file.");
  {
    const SilentTerminal silent(terminal);
    if (silent.silent()) {
      Show(terminal, Cat(prompt, " "));
      out = ReadFrom(terminal, true);
      Show(terminal, "\n");
    }
  }
  close(terminal);
  return out;
}

absl::StatusOr<crypto::SecretBytes> PromptNewPassphrase(std::string_view prompt, std::string_view once_more) {
  CANDOR_ASSIGN_OR_RETURN(crypto::SecretBytes first, PromptPassphrase(prompt));
  CANDOR_ASSIGN_OR_RETURN(const crypto::SecretBytes second, PromptPassphrase(once_more));
  if (!crypto::ConstantTimeEqual(first.ExposeSecret(), second.ExposeSecret())) {
    return absl::InvalidArgumentError(
        "The two passphrases differ. Nothing was changed; try again.");
  }
  return first;
}

absl::StatusOr<crypto::SecretBytes> ReadPassphraseFrom(int descriptor) {
  return ReadFrom(descriptor, true);
}

}  // namespace candor::runtime
