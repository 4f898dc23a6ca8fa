#include "programs/candor/acting.h"

#include <algorithm>

#include "base/status.h"
#include "records/calls.h"
#include "services/clients/board_client.h"
#include "services/follow/world.h"

namespace candor::cli {

using services::clients::BoardClient;
using services::clients::BoardMethod;

absl::StatusOr<Acting> BeginActing(Context& context, const std::string& jam) {
  CANDOR_ASSIGN_OR_RETURN(services::follow::World* world, SyncedWorld(context));
  CANDOR_ASSIGN_OR_RETURN(const auto* campaign, ChooseCampaign(world->board(), jam));
  CANDOR_ASSIGN_OR_RETURN(auto key, LoadActorKey(context));
  return Acting{campaign, std::move(key)};
}

std::string Digits(const crypto::Hash& hash) {
  constexpr std::size_t kShown = 8;
  return HexEncode(hash).substr(0, kShown);
}

absl::StatusOr<crypto::Hash> Find(const Acting& acting, std::string_view digits,
                                  const std::vector<audit::Thing>& kinds) {
  return As(Exit::kUsage, audit::FindThing(*acting.campaign, digits, kinds));
}

absl::StatusOr<std::vector<crypto::Hash>> FindAll(const Acting& acting, const std::vector<std::string>& digits,
                                                  const std::vector<audit::Thing>& kinds) {
  std::vector<crypto::Hash> out;
  for (const auto& each : digits) {
    CANDOR_ASSIGN_OR_RETURN(const crypto::Hash found, Find(acting, each, kinds));
    out.push_back(found);
  }
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

absl::StatusOr<std::string> ReadNote(const std::string& file) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, As(Exit::kUsage, ReadInput(file)));
  std::string text(AsText(bytes));
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  if (text.empty()) return Fail(Exit::kUsage, Cat(file, " holds no text. Nothing was sent."));
  if (text.size() > records::kMaxNote) {
    return Fail(Exit::kUsage, Cat(file, " has ", text.size(), " bytes, and ", records::kMaxNote,
                                  " are possible. Nothing was sent."));
  }
  if (!crypto::IsUtf8(AsBytes(text)) || text.find('\0') != std::string::npos) {
    return Fail(Exit::kUsage, Cat(file, " is not UTF-8 text. Nothing was sent."));
  }
  return text;
}

absl::StatusOr<crypto::Hash> Post(Context& context, const Acting& acting, records::ActBody body,
                                  std::optional<Bytes> content, const texts::Sentence& what) {
  const auto& id = acting.campaign->id;
  const records::PostActCall call =
      content.has_value()
          ? records::MakeActWithText(id, context.today(), std::move(body), *std::move(content), acting.key,
                                     context.random())
          : records::MakeAct(id, context.today(), std::move(body), acting.key);
  CANDOR_ASSIGN_OR_RETURN(const records::TrustBundle* bundle, context.Bundle());
  CANDOR_ASSIGN_OR_RETURN(const auto client, BoardClient::Open(bundle->board));
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes,
                          FromServer(client->Call(BoardMethod::kPostAct, acting.key, call.Encode())));
  CANDOR_ASSIGN_OR_RETURN(const auto reply, records::AppendedReply::Decode(bytes));
  const crypto::Hash act = records::ActId(call.act);
  context.Print(texts::Say(context.language(), texts::Text::kActed, what.In(context.language()), Digits(act), reply.index));
  context.Result(Json::Object().Set("id", HexEncode(act)).Set("index", reply.index));
  return act;
}

void HintAt(const Context& context, texts::PlainText text) { context.Hint(texts::Say(context.language(), text)); }

}  // namespace candor::cli
