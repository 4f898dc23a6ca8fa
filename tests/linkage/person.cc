#include "tests/linkage/person.h"

#include <algorithm>
#include <utility>

#include "base/status.h"
#include "crypto/issuance_batch.h"
#include "records/calls.h"
#include "records/issuance.h"
#include "services/member/admission.h"
#include "services/member/blank.h"
#include "services/member/checkpoint.h"
#include "services/member/contribute.h"
#include "services/member/draw.h"
#include "services/member/enrolment.h"
#include "services/member/send.h"
#include "services/member/speak.h"
#include "services/member/thread_acts.h"
#include "tests/linkage/must.h"

namespace candor::linkage {
namespace {

constexpr std::size_t kVoice = 0;  // the place of its purpose
// What a message holds beside its text.
constexpr std::size_t kWithoutText = 1200;

member::Save Nowhere() {
  return [] { return absl::OkStatus(); };
}

}  // namespace

// A member's calls to issuers, with somebody who writes everything down.
class Person::IssuersOnLine final : public member::Issuers {
 public:
  explicit IssuersOnLine(Person& person) : person_(person) {}

  absl::StatusOr<Bytes> Enrol(const std::string& origin, ByteView request) override {
    Note(Place::kMember, Place::kIssuer, request.size());
    CANDOR_ASSIGN_OR_RETURN(const auto record, records::Signed::Decode(request));
    CANDOR_ASSIGN_OR_RETURN(const auto reply, IssuerAt(origin).Enrol(record));
    Bytes out = reply.Encode();
    Note(Place::kIssuer, Place::kMember, out.size());
    return out;
  }
  absl::StatusOr<Bytes> Issue(const std::string& origin, ByteView call) override {
    Note(Place::kMember, Place::kIssuer, call.size());
    CANDOR_ASSIGN_OR_RETURN(const auto decoded, records::IssueCall::Decode(call));
    CANDOR_ASSIGN_OR_RETURN(const auto reply, IssuerAt(origin).Issue(decoded));
    Bytes out = reply.Encode();
    Note(Place::kIssuer, Place::kMember, out.size());
    person_.parts_.issuances.push_back({.time = person_.parts_.servers.clock().Now(),
                                        .member = person_.id_,
                                        .issuer = NumberOf(origin),
                                        .call = ToBytes(call),
                                        .reply = out});
    return out;
  }

 private:
  std::size_t NumberOf(const std::string& origin) const {
    const auto& issuers = person_.parts_.servers.organisation().bundle().issuers;
    for (std::size_t i = 0; i < issuers.size(); ++i) {
      if (issuers[i].origin == origin) return i;
    }
    Broken("finding an issuer", origin);
  }
  issuer::Issuer& IssuerAt(const std::string& origin) {
    return person_.parts_.servers.issuer(NumberOf(origin));
  }
  void Note(Place from, Place to, std::size_t size) {
    person_.parts_.line.Note(
        {person_.parts_.servers.clock().Now(), from, to, person_.id_, size});
  }

  Person& person_;
};

Person::Person(MemberId id, Parts parts)
    : id_(id),
      parts_(std::move(parts)),
      random_(parts_.seed),
      wallet_(member::Wallet::Create(parts_.servers.organisation().bundle(), random_)),
      one_value_(random_.Array<32>()) {
  if (parts_.mirror == nullptr) return;
  reader_ = std::make_unique<Reader>(parts_.servers, *parts_.mirror, parts_.folder);
}

const audit::Campaign& Person::CampaignOf(std::size_t jam) const {
  return *parts_.servers.logs().board().FindCampaign(parts_.servers.jam(jam).id());
}

void Person::Enrol() {
  IssuersOnLine issuers(*this);
  for (const auto& invite : parts_.servers.invites().at(id_)) {
    Must(member::Enrol(wallet_, invite, issuers, Nowhere()), "enrolling");
  }
}

void Person::Draw(std::size_t jam) {
  const UnixSeconds now = parts_.servers.clock().Now();
  const auto& logs = parts_.servers.logs();
  const audit::Campaign& campaign = CampaignOf(jam);
  const member::Situation situation{wallet_, logs, now};
  if (parts_.fault == Fault::kNone) {
    Must(member::ToStatus(member::CheckWorld(situation)), "a member's look at the world");
    Must(member::ToStatus(member::CheckCampaign(situation, campaign)), "a member's look at a jam");
    Must(member::PinLogs(wallet_, logs), "pinning the logs");
  }
  IssuersOnLine issuers(*this);
  if (parts_.fault == Fault::kUnblinded) BlindWithOne(campaign);
  Must(member::DrawTokens(wallet_, campaign, issuers, parts_.servers.clock(), random_, Nowhere()),
       "drawing tokens");
}

// Fault::kUnblinded: the voice is asked for with r = 1, and everything else as it is.
void Person::BlindWithOne(const audit::Campaign& campaign) {
  Must(member::PrepareDraw(wallet_, campaign, random_), "preparing a draw");
  const records::Manifest& manifest = *campaign.manifest;
  auto& draw = wallet_.draws.back();
  const auto keys = crypto::DeriveThreadKeys(draw.codes[kVoice].front(), campaign.id,
                                             crypto::Purpose::kVoice);
  const auto nonce = crypto::NonceOf(keys.signing.verify_key());
  ByteArray<256> one{};
  one.back() = 1;
  for (std::size_t i = 0; i < draw.issuers.size(); ++i) {
    auto& issuer = draw.issuers[i];
    const auto key = Must(crypto::TokenPublicKey::Parse(manifest.issuer_keys[i][kVoice]), "a key");
    const auto challenge =
        records::ChallengeFor(manifest.ManifestHash(), crypto::Purpose::kVoice, issuer.origin,
                              wallet_.bundle.board.origin);
    const auto salt = random_.Array<48>();
    const auto blinder =
        Must(crypto::TokenBlinder::CreateForTesting(key, crypto::ChallengeDigest(challenge), nonce,
                                                    {.r = one, .salt = salt}),
             "blinding with one");
    auto call = Must(records::IssueCall::Decode(issuer.call), "a prepared call");
    auto request = Must(records::IssueRequest::Decode(call.request.body), "a prepared request");
    call.blinded_messages.front() = blinder.blinded_messages().front();
    request.purposes[kVoice].blinded_hash =
        records::BlindedMessagesHash({call.blinded_messages.data(), 1});
    call.request = records::Signed::Make(wallet_.member_key, crypto::Label::kIssueRequest,
                                         request.Encode());
    issuer.signed_request = call.request.Encode();
    issuer.call = call.Encode();
    issuer.blinders[kVoice] = blinder.Export();
  }
}

crypto::Hash Person::Speak(std::size_t jam, const std::string& text) {
  if (parts_.fault == Fault::kOneValueForAll) {
    auto request = RequestOf(jam, crypto::Purpose::kVoice, {}, text);
    own_messages_.push_back(request.Encode());
    return request.submission.body.SubmissionHash();
  }
  const auto spoken =
      Must(member::Speak(wallet_, CampaignOf(jam), parts_.servers.logs(), text, {},
                         parts_.servers.clock().Now(), random_),
           "speaking");
  return spoken.submission_hash;
}

crypto::Hash Person::BuildOn(std::size_t jam, const crypto::Hash& target, const std::string& text) {
  if (parts_.fault == Fault::kOneValueForAll) {
    auto request = RequestOf(jam, crypto::Purpose::kContribute, target, text);
    own_messages_.push_back(request.Encode());
    return request.submission.body.SubmissionHash();
  }
  return Must(member::Contribute(wallet_, CampaignOf(jam), parts_.servers.logs(), target, text, {},
                                 parts_.servers.clock().Now(), random_),
              "contributing")
      .submission_hash;
}

crypto::Hash Person::Endorse(std::size_t jam, const crypto::Hash& target) {
  const UnixSeconds now = parts_.servers.clock().Now();
  const auto given = Must(member::Endorse(wallet_, CampaignOf(jam), parts_.servers.logs(), target, now, random_),
                          "giving a point");
  if (parts_.fault == Fault::kExchangesAnyTime) {
    const auto at = std::ranges::find(wallet_.outbox, given.submission_hash, &member::OutboxItem::submission_hash);
    at->ready_at = now;  // without the wait
  }
  return given.submission_hash;
}

void Person::Answer(std::size_t jam, const crypto::Hash& text, const crypto::Hash& question) {
  const auto queued = Must(member::FollowUp(wallet_, text, CampaignOf(jam), {.text = "It is.", .question = question},
                                            parts_.servers.clock().Now(), random_),
                           "answering a question");
  if (parts_.fault == Fault::kConnectsToAnswer) LeaveAtOnce(queued.submission_hash);
}

void Person::Rate(std::size_t jam, const crypto::Hash& text, const crypto::Hash& action) {
  const auto queued = Must(member::Rate(wallet_, text, action, 3, CampaignOf(jam), parts_.servers.clock().Now(), random_),
                           "rating an action");
  if (parts_.fault == Fault::kConnectsToRate) LeaveAtOnce(queued.submission_hash);
}

void Person::LeaveAtOnce(const crypto::Hash& submission) {
  const auto at = std::ranges::find(wallet_.outbox, submission, &member::OutboxItem::submission_hash);
  at->ready_at = parts_.servers.clock().Now();
}

// What another client sends: a good submission of its own making.
records::SubmitRequest Person::RequestOf(std::size_t jam, crypto::Purpose purpose, const crypto::Hash& target,
                                         const std::string& text) {
  const auto& of_jam = parts_.servers.jam(jam);
  auto* const draw = wallet_.FindDraw(of_jam.id());
  const auto& code = draw->codes.at(static_cast<std::size_t>(purpose) - 1).front();
  candor::testing::Author author{crypto::ReceiptCode::FromBytes(code.ExposeSecret()),
                                 crypto::DeriveThreadKeys(code, of_jam.id(), purpose), draw->TokensOf(purpose, 0)};
  auto request = of_jam.Opinion(author, text);
  if (purpose == crypto::Purpose::kContribute) request.submission.body.kind = records::Kind::kContribution;
  request.submission.body.target = target;
  if (parts_.fault == Fault::kOneValueForAll) request.submission.body.public_commitment = one_value_;
  candor::testing::Jam::Sign(request, author.keys.signing);
  draw->Take(purpose, 0);
  return request;
}

void Person::Read() {
  if (reader_ == nullptr) return;
  parts_.mirror->SetReader(id_);
  if (parts_.fault != Fault::kReadsOwnBatch) return reader_->ReadAll();
  for (const auto& thread : wallet_.threads) {
    if (thread.index.has_value()) reader_->ReadAsFarAs(*thread.index);
  }
}

void Person::Exchange() {
  const UnixSeconds now = parts_.servers.clock().Now();
  member::LookIntoLog(wallet_, parts_.servers.logs(), now);
  member::SpendUnused(wallet_, parts_.servers.logs().board(), now);
  Read();
  wallet_.synced_at = now;
  if (!own_messages_.empty()) {
    const Bytes message = std::move(own_messages_.front());
    own_messages_.erase(own_messages_.begin());
    return Send(message);
  }
  const auto* const key = parts_.servers.logs().board().GatewayKeyOn(DayOf(now));
  if (key == nullptr) Broken("an exchange", "the board's log names no gateway key of the day");
  parts_.line.Start(id_, [this, now, key = *key] {
    BoardOverLine board(parts_.line, id_, key, random_);
    if (!wallet_.threads.empty()) {
      board.SetUnpadded(kWithoutText + wallet_.threads.front().text.size());
    }
    Must(member::Exchange(wallet_, parts_.servers.logs(), board, now, Nowhere()), "an exchange");
  });
}

void Person::Send(const Bytes& own_message) {
  const auto* const key =
      parts_.servers.logs().board().GatewayKeyOn(DayOf(parts_.servers.clock().Now()));
  if (key == nullptr) Broken("an exchange", "the board's log names no gateway key of the day");
  parts_.line.Start(id_, [this, own_message, key = *key] {
    BoardOverLine board(parts_.line, id_, key, random_);
    Must(board.Submit(own_message), "another client's exchange");
  });
}

crypto::Hash Person::SpeakAtOnce(std::size_t jam, const std::string& text) {
  const auto request = RequestOf(jam, crypto::Purpose::kVoice, {}, text);
  Send(request.Encode());
  return request.submission.body.SubmissionHash();
}

}  // namespace candor::linkage
