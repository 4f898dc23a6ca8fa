// The one table of domain-separation labels.
//
// Every hash, MAC, signature and key derivation of Candor starts with "candor/<what>/v1" and 0x00.
// No two labels are equal and none is a prefix of another (a test checks the table), so bytes made
// for one purpose never verify for another.
#pragma once

#include <cstdint>

#include "base/bytes.h"

namespace candor::crypto {

// A line each: identifier, what.
#define CANDOR_LABELS(X)                              \
  /* trust and governance */                          \
  X(kBundle, "bundle")                                \
  X(kActorGrant, "actor-grant")                       \
  X(kActorRevoke, "actor-revoke")                     \
  X(kPolicyChange, "policy-change")                   \
  X(kCharterRotate, "charter-rotate")                 \
  X(kCharterPossession, "charter-possession")         \
  X(kRosterRecord, "roster-record")                   \
  X(kRoster, "roster")                                \
  X(kRequest, "request")                              \
  X(kRequestPayload, "request-payload")               \
  X(kRequestNonce, "request-nonce")                   \
  X(kGatewayKey, "gateway-key")                       \
  /* campaign */                                      \
  X(kDraft, "draft")                                  \
  X(kPledgeText, "pledge-text")                       \
  X(kReaderKey, "reader-key")                         \
  X(kPledge, "pledge")                                \
  X(kStatement, "statement")                          \
  X(kManifestHash, "manifest")                        \
  X(kCampaign, "campaign")                            \
  X(kCampaignOpen, "campaign-open")                   \
  /* tokens */                                        \
  X(kContext, "context")                              \
  X(kNonce, "nonce")                                  \
  X(kKeyProof, "key-proof")                           \
  X(kKeyProofHash, "key-proof-hash")                  \
  X(kInviteCode, "invite-code")                       \
  X(kInviteChecksum, "invite-checksum")               \
  X(kEnrolRequest, "enrol-request")                   \
  X(kEnrolment, "enrolment")                          \
  X(kIssueRequest, "issue-request")                   \
  X(kBlindedMessages, "blinded-messages")             \
  X(kIssuance, "issuance")                            \
  /* receipts and threads */                          \
  X(kReceipt, "receipt")                              \
  X(kReceiptChecksum, "receipt-checksum")             \
  X(kThreadKey, "thread-key")                         \
  X(kThreadKemKey, "thread-kem-key")                  \
  X(kThreadState, "thread-state")                     \
  X(kAuthorshipChallenge, "authorship-challenge")     \
  X(kAuthorshipKey, "authorship-key")                 \
  X(kAuthorshipTag, "authorship-tag")                 \
  X(kAuthorshipPublic, "authorship-public")           \
  /* submissions */                                   \
  X(kSubmission, "submission")                        \
  X(kSubmissionHash, "submission-hash")               \
  X(kCommitment, "commitment")                        \
  X(kPublic, "public")                                \
  X(kPromise, "promise")                              \
  X(kRefusal, "refusal")                              \
  X(kSpentMark, "spent-mark")                         \
  X(kThreadMark, "thread-mark")                       \
  X(kKemMark, "kem-mark")                             \
  X(kChainMark, "chain-mark")                         \
  /* envelope */                                      \
  X(kEnvelope, "envelope")                            \
  X(kEnvelopeHeader, "envelope-header")               \
  X(kEnvelopeBody, "envelope-body")                   \
  X(kEnvelopeCommit, "envelope-commit")               \
  /* public acts and content */                       \
  X(kAnswer, "answer")                                \
  X(kAct, "act")                                      \
  X(kActHash, "act-hash")                             \
  X(kContent, "content")                              \
  X(kErasure, "erasure")                              \
  X(kHandover, "handover")                            \
  /* at rest */                                       \
  X(kSealedFile, "sealed-file")                       \
  X(kWallet, "wallet")                                \
  X(kVaultRecord, "vault-record")                     \
  X(kIntervalKey, "interval-key")                     \
  X(kIntervalValue, "interval-value")                 \
  /* openings of an issuer's log */                   \
  X(kIssuanceOpenings, "issuance-openings")           \
  X(kOpeningsKey, "openings-key")

enum class Label : std::uint8_t {
#define CANDOR_LABEL_ID(id, what) id,
  CANDOR_LABELS(CANDOR_LABEL_ID)
#undef CANDOR_LABEL_ID
  kCount,
};

// The label's bytes with the closing 0x00; static storage.
ByteView LabelBytes(Label label);

}  // namespace candor::crypto
