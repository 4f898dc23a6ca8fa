#include "programs/candor/member_withdrawing.h"

#include "base/date.h"
#include "base/status.h"
#include "programs/candor/member_session.h"
#include "programs/candor/people.h"
#include "services/member/withdraw.h"

namespace candor::cli {
namespace {

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
                "The copy of the public record on this machine does not know the text's jam. Run "
                "`candor sync` first. Nothing was changed.");
  }
  const crypto::Hash text = thread->hash();
  CANDOR_ASSIGN_OR_RETURN(const auto withdrawn,
                          As(Exit::kRefused, member::Withdraw(session.wallet(), text, *campaign,
                                                              context.now(), context.random())));
  CANDOR_RETURN_IF_ERROR(SaveWallet(session.file));
  context.Print(Cat("Your withdrawal of ", HexEncode(ByteView(text).first(4)),
                    " waits in the outbox. It may leave from ", FormatMinute(withdrawn.ready_at),
                    " on, a time drawn at random, so that nobody can tell when you decided."));
  context.Result(Json::Object()
                     .Set("submission", HexEncode(withdrawn.submission_hash))
                     .Set("withdraws", HexEncode(text))
                     .Set("earliest", FormatMinute(withdrawn.ready_at)));
  context.Hint("What happens: the withdrawal is sealed with the next slot after the text's own. From "
               "then on the board gives the text to nobody; once the witnesses have seen that in the "
               "record, it destroys key and text. The record goes on to show that something was said "
               "and withdrawn. What a leader has read or copied before cannot be taken back.");
  context.Hint("Next: candor sync at or after that time; it sends what waits.");
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
