#include "services/publish/witness_link.h"

#include <chrono>

#include "audit/note.h"
#include "base/text.h"
#include "crypto/hash.h"
#include "services/runtime/https_client.h"

namespace candor::services::publish {
namespace {

// A witness that hangs delays what is published, and nothing else.
constexpr runtime::HttpsLimits kLimits = {.max_body_bytes = audit::kMaxNoteSize,
                                          .connect_timeout = std::chrono::milliseconds(2000),
                                          .read_timeout = std::chrono::milliseconds(5000)};

absl::StatusOr<WitnessReply> AsReply(absl::StatusOr<runtime::HttpReply> reply) {
  if (!reply.ok()) return reply.status();
  return WitnessReply{reply->status, std::move(reply->body)};
}

class HttpsWitnessLink final : public WitnessLink {
 public:
  explicit HttpsWitnessLink(const records::WitnessIdentity& witness)
      : url_(witness.url), anchor_(witness.tls_anchor) {}

  absl::StatusOr<WitnessReply> AddCheckpoint(std::string_view body) override {
    return AsReply(runtime::HttpsPost(url_, "/add-checkpoint", AsBytes(body),
                                      "text/plain; charset=utf-8", anchor_, kLimits));
  }

  absl::StatusOr<WitnessReply> LatestCheckpoint(std::string_view origin) override {
    const std::string path = Cat("/", HexEncode(crypto::Sha256({AsBytes(origin)})), "/checkpoint");
    return AsReply(runtime::HttpsGet(url_, path, anchor_, kLimits));
  }

 private:
  const std::string url_;
  const std::string anchor_;
};

}  // namespace

std::unique_ptr<WitnessLink> MakeHttpsWitnessLink(const records::WitnessIdentity& witness) {
  if (witness.url.empty()) return nullptr;
  return std::make_unique<HttpsWitnessLink>(witness);
}

std::vector<std::unique_ptr<WitnessLink>> MakeHttpsWitnessLinks(
    const records::TrustBundle& bundle) {
  std::vector<std::unique_ptr<WitnessLink>> out;
  for (const auto& witness : bundle.witnesses) out.push_back(MakeHttpsWitnessLink(witness));
  return out;
}

}  // namespace candor::services::publish
