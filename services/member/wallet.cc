#include "services/member/wallet.h"

#include <algorithm>
#include <tuple>

#include "base/status.h"
#include "crypto/codec.h"

namespace candor::services::member {
namespace {

using crypto::Reader;
using crypto::Writer;

constexpr std::uint8_t kVersion = 1;

// The size of a wallet whose content is so long.
std::size_t PaddedSize(std::size_t content) {
  std::size_t size = kUsualWalletSize;
  while (size <= content) size *= 2;
  return size;
}

std::size_t Index(crypto::Purpose purpose) { return static_cast<std::size_t>(purpose) - 1; }

std::size_t SizeBound(const Wallet& wallet) {
  std::size_t size = 4096 + wallet.bundle.Encode().size();
  for (const auto& each : wallet.enrolments) size += 512 + each.reply.Encode().size();
  for (const auto& each : wallet.logs) size += 512 + each.note.size();
  for (const auto& draw : wallet.draws) {
    size += 512;
    for (const auto& codes : draw.codes) size += codes.size() * crypto::ReceiptCode::kSize;
    for (const auto& issuer : draw.issuers) {
      size += 512 + issuer.signed_request.size() + issuer.call.size();
      for (const auto& blinder : issuer.blinders) size += blinder.size();
      for (const auto& tokens : issuer.tokens) size += tokens.size() * crypto::kTokenSize;
    }
  }
  for (const auto& item : wallet.outbox) size += 128 + item.request.size();
  for (const auto& thread : wallet.threads) {
    size += 256 + thread.submission.Encode().size() + thread.text.size() + thread.headline.size() +
            thread.promise.size() + thread.refusal.size();
  }
  return size;
}

template <class Item, class Write>
void WriteList(Writer& out, const std::vector<Item>& items, Write write) {
  out.U16(static_cast<std::uint16_t>(items.size()));
  for (const auto& item : items) write(item);
}

// Calls `read` for each item of a list; it stops at the first fault of the reader.
template <class Read>
void ReadList(Reader& in, Read read) {
  const std::size_t count = in.U16();
  if (count > kMaxWalletItems) in.Fail("too many items in a list");
  for (std::size_t i = 0; in.ok() && i < count; ++i) read();
}

void WriteEnrolment(Writer& out, const EnrolmentRecord& record) {
  out.Text8(record.issuer_origin).Opaque16(record.reply.Encode());
}

EnrolmentRecord ReadEnrolment(Reader& in) {
  EnrolmentRecord out;
  out.issuer_origin = in.Text8(1);
  auto reply = records::EnrolReply::Decode(in.Opaque16(1));
  if (reply.ok()) {
    out.reply = *std::move(reply);
  } else {
    in.Fail("an enrolment is malformed");
  }
  return out;
}

void WriteLog(Writer& out, const PinnedLog& log) {
  out.Text8(log.origin).U64(log.size).Fixed(log.root).Opaque24(AsBytes(log.note));
}

PinnedLog ReadLog(Reader& in) {
  PinnedLog out;
  out.origin = in.Text8(1);
  out.size = in.U64();
  out.root = in.Fixed<32>();
  out.note = std::string(AsText(in.Opaque24()));
  return out;
}

void WriteIssuerDraw(Writer& out, const IssuerDraw& draw) {
  out.Text8(draw.origin).U8(draw.answered ? 1 : 0).Opaque16(draw.signed_request);
  out.Fixed(draw.issuance_salt).Opaque24(draw.call);
  for (std::size_t i = 0; i < 3; ++i) {
    Bytes tokens;
    for (const auto& token : draw.tokens[i]) Append(tokens, token.Encode());
    out.Opaque24(draw.blinders[i].ExposeSecret()).Opaque24(tokens);
  }
}

std::vector<crypto::Token> ReadTokens(Reader& in) {
  Reader list(in.Opaque24());
  std::vector<crypto::Token> out;
  while (in.ok() && !list.AtEnd()) {
    auto token = crypto::Token::Decode(list.FixedView(crypto::kTokenSize));
    if (!list.ok() || !token.ok()) {
      in.Fail("a token is malformed");
      break;
    }
    out.push_back(*token);
  }
  return out;
}

IssuerDraw ReadIssuerDraw(Reader& in) {
  IssuerDraw out;
  out.origin = in.Text8(1);
  out.answered = in.Bool();
  out.signed_request = ToBytes(in.Opaque16());
  out.issuance_salt = in.Fixed<32>();
  out.call = ToBytes(in.Opaque24());
  for (std::size_t i = 0; i < 3; ++i) {
    out.blinders[i] = crypto::SecretBytes::Copy(in.Opaque24());
    out.tokens[i] = ReadTokens(in);
  }
  return out;
}

crypto::ReceiptCode ReadCode(Reader& in) {
  // Straight from the view: an array in between would stay on the stack.
  const ByteView bytes = in.FixedView(crypto::ReceiptCode::kSize);
  constexpr ByteArray<crypto::ReceiptCode::kSize> kNone{};
  return crypto::ReceiptCode::FromBytes(
      bytes.size() == kNone.size() ? bytes.first<crypto::ReceiptCode::kSize>()
                                   : std::span<const std::uint8_t, kNone.size()>(kNone));
}

void WriteDraw(Writer& out, const Draw& draw) {
  out.Fixed(draw.campaign_id).U64(static_cast<std::uint64_t>(draw.drawn_at));
  for (const auto& codes : draw.codes) {
    WriteList(out, codes, [&](const auto& code) { out.Fixed(code.ExposeSecret()); });
  }
  WriteList(out, draw.issuers, [&](const auto& issuer) { WriteIssuerDraw(out, issuer); });
}

Draw ReadDraw(Reader& in) {
  Draw out;
  out.campaign_id = in.Fixed<16>();
  out.drawn_at = static_cast<UnixSeconds>(in.U64());
  for (auto& codes : out.codes) {
    ReadList(in, [&] { codes.push_back(ReadCode(in)); });
  }
  ReadList(in, [&] { out.issuers.push_back(ReadIssuerDraw(in)); });
  return out;
}

void WriteItem(Writer& out, const OutboxItem& item) {
  out.Fixed(item.campaign_id).Fixed(item.submission_hash);
  out.U64(static_cast<std::uint64_t>(item.ready_at)).U8(item.promised ? 1 : 0).Opaque24(item.request);
}

OutboxItem ReadItem(Reader& in) {
  OutboxItem out;
  out.campaign_id = in.Fixed<16>();
  out.submission_hash = in.Fixed<32>();
  out.ready_at = static_cast<UnixSeconds>(in.U64());
  out.promised = in.Bool();
  out.request = ToBytes(in.Opaque24(1));
  return out;
}

void WriteThread(Writer& out, const Thread& thread) {
  out.Fixed(thread.campaign_id).U8(static_cast<std::uint8_t>(thread.purpose));
  out.Fixed(thread.code.ExposeSecret()).U8(static_cast<std::uint8_t>(thread.stage));
  out.U8(static_cast<std::uint8_t>(thread.quote)).Opaque16(thread.submission.Encode());
  out.Text16(thread.text).Text16(thread.headline).Opaque16(thread.promise);
  out.Opaque16(thread.refusal).U8(thread.index.has_value() ? 1 : 0).U64(thread.index.value_or(0));
}

Thread ReadThread(Reader& in) {
  const auto campaign_id = in.Fixed<16>();
  const std::uint8_t purpose = in.U8();
  if (purpose < 1 || purpose > 2) in.Fail("no such purpose of a thread");
  Thread out{.campaign_id = campaign_id,
             .purpose = static_cast<crypto::Purpose>(purpose),
             .code = ReadCode(in)};
  const std::uint8_t stage = in.U8();
  if (stage < 1 || stage > 6) in.Fail("no such stage");
  out.stage = static_cast<Stage>(stage);
  const std::uint8_t quote = in.U8();
  if (quote > 3) in.Fail("no such consent to be quoted");
  out.quote = static_cast<records::Quote>(quote);
  auto submission = records::SignedSubmission::Decode(in.Opaque16(1));
  if (submission.ok()) {
    out.submission = *std::move(submission);
  } else {
    in.Fail("a submission is malformed");
  }
  out.text = in.Text16();
  out.headline = in.Text16();
  out.promise = ToBytes(in.Opaque16());
  out.refusal = ToBytes(in.Opaque16());
  const bool logged = in.Bool();
  const std::uint64_t index = in.U64();
  if (logged) {
    out.index = index;
  } else if (index != 0) {
    in.Fail("an index without an entry");
  }
  return out;
}

records::TrustBundle ReadBundle(Reader& in) {
  auto bundle = records::TrustBundle::Decode(in.Opaque24(1));
  const auto fingerprint = in.Fixed<32>();
  if (!bundle.ok() || bundle->Fingerprint() != fingerprint) {
    in.Fail("the trust bundle is malformed");
    return {};
  }
  return *std::move(bundle);
}

crypto::SigningKey ReadMemberKey(Reader& in) {
  constexpr ByteArray<32> kNone{};
  const ByteView seed = in.FixedView(32);
  return crypto::SigningKey::FromSeed(
      seed.size() == 32 ? seed.first<32>() : std::span<const std::uint8_t, 32>(kNone));
}

void ReadZeroes(Reader& in) {
  const ByteView rest = in.FixedView(in.rest().size());
  if (!std::ranges::all_of(rest, [](std::uint8_t byte) { return byte == 0; })) {
    in.Fail("bytes after the end");
  }
}

// By what everybody's messages have in common, and never by when this person wrote them.
std::tuple<records::CampaignId, records::Kind, crypto::Hash, crypto::Hash> PlaceInOutbox(const OutboxItem& item) {
  const auto request = records::SubmitRequest::Decode(item.request);
  if (!request.ok()) return {item.campaign_id, records::Kind::kBlank, {}, item.submission_hash};
  const records::SubmissionBody& body = request->submission.body;
  return {item.campaign_id, body.kind, body.target, item.submission_hash};
}

}  // namespace

std::vector<crypto::Token> Draw::TokensOf(crypto::Purpose purpose, std::size_t index) const {
  std::vector<crypto::Token> out;
  for (const auto& issuer : issuers) {
    const auto& tokens = issuer.tokens[Index(purpose)];
    if (index >= tokens.size()) return {};
    out.push_back(tokens[index]);
  }
  return out;
}

void Draw::Take(crypto::Purpose purpose, std::size_t index) {
  const std::size_t p = Index(purpose);
  const auto erase = [index](auto& list) {
    if (index < list.size()) list.erase(list.begin() + static_cast<std::ptrdiff_t>(index));
  };
  erase(codes[p]);
  for (auto& issuer : issuers) erase(issuer.tokens[p]);
}

void Draw::Forget(crypto::Purpose purpose) {
  codes[Index(purpose)].clear();
  for (auto& issuer : issuers) issuer.tokens[Index(purpose)].clear();
}

void IssuerDraw::ForgetRequest() {
  blinders = {};
  call.clear();
}

Wallet Wallet::Create(records::TrustBundle bundle, crypto::RandomSource& random) {
  return Wallet{.bundle = std::move(bundle), .member_key = crypto::SigningKey::Generate(random)};
}

Draw* Wallet::FindDraw(const records::CampaignId& campaign) {
  const auto at = std::ranges::find(draws, campaign, &Draw::campaign_id);
  return at == draws.end() ? nullptr : &*at;
}

const Draw* Wallet::FindDraw(const records::CampaignId& campaign) const {
  const auto at = std::ranges::find(draws, campaign, &Draw::campaign_id);
  return at == draws.end() ? nullptr : &*at;
}

Thread* Wallet::FindThread(const crypto::Hash& submission_hash) {
  const auto at = std::ranges::find_if(
      threads, [&](const Thread& thread) { return thread.hash() == submission_hash; });
  return at == threads.end() ? nullptr : &*at;
}

const EnrolmentRecord* Wallet::FindEnrolment(std::string_view issuer_origin,
                                             const crypto::Hash& roster_root) const {
  const auto at = std::ranges::find_if(enrolments, [&](const EnrolmentRecord& each) {
    return each.issuer_origin == issuer_origin && each.reply.roster_root == roster_root;
  });
  return at == enrolments.end() ? nullptr : &*at;
}

void Wallet::DropFromOutbox(const crypto::Hash& submission_hash) {
  std::erase_if(outbox,
                [&](const OutboxItem& item) { return item.submission_hash == submission_hash; });
}

void Wallet::PutIntoOutbox(OutboxItem item) {
  const auto place = PlaceInOutbox(item);
  const auto at = std::ranges::find_if(
      outbox, [&](const OutboxItem& each) { return PlaceInOutbox(each) > place; });
  outbox.insert(at, std::move(item));
}

bool Wallet::MoveToTheEndOfTheOutbox(const crypto::Hash& submission_hash) {
  const auto at = std::ranges::find(outbox, submission_hash, &OutboxItem::submission_hash);
  if (at == outbox.end() || at + 1 == outbox.end()) return false;
  std::rotate(at, at + 1, outbox.end());
  return true;
}

crypto::SecretBytes Wallet::Encode() const {
  Writer out;
  // Room for all of it, zeroes included: a buffer that grows leaves copies of secrets behind.
  out.Reserve(PaddedSize(SizeBound(*this)));
  out.U8(kVersion).Opaque24(bundle.Encode()).Fixed(bundle.Fingerprint());
  out.Fixed(member_key.ExportSeed().ExposeSecret()).U64(static_cast<std::uint64_t>(synced_at));
  out.U8(restored ? 1 : 0);
  WriteList(out, enrolments, [&](const auto& each) { WriteEnrolment(out, each); });
  WriteList(out, logs, [&](const auto& each) { WriteLog(out, each); });
  WriteList(out, draws, [&](const auto& each) { WriteDraw(out, each); });
  WriteList(out, outbox, [&](const auto& each) { WriteItem(out, each); });
  WriteList(out, threads, [&](const auto& each) { WriteThread(out, each); });
  const Bytes zeroes(PaddedSize(out.view().size()) - out.view().size(), 0);
  out.Fixed(zeroes);
  return crypto::SecretBytes(out.Take());
}

absl::StatusOr<Wallet> Wallet::Decode(const crypto::SecretBytes& bytes) {
  Reader in(bytes.ExposeSecret());
  if (in.U8() != kVersion) {
    return absl::UnimplementedError(
        "the wallet was written by a newer version of candor; update candor. Nothing was changed.");
  }
  records::TrustBundle bundle = ReadBundle(in);
  Wallet out{.bundle = std::move(bundle), .member_key = ReadMemberKey(in)};
  out.synced_at = static_cast<UnixSeconds>(in.U64());
  out.restored = in.Bool();
  ReadList(in, [&] { out.enrolments.push_back(ReadEnrolment(in)); });
  ReadList(in, [&] { out.logs.push_back(ReadLog(in)); });
  ReadList(in, [&] { out.draws.push_back(ReadDraw(in)); });
  ReadList(in, [&] { out.outbox.push_back(ReadItem(in)); });
  ReadList(in, [&] { out.threads.push_back(ReadThread(in)); });
  ReadZeroes(in);
  if (!in.Finish("wallet").ok() || bytes.size() != PaddedSize(bytes.size() - 1)) {
    return absl::DataLossError(
        "the wallet's content is damaged. Nothing was changed and nothing was sent.");
  }
  return out;
}

}  // namespace candor::services::member
