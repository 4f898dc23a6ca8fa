#include "services/runtime/event_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace candor::runtime {
namespace {

using ::testing::HasSubstr;
using ::testing::internal::CaptureStderr;
using ::testing::internal::GetCapturedStderr;

template <class T>
concept LoggableAsCounter = requires(T value) {
  Log(Event::kSealDone, {value});
};
template <class T>
concept LoggableBeside = requires(T value) {
  Log(Event::kSealDone, value);
};
template <class T>
concept LoggableAlone = requires(T value) {
  Log(value);
};

// The control: what should be loggable is, so that the refusals below mean something.
static_assert(LoggableAsCounter<std::uint64_t>);
static_assert(LoggableAsCounter<int>);
static_assert(LoggableAlone<Event>);

static_assert(!LoggableAsCounter<std::string>);
static_assert(!LoggableAsCounter<std::string_view>);
static_assert(!LoggableAsCounter<const char*>);
static_assert(!LoggableAsCounter<char>);
static_assert(!LoggableAsCounter<char32_t>);
static_assert(!LoggableAsCounter<std::uint8_t>);
static_assert(!LoggableAsCounter<bool>);
static_assert(!LoggableAsCounter<double>);
static_assert(!LoggableAsCounter<std::vector<std::uint8_t>>);
static_assert(!LoggableBeside<std::string>);
static_assert(!LoggableBeside<const char*>);
static_assert(!LoggableAlone<std::string>);
static_assert(!LoggableAlone<const char*>);

TEST(EventLog, AnEventIsItsFixedSentenceAndItsNamedCounters) {
  EXPECT_EQ(Describe(Event::kSealDone, {3, 20}), "a slot was sealed (slot 3, entries 20)");
  EXPECT_EQ(Describe(Event::kSealDone, {3}), "a slot was sealed (slot 3)");
  EXPECT_EQ(Describe(Event::kSealDone), "a slot was sealed");
  EXPECT_EQ(Describe(Event::kServerStopped, {7}), "the server has stopped");
}

TEST(EventLog, WritesOneLineToStandardErrorAtOnce) {
  CaptureStderr();
  Log(Event::kCheckpointSigned, {42});
  const std::string shown = GetCapturedStderr();
  EXPECT_THAT(shown, HasSubstr("info a checkpoint was signed (size 42)\n"));
  EXPECT_EQ(std::ranges::count(shown, '\n'), 1);
}

TEST(EventLog, EverySentenceIsThereOnce) {
  std::set<std::string_view> sentences;
#define CANDOR_TEST_SENTENCE(id, level, sentence, counters) \
  EXPECT_TRUE(sentences.insert(sentence).second) << sentence;
  CANDOR_EVENTS(CANDOR_TEST_SENTENCE)
#undef CANDOR_TEST_SENTENCE
}

}  // namespace
}  // namespace candor::runtime
