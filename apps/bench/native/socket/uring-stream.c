// uring-stream ADDRESS PORT MODE SIZE BATCH RATE [connected]: stream.c on io_uring: BATCH sends of a datagram each by one call, in MODE plain and as fast as it goes. Command: send COUNT.
#include "uring.h"

static struct msghdr message;
static struct iovec iov;

// Sends so many, and waits until all have left.
static void send_batch(int fd, int count) {
  for (int i = 0; i < count; i++) {
    struct io_uring_sqe* entry = prepare(IORING_OP_SENDMSG, fd, i);
    entry->addr = (uintptr_t)&message;
    entry->len = 1;
  }
  for (int sent = 0; sent < count;) {
    enter(count - sent);
    unsigned head = *ring.cq_head;
    const unsigned tail = __atomic_load_n(ring.cq_tail, __ATOMIC_ACQUIRE);
    for (; head != tail; head++, sent++) {
      errno = -ring.cqes[head & ring.cq_mask].res;
      if (errno > 0) fail("sendmsg");
    }
    __atomic_store_n(ring.cq_head, head, __ATOMIC_RELEASE);
  }
}

int main(int argc, char** argv) {
  if (argc != 7 && argc != 8) return 2;
  const int size = atoi(argv[4]), batch = atoi(argv[5]);
  if (strcmp(argv[3], "plain") || atoi(argv[6]) != 0 || batch > ENTRIES) return 2;
  struct sockaddr_in to = address_of(argv[1], atoi(argv[2]));
  char* data = malloc(size);
  memset(data, 1, size);
  iov = (struct iovec){data, size};
  message = (struct msghdr){.msg_name = &to, .msg_namelen = sizeof to, .msg_iov = &iov, .msg_iovlen = 1};
  const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (argc == 8) {
    if (connect(fd, (const struct sockaddr*)&to, sizeof to) < 0) fail("connect");
    message.msg_name = NULL, message.msg_namelen = 0;
  }
  alarm(300);
  open_ring();

  printf("{}\n");
  fflush(stdout);
  char command[64];
  for (;;) {
    read_command(command, sizeof command);
    const long count = atol(command + 5);
    long sent = 0, calls = 0;
    const double start = cpu(), begun = now();
    for (; sent < count; calls++) {
      const int next = count - sent < batch ? count - sent : batch;
      send_batch(fd, next);
      sent += next;
    }
    printf("{\"datagrams\":%ld,\"calls\":%ld,\"cpu\":%f,\"wall\":%f}\n", sent, calls, cpu() - start, now() - begun);
    fflush(stdout);
  }
}
