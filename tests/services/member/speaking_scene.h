// A member who has drawn, in a jam that is open for speaking: two issuers, enough draws, tokens that
// are old enough. Tests change what they are about.
#pragma once

#include <string_view>
#include <vector>

#include "base/date.h"
#include "services/member/speak.h"
#include "tests/services/member/fake_world.h"
#include "tests/support/fake_clock.h"
#include "tests/support/matchers.h"

namespace candor::testing {

struct SpeakingOptions {
  std::uint16_t decoupling_hours = 48;
  std::vector<std::uint32_t> draws = {20, 20};
  std::uint8_t grace_days = 0;
};

struct SpeakingScene {
  explicit SpeakingScene(const SpeakingOptions& options = {})
      : organisation({.issuers = options.draws.size()}),
        jam(organisation, {.grace_days = options.grace_days, .adjust = [&](records::Draft& draft) {
              draft.decoupling_hours = options.decoupling_hours;
            }}),
        logs(organisation),
        wallet(EnrolledWallet(organisation)),
        board(organisation, jam),
        now(jam.WhileSpeaking()) {
    logs.Open(jam);
    logs.LogKeys(jam);
    for (std::size_t i = 0; i < options.draws.size(); ++i) logs.Draw(i, jam, options.draws[i]);
    FakeIssuers issuers(organisation, &jam);
    const FakeClock clock(drawn_at);
    EXPECT_OK(member::DrawTokens(wallet, campaign(), issuers, clock, organisation.random(),
                                 saves.Callback()));
  }

  const audit::Campaign& campaign() const { return *logs.board().FindCampaign(jam.id()); }

  absl::Status Say(std::string_view text, const member::SpeakOptions& options = {}) {
    auto done = member::Speak(wallet, campaign(), logs, text, options, now, organisation.random());
    if (!done.ok()) return done.status();
    spoken = *done;
    return absl::OkStatus();
  }
  std::vector<member::Note> Send() {
    return member::Exchange(wallet, logs, board, now, saves.Callback()).value();
  }
  std::vector<member::Note> Look() { return member::LookIntoLog(wallet, logs, now); }
  member::Thread& thread() { return wallet.threads.back(); }

  const UnixSeconds drawn_at = StartOf(kOpeningDay) + 3600;
  Organisation organisation;
  Jam jam;
  FakeLogs logs;
  member::Wallet wallet;
  FakeBoard board;
  UnixSeconds now;
  member::Spoken spoken;
  CountingSave saves;
};

}  // namespace candor::testing
