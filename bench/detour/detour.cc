// What the detour through the relay costs the servers: time of the processor for each submission, with the
// detour and without, over whole processes that serve many connections at once.
//
//   detour [N]      N opinions each way (default 1000); status 1 when one of them was not promised
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <string_view>
#include <vector>

#include "bench/detour/measured_servers.h"
#include "bench/detour/plain_board.h"

namespace candor::bench {
namespace {

using Cost = MeasuredServers::Cost;

constexpr std::size_t kRounds = 5;

// Of each kind of message, what a round of it cost.
struct Rounds {
  std::vector<double> board, relay, together;  // milliseconds a message
  std::size_t unanswered = 0;

  void Add(const Cost& cost, std::size_t count) {
    const auto each = [count](CpuTime time) {
      return std::chrono::duration<double, std::milli>(time).count() / static_cast<double>(count);
    };
    board.push_back(each(cost.board));
    relay.push_back(each(cost.relay));
    together.push_back(each(cost.board + cost.relay));
    unanswered += count - cost.promised;
  }
};

double Median(std::vector<double> figures) {
  std::ranges::sort(figures);
  return figures[figures.size() / 2];
}

void Print(const char* what, const Rounds& rounds, const Rounds& compared) {
  std::printf("%-42s %8.3f %8.3f %9.3f %7.2f\n", what, Median(rounds.board), Median(rounds.relay),
              Median(rounds.together), Median(rounds.together) / Median(compared.together));
}

int Run(std::size_t count) {
  const std::size_t a_round = count / kRounds;
  MeasuredServers servers(2 * count);
  Rounds plainly, relayed, no_ops;
  for (std::size_t round = 0; round < kRounds; ++round) {
    plainly.Add(servers.SendPlainly(servers.NewOpinions(a_round)), a_round);
    relayed.Add(servers.SendThroughRelay(servers.NewOpinions(a_round)), a_round);
    no_ops.Add(servers.SendNoOps(a_round), a_round);
  }
  std::printf("Milliseconds of one processor for each message; medians of %zu rounds of %zu messages each,\n"
              "many at a time over 16 connections.\n\n",
              kRounds, a_round);
  std::printf("%-42s %8s %8s %9s %7s\n", "", "board", "relay", "together", "ratio");
  Print("a submission without the detour", plainly, plainly);
  Print("a submission through relay and gateway", relayed, plainly);
  Print("a message without a text, the same way", no_ops, plainly);
  const std::size_t unanswered = plainly.unanswered + relayed.unanswered + no_ops.unanswered;
  if (unanswered > 0) std::printf("%zu messages were not answered as they should be\n", unanswered);
  return unanswered > 0 ? 1 : 0;
}

bool Read(std::string_view text, auto& number) {
  const auto [end, error] = std::from_chars(text.begin(), text.end(), number);
  return error == std::errc() && end == text.end() && number > 0;
}

}  // namespace
}  // namespace candor::bench

int main(int argc, char** argv) {
  std::size_t count = 1000;
  if (argc == 5 && std::string_view(argv[1]) == "--plain-board") {
    int port = 0;
    candor::UnixSeconds now = 0;
    if (!candor::bench::Read(argv[3], port) || !candor::bench::Read(argv[4], now)) return 2;
    const std::filesystem::path folder = argv[2];
    const auto status = candor::bench::ServePlainBoard(folder, folder / "plain-store", port, now);
    if (!status.ok()) std::cerr << status.message() << '\n';
    return status.ok() ? 0 : 1;
  }
  if (argc > 2 || (argc == 2 && (!candor::bench::Read(argv[1], count) || count < 100))) {
    std::cerr << "usage: detour [N]   N opinions each way, 100 or more (default 1000)\n";
    return 2;
  }
  return candor::bench::Run(count);
}
