#include "tests/fuzz/seeds.h"

#include <algorithm>
#include <cctype>

#include "audit/checkpoint.h"
#include "audit/entry_bundle.h"
#include "audit/tlog_policy.h"
#include "audit/tlog_proof.h"
#include "audit/witness.h"
#include "audit/witness_file.h"
#include "base/text.h"
#include "crypto/binary_http.h"
#include "crypto/envelope.h"
#include "crypto/oblivious_message.h"
#include "crypto/ohttp.h"
#include "crypto/receipt_code.h"
#include "records/authorship.h"
#include "records/handover.h"
#include "records/issuance.h"
#include "records/parts.h"
#include "tests/fuzz/decoders.h"
#include "tests/records/samples.h"

namespace candor::testing {
namespace {

FuzzSeed Seed(const std::string& target, const std::string& name, ByteView rest) {
  const auto& targets = FuzzTargets();
  const auto at = std::ranges::find(targets, target, &FuzzTarget::name);
  Bytes input = {static_cast<std::uint8_t>(at - targets.begin())};
  Append(input, rest);
  std::string file = "seed-" + target + "-" + name;
  for (char& c : file) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '-';
  }
  return {file, std::move(input)};
}

FuzzSeed TextSeed(const std::string& target, const std::string& name, std::string_view text) {
  return Seed(target, name, AsBytes(text));
}

std::string CheckpointNote() {
  ByteArray<32> seed;
  seed.fill(4);
  const auto key = crypto::SigningKey::FromSeed(seed);
  return audit::SignCheckpoint({"nordhafen.example/board", 3, {7}}, "nordhafen.example/board", key)
      .value();
}

void AddTexts(std::vector<FuzzSeed>& out) {
  crypto::DeterministicRandomForTesting random(1);
  out.push_back(TextSeed("Note", "checkpoint", CheckpointNote()));
  out.push_back(TextSeed("AddCheckpoint", "from-zero",
                         audit::FormatAddCheckpointRequest(0, {}, CheckpointNote())));
  for (const char* const path :
       {"tile/0/x001/x234/067", "tile/1/001.p/17", "tile/entries/000.p/3", "text/x001/000"}) {
    out.push_back(TextSeed("Paths", path, path));
  }
  out.push_back(TextSeed("Invite", "good",
                         records::Invite{"a/issuer-1", "https://a/bundle", {1, 2}}.Format()));
  out.push_back(TextSeed("ActorPublic", "good", records::ActorPublic{{{1}}, "Ann"}.Format()));
  out.push_back(TextSeed("ReceiptCode", "good", crypto::ReceiptCode::Generate(random).Format()));
  out.push_back(TextSeed("Base", "hex", "00ff10"));
  out.push_back(TextSeed("Base", "base64", "AAECAwQ="));
  out.push_back(
      TextSeed("RosterCsv", "quoted",
               "\xef\xbb\xbfid,name,unit\r\nE1,\"a, \"\"b\"\"\",Yard\r\nE2,\"c\nd\",\r\n"));
}

void AddC2sp(std::vector<FuzzSeed>& out) {
  audit::TlogProof proof{{}, 2, {{1}, {2}}, CheckpointNote()};
  out.push_back(TextSeed("TlogProof", "plain", audit::FormatTlogProof(proof).value()));
  proof.extra = {'h', 'i'};
  out.push_back(TextSeed("TlogProof", "extra", audit::FormatTlogProof(proof).value()));
  const auto vkey = [](std::uint8_t seed, audit::NoteKeyType type) {
    ByteArray<32> bytes;
    bytes.fill(seed);
    const auto key = crypto::SigningKey::FromSeed(bytes).verify_key();
    return audit::NoteVerifierKey::Create("a.example", type, key)->Format();
  };
  const std::string log = vkey(1, audit::NoteKeyType::kEd25519);
  const std::string witness = vkey(2, audit::NoteKeyType::kCosignatureV1);
  const std::string other = vkey(3, audit::NoteKeyType::kCosignatureV1);
  out.push_back(TextSeed("TlogPolicy", "none", Cat("log ", log, " https://a\nquorum none\n")));
  out.push_back(TextSeed("TlogPolicy", "nested",
                         Cat("# two\nwitness A ", witness, "\nwitness B\t", other,
                             " u\n\ngroup G any A\ngroup H 2 G B\nquorum H\n")));
  out.push_back(
      TextSeed("AnswerFile", "conflict", audit::FormatAnswerFile({409, "", "20852014\n"})));
  out.push_back(
      TextSeed("AnswerFile", "cosigned",
               audit::Cosign("a.example\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                             "w.example", crypto::SigningKey::FromSeed(ByteArray<32>{}), 1700000000)
                   .value()));
}

void AddBytes(std::vector<FuzzSeed>& out) {
  Bytes bundle = {1};
  Append(bundle, audit::EncodeEntryBundle(std::vector<Bytes>{{1, 2}, {3}}).value());
  out.push_back(Seed("Bundles", "entries", bundle));
  Bytes texts = {0};
  Append(texts, audit::EncodeTextBundle(std::vector<audit::EntryText>{{}, {{9}, {1, 2}}}).value());
  out.push_back(Seed("Bundles", "texts", texts));
  crypto::OpinionPlaintext opinion;
  opinion.text = "Text.";
  opinion.headline = "Headline";
  const auto plaintext = opinion.Encode().value();
  out.push_back(Seed("Plaintext", "opinion", plaintext.ExposeSecret()));
  const crypto::TokenChallenge challenge{"a/issuer-1", Bytes(32, 1), "a/board"};
  out.push_back(Seed("TokenChallenge", "good", challenge.Encode()));
  out.push_back(Seed("TokenRequest", "good", crypto::TokenRequest{}.Encode()));
  out.push_back(Seed("Token", "good", crypto::Token{}.Encode()));
}

// RFC 9292 §5's request in the framing that Encode does not write, and a response with all there
// is.
void AddBinaryHttp(std::vector<FuzzSeed>& out) {
  const auto indeterminate = HexDecode(
      "0203474554056874747073000a2f68656c6c6f2e74787404686f73740f7777772e6578616d706c652e636f6d"
      "0f6163636570742d6c616e677561676506656e2c206d690003616263016400046e616d650576616c756500");
  out.push_back(Seed("BinaryHttpRequest", "indeterminate", indeterminate.value()));
  crypto::BinaryHttpResponse response;
  response.informational = {{103, {{"link", "</a>"}}}};
  response.status = 200;
  response.header = {{":x", "1"}, {"etag", "2"}};
  response.content = {1, 2, 3};
  response.trailer = {{"trailer", "text"}};
  out.push_back(Seed("BinaryHttpResponse", "known", response.Encode(100).value()));
}

void AddOblivious(std::vector<FuzzSeed>& out) {
  const crypto::ohttp::Gateway gateway(1, crypto::KemPrivateKey::FromBytes(ByteArray<32>{9}));
  out.push_back(Seed("KeyConfig", "good", gateway.config().Encode()));
  crypto::DeterministicRandomForTesting random(1);
  const auto sealed =
      crypto::SealedObliviousRequest::Seal(
          gateway.config(), {.call = crypto::ObliviousCall::kSubmit, .body = {1, 2, 3}}, random)
          .value();
  // To another key, else the target would be told a lie: what the relay brings does not open.
  const crypto::ohttp::Gateway other(1, crypto::KemPrivateKey::FromBytes(ByteArray<32>{64}));
  const auto foreign = crypto::ohttp::ClientRequest::Seal(other.config(), Bytes(60, 1), random);
  out.push_back(Seed("Encapsulated", "foreign", foreign->encapsulated()));
  const auto opened = gateway.OpenRequest(sealed.bytes()).value();
  out.push_back(Seed("ObliviousRequest", "submit", opened.request.ExposeSecret().first(140)));
  out.push_back(Seed("BinaryHttpRequest", "submit", opened.request.ExposeSecret().first(140)));
  crypto::BinaryHttpResponse failure;
  failure.status = 503;
  out.push_back(Seed("ObliviousResponse", "failure", failure.Encode().value()));
  crypto::BinaryHttpResponse answer;
  answer.status = 200;
  answer.header = {{"content-type", "application/proto"}};
  answer.content = {1, 2, 3};
  out.push_back(Seed("ObliviousResponse", "answer", answer.Encode().value()));
}

// What people hand to each other.
void AddHandedFiles(std::vector<FuzzSeed>& out) {
  const auto key = FuzzHandoverReader();
  const records::AuthorshipChallenge challenge{{4}, key.verify_key(), {7}, 20520};
  const auto record = challenge.SignedBy(key);
  out.push_back(Seed("AuthorshipFile", "challenge", records::EncodeAuthorshipFile(records::ChallengeFile{record})));
  out.push_back(Seed("AuthorshipFile", "proof", records::EncodeAuthorshipFile(records::AuthorshipProof{record, {9}})));
  const records::AuthorshipStatement statement{{4}, key.verify_key(), 20520, "I wrote this."};
  out.push_back(
      Seed("AuthorshipFile", "statement", records::EncodeAuthorshipFile(records::StatementFile{statement.SignedBy(key)})));
  crypto::DeterministicRandomForTesting random(1);
  const auto other = crypto::SigningKey::Generate(random);
  records::HandoverNote note{{4}, 20520, {key.verify_key(), other.verify_key()}, "Good morning."};
  out.push_back(Seed("HandoverFile", "to-two", records::SealHandover(note, other, random).value()));
  note.readers = {other.verify_key()};
  out.push_back(Seed("HandoverFile", "to-another", records::SealHandover(note, other, random).value()));
}

}  // namespace

std::vector<FuzzSeed> FuzzSeeds() {
  std::vector<FuzzSeed> out;
  for (const auto& sample : Samples()) {
    const std::string target = sample.name.substr(0, sample.name.find('/'));
    out.push_back(Seed(target, sample.name.substr(std::min(sample.name.size(), target.size() + 1)),
                       sample.bytes));
    if (target == "TokenKeyContent") {
      out.push_back(Seed("Crypto", "spki", ByteView(sample.bytes).first(crypto::kSpkiSize)));
      out.push_back(Seed("Crypto", "proof", ByteView(sample.bytes).subspan(crypto::kSpkiSize)));
    }
  }
  AddTexts(out);
  AddC2sp(out);
  AddBytes(out);
  AddBinaryHttp(out);
  AddOblivious(out);
  AddHandedFiles(out);
  return out;
}

}  // namespace candor::testing
