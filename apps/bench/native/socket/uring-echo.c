// uring-echo ADDRESS RECEIVE_BUFFER: echo.c on io_uring: a receive that goes on by itself, and answers that leave by the call that waits for the next. Commands: begin, tell.
#include "uring.h"

enum { COUNT = 256, PAYLOAD = 2048 };

static struct msghdr answers[COUNT];
static struct iovec iov[COUNT];
static int fd;

static void answer(struct io_uring_recvmsg_out* out, unsigned id) {
  iov[id] = (struct iovec){payload_in(out), out->payloadlen};
  answers[id] = (struct msghdr){.msg_name = name_in(out), .msg_namelen = out->namelen, .msg_iov = &iov[id], .msg_iovlen = 1};
  struct io_uring_sqe* entry = prepare(IORING_OP_SENDMSG, fd, id);
  entry->addr = (uintptr_t)&answers[id];
  entry->len = 1;
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  alarm(300);
  open_ring();
  open_buffers(COUNT, PAYLOAD, 0);
  int port;
  fd = bound_to(argv[1], atoi(argv[2]), 0, &port);
  prepare_receive(fd);
  prepare_command();
  enter(0);
  ready_on(port);

  long datagrams = 0;
  double start = 0;
  char text[64];
  for (;;) {
    int command = 0, more = 1;
    enter(1);
    unsigned head = *ring.cq_head;
    const unsigned tail = __atomic_load_n(ring.cq_tail, __ATOMIC_ACQUIRE);
    for (; head != tail; head++) {
      const struct io_uring_cqe* completion = &ring.cqes[head & ring.cq_mask];
      unsigned id;
      if (completion->user_data == COMMAND) {
        command = 1;
      } else if (completion->user_data == RECEIVE) {
        struct io_uring_recvmsg_out* out = received(completion, &id);
        more = more && (completion->flags & IORING_CQE_F_MORE);
        if (out == NULL) continue;
        datagrams++;
        answer(out, id);
      } else {
        errno = -completion->res;
        if (completion->res < 0) fail("sendmsg");
        give_back(completion->user_data);
      }
    }
    __atomic_store_n(ring.cq_head, head, __ATOMIC_RELEASE);
    if (!more) prepare_receive(fd);
    if (!command) continue;
    read_command(text, sizeof text);
    if (!strncmp(text, "begin", 5)) {
      datagrams = 0;
      start = cpu();
      printf("{}\n");
    } else {
      printf("{\"datagrams\":%ld,\"cpu\":%f}\n", datagrams, cpu() - start);
    }
    fflush(stdout);
    prepare_command();
  }
}
