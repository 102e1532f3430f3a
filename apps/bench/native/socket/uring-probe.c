// uring-probe: whether the kernel lets this process have io_uring, and the receive that goes on by itself; if not, it says which call fails, and how.
#include "uring.h"

int main(void) {
  // A kernel that ignores what it does not know would leave this waiting.
  alarm(5);
  open_ring();
  open_buffers(8, 2048, 0);
  int port;
  const int fd = bound_to("127.0.0.1", 4096, 0, &port);
  const struct sockaddr_in own = address_of("127.0.0.1", port);
  prepare_receive(fd);
  for (int i = 0; i < 2; i++) {
    if (sendto(fd, &port, sizeof port, 0, (const struct sockaddr*)&own, sizeof own) < 0) fail("sendto");
    enter(1);
    const struct io_uring_cqe* completion = &ring.cqes[*ring.cq_head & ring.cq_mask];
    unsigned id;
    const struct io_uring_recvmsg_out* out = received(completion, &id);
    errno = EOPNOTSUPP;
    if (out == NULL || out->payloadlen != sizeof port || !(completion->flags & IORING_CQE_F_MORE)) fail("recvmsg, multishot");
    __atomic_store_n(ring.cq_head, *ring.cq_head + 1, __ATOMIC_RELEASE);
  }
  return 0;
}
