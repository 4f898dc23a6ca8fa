// The screen before somebody speaks: who can read it and who cannot, when it becomes readable, among how many it hides
// and who counted them, what the readers have signed, where help is, and what nobody can protect them from.
#pragma once

#include "programs/candor/context.h"
#include "programs/candor/member_session.h"
#include "services/member/speak.h"

namespace candor::cli {

// Printed in the reader's language, before the receipt is asked for: until then nothing was said. The crowd is told as the
// copy of the issuers' logs on this machine has it.
void TellBeforeSpeaking(const Context& context, MemberSession& session, const audit::Campaign& campaign,
                        std::uint8_t audience, const member::Departure& departure);

// `candor receipt explain`.
void RegisterReceiptExplain(Command& receipt, Context& context);

}  // namespace candor::cli
