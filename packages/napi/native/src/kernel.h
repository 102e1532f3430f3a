// sendto(2) and recvfrom(2), asked of the kernel itself where it takes them as they are.
//
// Those of the C library are points at which another thread may cancel this one. glibc pays for that with two atomic operations a call as soon as a process has
// a second thread, as Node always has: up to 40 ns, where recvfrom(2) of 64 bytes costs 360. Nobody cancels Node's threads.
#pragma once

#include <sys/socket.h>

#if defined(__linux__) && defined(__LP64__)

#include <sys/syscall.h>
#include <unistd.h>

namespace kernel {

inline ssize_t sendto(int fd, const void* data, size_t size, int flags, const sockaddr* name, socklen_t length) {
  return syscall(SYS_sendto, fd, data, size, flags, name, length);
}

inline ssize_t recvfrom(int fd, void* data, size_t size, int flags, sockaddr* name, socklen_t* length) {
  return syscall(SYS_recvfrom, fd, data, size, flags, name, length);
}

}  // namespace kernel

#else

namespace kernel {

using ::recvfrom;
using ::sendto;

}  // namespace kernel

#endif
