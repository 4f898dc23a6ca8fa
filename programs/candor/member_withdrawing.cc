#include "programs/candor/member_withdrawing.h"

#include "base/date.h"
#include "base/status.h"
#include "programs/candor/member_session.h"
#include "programs/candor/people.h"
#include "services/member/withdraw.h"
#include "services/texts/catalogue.h"

namespace candor::cli {
namespace {

using texts::Say;
using texts::Text;

constexpr char kGroup[] = "Member";

struct WithdrawOptions {
  std::string thread;
};

absl::Status Withdraw(Context& context, const WithdrawOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(auto session, OpenSession(context));
  CANDOR_ASSIGN_OR_RETURN(const auto* thread, PickThread(session.wallet(), options.thread));
  const audit::Campaign* const campaign = session.logs->board().FindCampaign(thread->campaign_id);
  if (campaign == nullptr) {
    return Fail(Exit::kRefused,
                "The copy of the public log on this machine does not know the text's jam. Run "
                "`candor sync` first. Nothing was changed.");
  }
  const crypto::Hash text = thread->hash();
  CANDOR_ASSIGN_OR_RETURN(const auto withdrawn,
                          As(Exit::kRefused, member::Withdraw(session.wallet(), text, *campaign,
                                                              context.now(), context.random())));
  CANDOR_RETURN_IF_ERROR(SaveWallet(session.file));
  const texts::Language language = context.language();
  context.Print(Say(language, Text::kOutboxAct, Say(language, Text::kOutboxWithdrawal, HexEncode(ByteView(text).first(4))),
                    FormatMinute(withdrawn.ready_at)));
  context.Result(Json::Object()
                     .Set("submission", HexEncode(withdrawn.submission_hash))
                     .Set("withdraws", HexEncode(text))
                     .Set("earliest", FormatMinute(withdrawn.ready_at)));
  context.Hint(Say(language, Text::kWithdrawalWhat));
  context.Hint(Say(language, Text::kWithdrawalNext));
  return absl::OkStatus();
}

}  // namespace

void RegisterWithdrawCommand(Command& app, Context& context) {
  auto options = std::make_shared<WithdrawOptions>();
  Command* verb = AddVerb(app, {"withdraw", kGroup, "Take a text of yours back",
                                 "candor withdraw 5c01d2aa"});
  verb->AddOption("text", options->thread, "First digits of the text's number in `candor threads`");
  Bind(verb, context, options, Withdraw);
}

}  // namespace candor::cli
