#include "tests/services/board/promise_ledger.h"

#include <algorithm>
#include <map>
#include <ostream>
#include <utility>
#include <variant>

#include "base/status.h"
#include "records/entry.h"

namespace candor::services::board {
namespace {

// How often each submission stands in the log.
std::map<records::Hash, std::size_t> CountSubmissions(std::span<const Bytes> entries) {
  std::map<records::Hash, std::size_t> out;
  for (const Bytes& bytes : entries) {
    const auto entry = records::LogEntry::Decode(bytes).value();
    const auto* submission = std::get_if<records::SubmissionEntry>(&entry.body);
    if (submission == nullptr) continue;
    const auto decoded = records::SignedSubmission::Decode(submission->signed_submission).value();
    ++out[decoded.body.SubmissionHash()];
  }
  return out;
}

std::string_view NameOf(Fault fault) {
  switch (fault) {
    case Fault::kNoAnswer: return "no answer from a board that was there";
    case Fault::kBadReply: return "a reply that does not verify";
    case Fault::kBothAccepted: return "both texts accepted under one token";
    case Fault::kNoneAccepted: return "neither text accepted";
    case Fault::kLost: return "an accepted text is not in the log";
    case Fault::kTwiceInLog: return "a text is in the log twice";
    case Fault::kOfNobody: return "a text in the log that was accepted from nobody";
  }
  return "";
}

}  // namespace

void PrintTo(const Finding& finding, std::ostream* out) {
  *out << "author " << finding.author << ": " << NameOf(finding.fault);
}

std::size_t PromiseLedger::Add(records::SubmitRequest first, records::SubmitRequest second) {
  const MutexLock lock(mutex_);
  authors_.push_back({.requests = {std::move(first), std::move(second)}});
  return authors_.size() - 1;
}

std::size_t PromiseLedger::authors() const {
  const MutexLock lock(mutex_);
  return authors_.size();
}

const records::SubmitRequest& PromiseLedger::Request(TextId id) const {
  const MutexLock lock(mutex_);
  return authors_.at(id.author).requests.at(id.text);
}

absl::Status PromiseLedger::CheckPromise(const records::SubmitReply& reply,
                                         const records::SubmitRequest& request) const {
  CANDOR_ASSIGN_OR_RETURN(
      const auto promise, records::VerifyPromise(reply, request.submission.body, promise_key_));
  if (promise.sealed_no_later_than == sealed_no_later_than_) return absl::OkStatus();
  return absl::InvalidArgumentError("The promise names another day.");
}

absl::Status PromiseLedger::CheckRefusal(const records::SubmitReply& reply,
                                         const records::SubmitRequest& request,
                                         const records::SubmitRequest& other) const {
  CANDOR_ASSIGN_OR_RETURN(const auto refusal,
                          records::VerifyRefusal(reply, request, promise_key_));
  if (refusal.code == records::RefusalCode::kSpent && reply.other == other.submission.Encode()) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError("The refusal is not for the other text under the token.");
}

void PromiseLedger::Take(TextId id, ByteView bytes) {
  const auto& request = Request(id);
  const auto& other = Request(id.other());
  const auto reply = records::SubmitReply::Decode(bytes);
  const bool promised = reply.ok() && reply->type == records::SubmitReply::Type::kPromise;
  const bool good = reply.ok() && (promised ? CheckPromise(*reply, request)
                                            : CheckRefusal(*reply, request, other))
                                      .ok();
  const MutexLock lock(mutex_);
  if (!good) {
    findings_.push_back({Fault::kBadReply, id.author});
    return;
  }
  Author& author = authors_.at(id.author);
  if (promised) author.promised[id.text] = true;
  author.accepted[promised ? id.text : id.other().text] = true;
  if (author.accepted[0] && author.accepted[1]) {
    findings_.push_back({Fault::kBothAccepted, id.author});
  }
}

void PromiseLedger::TakeNoAnswer(TextId id) {
  const MutexLock lock(mutex_);
  findings_.push_back({Fault::kNoAnswer, id.author});
}

std::size_t PromiseLedger::promised() const {
  const MutexLock lock(mutex_);
  std::size_t out = 0;
  for (const auto& author : authors_) {
    out += static_cast<std::size_t>(std::ranges::count(author.promised, true));
  }
  return out;
}

std::vector<Finding> PromiseLedger::Contradictions() const {
  const MutexLock lock(mutex_);
  return findings_;
}

std::vector<Finding> PromiseLedger::CompareWithLog(std::span<const Bytes> entries) const {
  auto counts = CountSubmissions(entries);
  std::vector<Finding> out;
  const MutexLock lock(mutex_);
  for (std::size_t i = 0; i < authors_.size(); ++i) {
    const Author& author = authors_[i];
    if (!author.accepted[0] && !author.accepted[1]) out.push_back({Fault::kNoneAccepted, i});
    for (std::size_t text = 0; text < 2; ++text) {
      if (!author.accepted[text]) continue;
      const auto at = counts.find(author.requests[text].submission.body.SubmissionHash());
      const std::size_t count = at == counts.end() ? 0 : at->second;
      if (count == 0) out.push_back({Fault::kLost, i});
      if (count > 1) out.push_back({Fault::kTwiceInLog, i});
      if (at != counts.end()) counts.erase(at);
    }
  }
  out.resize(out.size() + counts.size(), {Fault::kOfNobody});
  return out;
}

}  // namespace candor::services::board
