#include "services/runtime/event_log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <string_view>

#include "base/text.h"

namespace candor::runtime {
namespace {

struct Sentence {
  spdlog::level::level_enum level;
  std::string_view text;
  std::string_view counters;
};

constexpr Sentence kSentences[] = {
#define CANDOR_EVENT_SENTENCE(id, severity, sentence, counters) \
  {spdlog::level::severity, sentence, counters},
    CANDOR_EVENTS(CANDOR_EVENT_SENTENCE)
#undef CANDOR_EVENT_SENTENCE
};

const Sentence& SentenceOf(Event event) { return kSentences[static_cast<std::size_t>(event)]; }

// The first name of a comma-separated list, which loses it.
std::string_view NextName(std::string_view& names) {
  const auto comma = names.find(',');
  const std::string_view name = names.substr(0, comma);
  names = comma == std::string_view::npos ? std::string_view() : names.substr(comma + 1);
  return name;
}

// Not spdlog's registry of named loggers: that is a global that other code could reach and
// redirect.
spdlog::logger& Logger() {
  static spdlog::logger logger = [] {
    spdlog::logger made("candor", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made.set_pattern("%Y-%m-%dT%H:%M:%SZ %l %v", spdlog::pattern_time_type::utc);
    made.flush_on(spdlog::level::info);
    return made;
  }();
  return logger;
}

}  // namespace

std::string Describe(Event event, std::initializer_list<Counter> counters) {
  const Sentence& sentence = SentenceOf(event);
  std::string out(sentence.text);
  std::string_view names = sentence.counters;
  std::string_view separator = " (";
  for (const Counter& counter : counters) {
    if (names.empty()) break;
    out += Cat(separator, NextName(names), " ", counter.value());
    separator = ", ";
  }
  if (separator == ", ") out += ")";
  return out;
}

void Log(Event event, std::initializer_list<Counter> counters) {
  Logger().log(SentenceOf(event).level, Describe(event, counters));
}

}  // namespace candor::runtime
