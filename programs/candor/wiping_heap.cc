// The heap of `candor`: every block is overwritten before it is given back.
//
// Texts, receipt codes and passphrases pass through strings and vectors of this program and of its libraries, and a
// freed block keeps its bytes until it is used again: for whoever gets at the memory of the process, or at a swap
// file. So `operator delete` of this program, which all of C++ in the process uses, wipes first. What is kept
// on purpose lies in crypto::SecretBytes, which is wiped as well.
//
// Not covered: what C libraries get from malloc themselves (OpenSSL and libsodium wipe their own keys), a block
// that realloc moves, the stack, registers, buffers of the kernel and of the terminal, the editor. A process that is
// killed gives its memory to the kernel, which clears it before anybody else sees it.
//
// Replaces the global operators as [new.delete] allows: all forms, for a sanitizer's own forms of those that are
// missing would not call these. Thread-safe as malloc is.
#include <malloc.h>
#include <string.h>

#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

void* Allocate(std::size_t size, std::size_t alignment) {
  if (size == 0) size = 1;
  for (;;) {
    void* block = nullptr;
    if (alignment <= alignof(std::max_align_t)) {
      block = std::malloc(size);
    } else if (::posix_memalign(&block, alignment, size) != 0) {
      block = nullptr;
    }
    if (block != nullptr) return block;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

void* TryToAllocate(std::size_t size, std::size_t alignment) noexcept {
  try {
    return Allocate(size, alignment);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

std::size_t Number(std::align_val_t alignment) { return static_cast<std::size_t>(alignment); }

void WipeAndFree(void* block) noexcept {
  if (block == nullptr) return;
  ::explicit_bzero(block, ::malloc_usable_size(block));
  std::free(block);
}

}  // namespace

void* operator new(std::size_t size) { return Allocate(size, 1); }
void* operator new[](std::size_t size) { return Allocate(size, 1); }
void* operator new(std::size_t size, std::align_val_t alignment) { return Allocate(size, Number(alignment)); }
void* operator new[](std::size_t size, std::align_val_t alignment) { return Allocate(size, Number(alignment)); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return TryToAllocate(size, 1); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return TryToAllocate(size, 1); }
void* operator new(std::size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept {
  return TryToAllocate(size, Number(alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept {
  return TryToAllocate(size, Number(alignment));
}

void operator delete(void* block) noexcept { WipeAndFree(block); }
void operator delete[](void* block) noexcept { WipeAndFree(block); }
void operator delete(void* block, std::size_t) noexcept { WipeAndFree(block); }
void operator delete[](void* block, std::size_t) noexcept { WipeAndFree(block); }
void operator delete(void* block, std::align_val_t) noexcept { WipeAndFree(block); }
void operator delete[](void* block, std::align_val_t) noexcept { WipeAndFree(block); }
void operator delete(void* block, std::size_t, std::align_val_t) noexcept { WipeAndFree(block); }
void operator delete[](void* block, std::size_t, std::align_val_t) noexcept { WipeAndFree(block); }
void operator delete(void* block, const std::nothrow_t&) noexcept { WipeAndFree(block); }
void operator delete[](void* block, const std::nothrow_t&) noexcept { WipeAndFree(block); }
void operator delete(void* block, std::align_val_t, const std::nothrow_t&) noexcept { WipeAndFree(block); }
void operator delete[](void* block, std::align_val_t, const std::nothrow_t&) noexcept { WipeAndFree(block); }
