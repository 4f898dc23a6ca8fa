#include "services/leader/answering.h"

#include <algorithm>

#include "audit/acts.h"
#include "base/status.h"
#include "base/text.h"

namespace candor::services::leader {
namespace {

constexpr std::size_t kMaxAbout = 1000;
constexpr std::size_t kMaxText = 8000;

// Words of ASCII letters and digits in lower case; every other byte of a non-ASCII character counts
// as a letter, so that scripts without case compare as they are.
std::vector<std::string> Words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 'A' && byte <= 'Z') {
      word.push_back(static_cast<char>(byte - 'A' + 'a'));
    } else if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte >= 0x80) {
      word.push_back(c);
    } else {
      end_word();
    }
  }
  end_word();
  return words;
}

absl::Status CheckTexts(const AnswerText& answer) {
  if (answer.text.empty()) return absl::InvalidArgumentError("the answer is empty");
  if (answer.text.size() > kMaxText) {
    return absl::InvalidArgumentError(Cat("the answer has ", answer.text.size(),
                                          " bytes; at most ", kMaxText, " are possible"));
  }
  if (answer.about.size() > kMaxAbout) {
    return absl::InvalidArgumentError(Cat("--about has ", answer.about.size(), " bytes; at most ",
                                          kMaxAbout, " are possible"));
  }
  if (!crypto::IsUtf8(AsBytes(answer.text)) || !crypto::IsUtf8(AsBytes(answer.about))) {
    return absl::InvalidArgumentError("the answer is not UTF-8 text");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<records::PostAnswerCall> MakeAnswer(const audit::Campaign& campaign,
                                                   const crypto::Hash& target,
                                                   const AnswerText& answer,
                                                   const crypto::SigningKey& leader,
                                                   crypto::RandomSource& random) {
  CANDOR_RETURN_IF_ERROR(CheckTexts(answer));
  if (!audit::IsAnswerable(campaign, target)) {
    return absl::NotFoundError("no such opinion, contribution or theme is in the log");
  }
  records::PostAnswerCall call;
  call.content_salt = random.Array<32>();
  call.content = {answer.about, answer.text};

  records::Answer record;
  record.campaign_id = campaign.id;
  record.target = target;
  record.status = answer.status;
  const auto earlier = campaign.answers.find(target);
  record.revision = earlier == campaign.answers.end()
                        ? 0
                        : static_cast<std::uint32_t>(earlier->second.size());
  record.content = records::ContentCommitment(call.content_salt, call.content.Encode());
  call.answer = records::Signed::Make(leader, crypto::Label::kAnswer, record.Encode());
  return call;
}

std::size_t LongestSharedRun(std::string_view opinion, std::string_view answer) {
  const auto a = Words(opinion);
  const auto b = Words(answer);
  std::vector<std::size_t> run(b.size() + 1, 0);
  std::size_t longest = 0;
  for (const auto& word : a) {
    // From the right, so that run[j] is still that of the previous word of `a`.
    for (std::size_t j = b.size(); j > 0; --j) {
      run[j] = word == b[j - 1] ? run[j - 1] + 1 : 0;
      longest = std::max(longest, run[j]);
    }
  }
  return longest;
}

}  // namespace candor::services::leader
