// PostAct: makes the call that carries a person's act to the board, with its text committed to under a fresh salt.
// Pure but for `random`.
#pragma once

#include "crypto/random.h"
#include "records/calls.h"

namespace candor::records {

// An act without a text.
PostActCall MakeAct(const CampaignId& campaign, Day day, ActBody body, const crypto::SigningKey& key);

// An act with one: `content` is the encoded NoteContent, PublishContent or envelope that its type asks for, and
// the body's commitment is filled in. The body's type has a content.
PostActCall MakeActWithText(const CampaignId& campaign, Day day, ActBody body, Bytes content,
                            const crypto::SigningKey& key, crypto::RandomSource& random);

}  // namespace candor::records
