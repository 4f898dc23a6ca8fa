// A blank as a client makes it from the voice token that its owner did not use.
#pragma once

#include "tests/support/jam_fixture.h"

namespace candor::testing {

inline records::SubmitRequest BlankOf(const Jam& jam, const Author& author) {
  records::SubmitRequest out;
  records::SubmissionBody& body = out.submission.body;
  body.kind = records::Kind::kBlank;
  body.campaign_id = jam.id();
  body.tokens = author.tokens;
  body.thread_key = author.keys.signing.verify_key();
  body.thread_kem_key = author.keys.kem.public_key();
  Jam::Sign(out, author.keys.signing);
  return out;
}

}  // namespace candor::testing
