// uring-receive ADDRESS SLOTS SLOT_SIZE GRO RECEIVE_BUFFER: receive.c on io_uring, by one receive that goes on by itself (multishot). Commands: begin, tell.
#include "uring.h"

static int gro, fd;
static long datagrams, bytes, sum, calls, wakes;

static int segment_size(struct io_uring_recvmsg_out* out) {
  struct msghdr message = {.msg_control = control_in(out), .msg_controllen = out->controllen};
  for (struct cmsghdr* c = CMSG_FIRSTHDR(&message); c != NULL; c = CMSG_NXTHDR(&message, c)) {
    if (c->cmsg_level == IPPROTO_UDP && c->cmsg_type == UDP_GRO) return *(int*)CMSG_DATA(c);
  }
  return 0;
}

// Looks at each datagram, since a program does.
static void take(struct io_uring_recvmsg_out* out) {
  const int size = out->payloadlen;
  const int segment = gro ? segment_size(out) : 0;
  const int step = segment > 0 ? segment : size;
  const char* data = payload_in(out);
  bytes += size;
  for (int at = 0; at < size; at += step) {
    sum += data[at];
    datagrams++;
  }
}

// Waits for so many completions, and takes what came. How many messages; `command` says whether there is one to read.
static int receive(unsigned wait, int* command) {
  int count = 0, more = 1;
  enter(wait);
  calls++;
  unsigned head = *ring.cq_head;
  const unsigned tail = __atomic_load_n(ring.cq_tail, __ATOMIC_ACQUIRE);
  for (; head != tail; head++) {
    const struct io_uring_cqe* completion = &ring.cqes[head & ring.cq_mask];
    if (completion->user_data == COMMAND) {
      *command = 1;
      continue;
    }
    unsigned id;
    struct io_uring_recvmsg_out* out = received(completion, &id);
    more = more && (completion->flags & IORING_CQE_F_MORE);
    if (out == NULL) continue;
    take(out);
    give_back(id);
    count++;
  }
  __atomic_store_n(ring.cq_head, head, __ATOMIC_RELEASE);
  if (!more) prepare_receive(fd);
  return count;
}

int main(int argc, char** argv) {
  if (argc != 6) return 2;
  gro = atoi(argv[4]);
  alarm(300);
  open_ring();
  open_buffers(atoi(argv[2]), atoi(argv[3]), gro);
  int port;
  fd = bound_to(argv[1], atoi(argv[5]), 0, &port);
  if (gro) set_option(fd, IPPROTO_UDP, UDP_GRO, 1);
  prepare_receive(fd);
  prepare_command();
  enter(0);
  ready_on(port);

  double start = 0;
  long drops = 0;
  char text[64];
  for (;;) {
    int command = 0;
    if (receive(1, &command) > 0) wakes++;
    if (!command) continue;
    read_command(text, sizeof text);
    if (!strncmp(text, "begin", 5)) {
      datagrams = bytes = sum = calls = wakes = 0;
      drops = drops_of(fd);
      start = cpu();
      printf("{}\n");
    } else {
      while (receive(0, &command) > 0) continue;
      printf("{\"datagrams\":%ld,\"bytes\":%ld,\"sum\":%ld,\"calls\":%ld,\"wakes\":%ld,\"drops\":%ld,\"cpu\":%f}\n", datagrams,
             bytes, sum, calls, wakes, drops_of(fd) - drops, cpu() - start);
    }
    fflush(stdout);
    prepare_command();
  }
}
