// What the heap of `candor` gives back holds nothing of what was in it.
#include <gtest/gtest.h>
#include <malloc.h>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace {

constexpr char kCanary[] = "nobody may read this sentence";

// Of each block on its way to free(): did it hold the canary?
bool looking = false;
std::size_t blocks = 0;
std::size_t with_canary = 0;

}  // namespace

extern "C" void __real_free(void* block);
extern "C" void __wrap_free(void* block) {
  if (looking && block != nullptr) {
    ++blocks;
    if (memmem(block, malloc_usable_size(block), kCanary, sizeof kCanary - 1) != nullptr) ++with_canary;
  }
  __real_free(block);
}

namespace {

class WipingHeap : public ::testing::Test {
 protected:
  WipingHeap() {
    blocks = with_canary = 0;
    looking = true;
  }
  ~WipingHeap() override { looking = false; }
};

struct alignas(64) Aligned {
  char bytes[128];
};

TEST_F(WipingHeap, NothingThatIsGivenBackHoldsTheText) {
  {
    std::string text;
    for (int i = 0; i < 100; ++i) text += kCanary;  // moves as it grows
    const std::vector<std::string> copies(3, text);
    auto aligned = std::make_unique<Aligned>();
    std::memcpy(aligned->bytes, kCanary, sizeof kCanary);
    auto array = std::make_unique<char[]>(100);
    std::memcpy(array.get(), kCanary, sizeof kCanary);
    EXPECT_NE(text.find(kCanary), std::string::npos);
  }
  looking = false;
  EXPECT_GE(blocks, 8u);
  EXPECT_EQ(with_canary, 0u);
}

TEST_F(WipingHeap, TheLookFindsWhatIsNotWiped) {
  char* const block = static_cast<char*>(std::malloc(100));
  std::memcpy(block, kCanary, sizeof kCanary);
  asm volatile("" : : "r"(block) : "memory");  // the compiler may not know that nobody reads it
  std::free(block);
  looking = false;
  EXPECT_EQ(with_canary, 1u) << "the control";
}

}  // namespace
