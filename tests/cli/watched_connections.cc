// A library to preload: writes a line for each connect() to an address of the network into the file that
// CANDOR_WATCHED_CONNECTIONS names, as "<port>\n", and lets it go on.
#include <arpa/inet.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

extern "C" int connect(int socket, const sockaddr* address, socklen_t length) {
  const char* const file = std::getenv("CANDOR_WATCHED_CONNECTIONS");
  const bool network = address->sa_family == AF_INET || address->sa_family == AF_INET6;
  if (file != nullptr && network) {
    // The port stands at the same place in both families.
    sockaddr_in four{};
    std::memcpy(&four, address, sizeof four);
    char line[16];
    const int size = std::snprintf(line, sizeof line, "%u\n", static_cast<unsigned>(ntohs(four.sin_port)));
    const int descriptor = ::open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (descriptor < 0 || ::write(descriptor, line, static_cast<std::size_t>(size)) != size) std::abort();
    ::close(descriptor);
  }
  using Connect = int (*)(int, const sockaddr*, socklen_t);
  static const auto kReal = reinterpret_cast<Connect>(::dlsym(RTLD_NEXT, "connect"));
  return kReal(socket, address, length);
}
