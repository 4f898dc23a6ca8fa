#include "programs/candor/leader_commands.h"

#include <algorithm>
#include <map>
#include <set>

#include "audit/acts.h"
#include "audit/reference.h"
#include "base/date.h"
#include "base/status.h"
#include "programs/candor/inbox_cache.h"
#include "programs/candor/leader_acts.h"
#include "programs/candor/people.h"
#include "records/calls.h"
#include "records/consents.h"
#include "services/clients/board_client.h"
#include "services/facilitator/report_names.h"
#include "services/follow/world.h"
#include "services/leader/answering.h"
#include "services/leader/inbox.h"
#include "services/leader/reading.h"
#include "services/runtime/key_file.h"
#include "services/runtime/terminal.h"
#include "services/texts/catalogue.h"
#include "services/texts/day.h"

namespace candor::cli {
namespace {

using services::clients::BoardClient;
using services::clients::BoardMethod;
namespace leader = services::leader;
using services::facilitator::ReportNames;
using texts::Say;
using texts::Text;

constexpr char kGroup[] = "Leaders";
constexpr std::size_t kShortId = 8;

std::string ShortId(const crypto::Hash& hash) {
  return HexEncode(hash).substr(0, kShortId);
}

// What every verb here begins with: the logs, the campaign, the key, the inbox.
struct Desk {
  const audit::BoardView* board = nullptr;
  const audit::Campaign* campaign = nullptr;
  crypto::SigningKey key;
  std::vector<leader::InboxItem> inbox;

  // A member of the appeal panel who reads nothing else.
  bool ReadsAppealsAlone() const {
    return std::ranges::none_of(campaign->manifest->draft.audiences, [&](const records::Audience& audience) {
      return audience.id != records::kAppealPanel &&
             std::ranges::find(audience.readers, key.verify_key()) != audience.readers.end();
    });
  }
  // All texts of the jam are gone, by their tombstones.
  bool AllDestroyed(Day today) const {
    return today >= campaign->open.phases.retention_ends && !inbox.empty() &&
           std::ranges::all_of(inbox, [](const leader::InboxItem& item) { return item.withheld || item.erased; });
  }
};

InboxCache CacheOf(const Context& context, const audit::Campaign& campaign) {
  return InboxCache(context.HomePath("inbox") / HexEncode(campaign.id));
}

absl::Status ForgetErased(const InboxCache& cache, const std::vector<leader::InboxItem>& inbox) {
  std::map<std::uint64_t, std::set<crypto::Hash>> erased;
  for (const auto& item : inbox) {
    if (item.erased) erased[item.batch_index].insert(item.submission_hash);
  }
  for (const auto& [batch, hashes] : erased) CANDOR_RETURN_IF_ERROR(cache.Forget(batch, hashes));
  return absl::OkStatus();
}

absl::StatusOr<Desk> OpenDesk(Context& context, const std::string& jam) {
  CANDOR_ASSIGN_OR_RETURN(services::follow::World* world, SyncedWorld(context));
  CANDOR_ASSIGN_OR_RETURN(const auto* campaign, ChooseCampaign(world->board(), jam));
  CANDOR_ASSIGN_OR_RETURN(auto key, LoadActorKey(context));
  if (campaign->manifest->draft.FindReader(key.verify_key()) == nullptr) {
    return Fail(Exit::kRefused,
                "texts are given to the readers and the appeal panel that the jam names, and your key is none of theirs. "
                "Facilitators get headlines, texts and their numbers from a reader, as the file that "
                "`candor read --consents FILE` writes; `candor wall` shows what everybody sees. Nothing was sent.");
  }
  auto inbox = leader::InboxOf(*campaign, key.verify_key(), context.today());
  CANDOR_RETURN_IF_ERROR(As(Exit::kIo, ForgetErased(CacheOf(context, *campaign), inbox)));
  return Desk{&world->board(), campaign, std::move(key), std::move(inbox)};
}

std::string_view KindName(records::Kind kind) {
  switch (kind) {
    case records::Kind::kContribution: return "contribution";
    case records::Kind::kFollowUp: return "follow-up";
    case records::Kind::kAppeal: return "appeal";
    default: return "opinion";
  }
}

texts::PlainText KindText(records::Kind kind) {
  switch (kind) {
    case records::Kind::kContribution: return Text::kInboxContribution;
    case records::Kind::kFollowUp: return Text::kInboxFollowUp;
    case records::Kind::kAppeal: return Text::kInboxAppeal;
    default: return Text::kInboxOpinion;
  }
}

std::string StateOf(texts::Language language, const Desk& desk, const leader::InboxItem& item) {
  if (item.withheld) return Say(language, Text::kInboxWithheld);
  if (item.erased) return Say(language, Text::kInboxErased);
  if (item.kind == records::Kind::kAppeal) {
    return item.ruled ? Say(language, Text::kInboxDecided) : Say(language, Text::kInboxUndecided);
  }
  if (item.answer != nullptr) {
    const ReportNames names(*desk.board, *desk.campaign, language);
    return Say(language, Text::kInboxAnswered, Say(language, names.Of(item.answer->answer.status)),
               item.answer->answer.revision);
  }
  if (item.answered_by_theme) return Say(language, Text::kInboxByTheme);
  if (item.kind == records::Kind::kFollowUp) return Say(language, Text::kInboxFollows, ShortId(item.first));
  return Cat(item.overdue ? Say(language, Text::kWallActionLate) : Say(language, Text::kInboxUnanswered),
             item.acknowledged ? Cat(", ", Say(language, Text::kFigureAcknowledged)) : "");
}

std::string LineOf(texts::Language language, const Desk& desk, const leader::InboxItem& item) {
  return Cat(ShortId(item.submission_hash), "  ",
             Say(language, Text::kInboxSealed, Say(language, KindText(item.kind)), FormatDay(item.sealed)), "  ",
             StateOf(language, desk, item));
}

std::string TextsDestroyed(texts::Language language, const Desk& desk) {
  return Say(language, Text::kInboxDestroyed, texts::DateInWords(language, desk.campaign->open.phases.retention_ends));
}

// ---- inbox ----

struct InboxOptions {
  std::string jam;
};

absl::Status Inbox(Context& context, const InboxOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const Desk desk, OpenDesk(context, options.jam));
  const texts::Language language = context.language();
  Json results = Json::Array();
  const bool destroyed = desk.AllDestroyed(context.today());
  for (const auto& item : desk.inbox) {
    if (!destroyed) context.Print(LineOf(language, desk, item));
    results.Add(Json::Object()
                    .Set("id", HexEncode(item.submission_hash))
                    .Set("kind", KindName(item.kind))
                    .Set("thread", HexEncode(item.first))
                    .Set("about", HexEncode(item.target))
                    .Set("consent", static_cast<int>(item.quote))
                    .Set("sealed", FormatDay(item.sealed))
                    .Set("withheld", item.withheld)
                    .Set("erased", item.erased)
                    .Set("answered", item.answer != nullptr)
                    .Set("answered_by_theme", item.answered_by_theme)
                    .Set("acknowledged", item.acknowledged)
                    .Set("waits", item.Waits())
                    .Set("overdue", item.overdue));
  }
  context.Result(results);
  if (destroyed) {
    context.Print(TextsDestroyed(language, desk));
  } else if (desk.inbox.empty()) {
    context.Print((desk.ReadsAppealsAlone() ? Say(language, Text::kInboxNoAppeal) : Say(language, Text::kInboxNothing)));
  } else {
    context.Hint((desk.ReadsAppealsAlone() ? Say(language, Text::kInboxNextPanel) : Say(language, Text::kInboxNext)));
  }
  return absl::OkStatus();
}

// ---- read ----

struct ReadOptions {
  std::string jam;
  std::vector<std::string> ids;
  bool all = false;
  std::string consents;  // file for what may be published word for word
};

absl::StatusOr<crypto::KemPrivateKey> LoadReadingKey(Context& context, const Desk& desk) {
  const Path path =
      context.HomePath(Cat("reader-", HexEncode(desk.campaign->manifest->draft.Id()), ".key"));
  CANDOR_ASSIGN_OR_RETURN(const auto passphrase, context.Passphrase(texts::Text::kAskActorPassphrase));
  CANDOR_ASSIGN_OR_RETURN(const auto sealed, As(Exit::kDamaged, runtime::LoadSealed(path, passphrase)));
  if (sealed.size() != 32) return Fail(Exit::kDamaged, Cat(path.string(), " is damaged"));
  return crypto::KemPrivateKey::FromBytes(
      std::span<const std::uint8_t, 32>(sealed.ExposeSecret().data(), 32));
}

absl::StatusOr<records::FetchBatchReply> FetchBatch(Context& context, const Desk& desk,
                                                    std::uint64_t batch_index) {
  const InboxCache cache = CacheOf(context, *desk.campaign);
  if (auto kept = cache.Find(batch_index)) return *std::move(kept);
  CANDOR_ASSIGN_OR_RETURN(const records::TrustBundle* bundle, context.Bundle());
  CANDOR_ASSIGN_OR_RETURN(const auto client, BoardClient::Open(bundle->board));
  const records::FetchBatchCall call{desk.campaign->id, batch_index};
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes,
                          FromServer(client->Call(BoardMethod::kFetchBatch, desk.key, call.Encode())));
  CANDOR_ASSIGN_OR_RETURN(auto reply, records::FetchBatchReply::Decode(bytes));
  CANDOR_RETURN_IF_ERROR(As(Exit::kIo, cache.Keep(batch_index, reply)));
  return reply;
}

absl::StatusOr<crypto::OpinionPlaintext> ReadOpinion(Context& context, const Desk& desk,
                                                     const leader::InboxItem& item,
                                                     const crypto::KemPrivateKey& reading_key) {
  CANDOR_ASSIGN_OR_RETURN(const auto batch, FetchBatch(context, desk, item.batch_index));
  for (const auto& envelope : batch.items) {
    if (envelope.submission_hash != item.submission_hash) continue;
    return As(Exit::kServerRefused,
              leader::OpenOpinion(*desk.campaign, envelope, desk.key.verify_key(), reading_key));
  }
  return Fail(Exit::kServerRefused, "the board did not send this text, though the log holds it");
}

absl::StatusOr<const leader::InboxItem*> FindItem(const Desk& desk, const std::string& id) {
  const leader::InboxItem* found = nullptr;
  for (const auto& item : desk.inbox) {
    if (!HexEncode(item.submission_hash).starts_with(id)) continue;
    if (found != nullptr) return Fail(Exit::kUsage, Cat("more than one text fits ", id));
    found = &item;
  }
  if (found == nullptr || id.empty()) {
    return Fail(Exit::kUsage, Cat("there is no text ", id, " in your inbox; `candor inbox` lists them"));
  }
  return found;
}

absl::StatusOr<std::vector<const leader::InboxItem*>> ChooseItems(const Desk& desk,
                                                                  const ReadOptions& options) {
  std::vector<const leader::InboxItem*> out;
  for (const auto& id : options.ids) {
    CANDOR_ASSIGN_OR_RETURN(const auto* item, FindItem(desk, id));
    out.push_back(item);
  }
  if (!options.ids.empty()) return out;
  for (const auto& item : desk.inbox) {
    const bool unread = item.Waits() || item.kind == records::Kind::kFollowUp;
    if (!item.withheld && !item.erased && (options.all || unread)) out.push_back(&item);
  }
  return out;
}

// What its author allows to be published word for word, where that opens their commitment.
void AddConsent(const Desk& desk, const leader::InboxItem& item, const crypto::OpinionPlaintext& opinion,
                records::Consents& out) {
  if (item.quote < records::Quote::kHeadline || item.kind == records::Kind::kAppeal) return;
  const auto form = static_cast<records::Form>(item.quote);
  records::Consent consent{item.submission_hash, form, opinion.public_salt,
                           form == records::Form::kHeadline ? opinion.headline : opinion.text};
  const records::Act act{desk.campaign->id, 0, records::Publish{item.submission_hash, form, {}}};
  const Bytes content = records::PublishContent{consent.salt, consent.text}.Encode();
  if (audit::CheckActContent(*desk.campaign, act, content).ok()) out.items.push_back(std::move(consent));
}

absl::Status WriteConsents(const Context& context, const ReadOptions& options, const records::Consents& consents) {
  if (options.consents.empty()) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(
      As(Exit::kIo, runtime::WriteFileAtomically(options.consents, consents.Encode(), 0600)));
  context.Hint(Say(context.language(), Text::kReadConsents, options.consents, consents.items.size()));
  return absl::OkStatus();
}

absl::Status Read(Context& context, const ReadOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const Desk desk, OpenDesk(context, options.jam));
  CANDOR_ASSIGN_OR_RETURN(const auto items, ChooseItems(desk, options));
  CANDOR_ASSIGN_OR_RETURN(const auto reading_key, LoadReadingKey(context, desk));
  const texts::Language language = context.language();
  Json results = Json::Array();
  records::Consents consents;
  for (const auto* item : items) {
    if (item->withheld || item->erased) {
      context.Print(Cat("---- ", ShortId(item->submission_hash), "  ", StateOf(language, desk, *item)));
      continue;
    }
    CANDOR_ASSIGN_OR_RETURN(const auto opinion, ReadOpinion(context, desk, *item, reading_key));
    context.Print(Cat("---- ", ShortId(item->submission_hash), "  ",
                      Say(language, Text::kReadSealed, FormatDay(item->sealed)), "  ", StateOf(language, desk, *item)));
    if (!opinion.headline.empty()) {
      context.Print(Cat("[", runtime::SafeForTerminal(opinion.headline), "]"));
    }
    context.Print(runtime::SafeForTerminal(opinion.text));
    AddConsent(desk, *item, opinion, consents);
    results.Add(Json::Object()
                    .Set("id", HexEncode(item->submission_hash))
                    .Set("kind", KindName(item->kind))
                    .Set("text", opinion.text)
                    .Set("category", opinion.category)
                    .Set("language", opinion.language)
                    .Set("headline", opinion.headline));
  }
  context.Result(results);
  CANDOR_RETURN_IF_ERROR(WriteConsents(context, options, consents));
  if (!items.empty()) {
    context.Hint((desk.ReadsAppealsAlone() ? Say(language, Text::kReadPledgePanel) : Say(language, Text::kReadPledge)));
  } else if (desk.AllDestroyed(context.today())) {
    context.Print(TextsDestroyed(language, desk));
  } else {
    const bool panel = desk.ReadsAppealsAlone();
    context.Print(desk.inbox.empty() ? (panel ? Say(language, Text::kInboxNoAppeal) : Say(language, Text::kInboxNothing))
                                     : (options.all ? Say(language, Text::kReadNoneOfAll) : Say(language, Text::kReadNone)));
  }
  return absl::OkStatus();
}

// ---- answer ----

struct AnswerOptions {
  std::string jam;
  std::string id;
  std::string status;
  std::string about;
  std::string text_file;
  bool quote_anyway = false;
};

// Refuses to publish the author's own words, which they wrote to the readers alone.
absl::Status CheckQuoting(Context& context, const Desk& desk, const leader::InboxItem& item,
                          const leader::AnswerText& answer) {
  CANDOR_ASSIGN_OR_RETURN(const auto reading_key, LoadReadingKey(context, desk));
  CANDOR_ASSIGN_OR_RETURN(const auto opinion, ReadOpinion(context, desk, item, reading_key));
  const std::size_t run = std::max(leader::LongestSharedRun(opinion.text, answer.text),
                                   leader::LongestSharedRun(opinion.text, answer.about));
  if (run < leader::kQuotedWords) return absl::OkStatus();
  return Fail(Exit::kRefused,
              Cat("the answer repeats ", run, " words of the opinion in a row, and would publish what "
                  "its author wrote to its readers alone; say it in your own words, or add "
                  "--quote-anyway. Nothing was sent"));
}

absl::Status PostAnswer(Context& context, const AnswerOptions& options) {
  leader::AnswerText answer;
  CANDOR_ASSIGN_OR_RETURN(answer.status, As(Exit::kUsage, records::ParseAnswerStatus(options.status)));
  CANDOR_ASSIGN_OR_RETURN(const Bytes text, As(Exit::kUsage, ReadInput(options.text_file)));
  answer.text = std::string(AsText(text));
  while (!answer.text.empty() && answer.text.back() == '\n') answer.text.pop_back();
  answer.about = options.about;

  CANDOR_ASSIGN_OR_RETURN(const Desk desk, OpenDesk(context, options.jam));
  const auto theme = audit::FindThing(*desk.campaign, options.id, {audit::Thing::kTheme});
  crypto::Hash target{};
  if (theme.ok()) {
    target = *theme;
  } else {
    CANDOR_ASSIGN_OR_RETURN(const auto* item, FindItem(desk, options.id));
    if (item->withheld) return Fail(Exit::kRefused, "a withheld text cannot be answered: nobody has read it");
    const absl::Status quoting = CheckQuoting(context, desk, *item, answer);
    if (!quoting.ok() && !(options.quote_anyway && ExitOf(quoting) == Exit::kRefused)) return quoting;
    target = item->submission_hash;
  }
  CANDOR_ASSIGN_OR_RETURN(const auto call, As(Exit::kUsage, leader::MakeAnswer(*desk.campaign, target, answer, desk.key,
                                                                              context.random())));

  CANDOR_ASSIGN_OR_RETURN(const records::TrustBundle* bundle, context.Bundle());
  CANDOR_ASSIGN_OR_RETURN(const auto client, BoardClient::Open(bundle->board));
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes,
                          FromServer(client->Call(BoardMethod::kPostAnswer, desk.key, call.Encode())));
  CANDOR_ASSIGN_OR_RETURN(const auto reply, records::AppendedReply::Decode(bytes));
  context.Print(Say(context.language(), Text::kActedAnswered, ShortId(target), reply.index));
  context.Result(Json::Object().Set("id", HexEncode(target)).Set("index", reply.index));
  return absl::OkStatus();
}

}  // namespace

void RegisterLeaderCommands(Command& app, Context& context) {
  auto inbox = std::make_shared<InboxOptions>();
  Command* verb = AddVerb(app, {"inbox", kGroup, "Texts addressed to you: new, answered, overdue",
                                 "candor inbox"});
  AddJamOption(verb, inbox->jam);
  Bind(verb, context, inbox, Inbox);

  auto read = std::make_shared<ReadOptions>();
  verb = AddVerb(app, {"read", kGroup, "Decrypt texts on this machine and show them",
                       "candor read 3f2a91bc"});
  verb->AddOption("ids", read->ids, "First digits of the texts' ids (default: all unanswered)");
  verb->AddFlag("--all", read->all, "Answered ones too");
  verb->AddOption("--consents", read->consents,
                  "Write into this file what of it may be published word for word, for the facilitator");
  AddJamOption(verb, read->jam);
  Bind(verb, context, read, Read);

  auto answer = std::make_shared<AnswerOptions>();
  verb = AddVerb(app, {"answer", kGroup, "Answer a text or a whole theme in public, under your name",
                       "candor answer 3f2a91bc --status planned --about \"Badge readers at gate 2\" "
                       "--file answer.txt"});
  verb->AddOption("id", answer->id, "First digits of the text's or the theme's number").Required();
  verb->AddOption("--status", answer->status,
                   "planned, under-way, done, not-now, declined or answered")
      .Required();
  verb->AddOption("--about", answer->about, "Your own line on what was raised");
  verb->AddOption("--file", answer->text_file, "The answer; - for standard input").Required();
  verb->AddFlag("--quote-anyway", answer->quote_anyway,
                 "Publish although eight words or more of the opinion are repeated");
  AddJamOption(verb, answer->jam);
  Bind(verb, context, answer, PostAnswer);

  RegisterLeaderActs(app, context);
}

}  // namespace candor::cli
