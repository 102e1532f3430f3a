// receive ADDRESS SLOTS SLOT_SIZE GRO RECEIVE_BUFFER: a receiver on epoll(7) and recvmmsg(2). Commands: begin, tell.
#include "yardstick.h"

enum { MOST = 1024 };

static struct mmsghdr messages[MOST];
static struct iovec iov[MOST];
static struct sockaddr_in from[MOST];
static union {
  struct cmsghdr header;
  char bytes[64];
} control[MOST];
static int slots, slot_size, gro, fd;
static long datagrams, bytes, sum, calls, wakes;

static int segment_size(struct msghdr* message) {
  for (struct cmsghdr* c = CMSG_FIRSTHDR(message); c != NULL; c = CMSG_NXTHDR(message, c)) {
    if (c->cmsg_level == IPPROTO_UDP && c->cmsg_type == UDP_GRO) return *(int*)CMSG_DATA(c);
  }
  return 0;
}

// Looks at each datagram, since a program does.
static void take(int count) {
  for (int i = 0; i < count; i++) {
    const int size = messages[i].msg_len;
    const int segment = gro ? segment_size(&messages[i].msg_hdr) : 0;
    const int step = segment > 0 ? segment : size;
    const char* data = iov[i].iov_base;
    bytes += size;
    for (int at = 0; at < size; at += step) {
      sum += data[at];
      datagrams++;
    }
  }
}

static int receive(void) {
  for (int i = 0; i < slots; i++) {
    messages[i].msg_hdr.msg_namelen = sizeof from[i];
    messages[i].msg_hdr.msg_controllen = gro ? sizeof control[i] : 0;
    messages[i].msg_hdr.msg_flags = 0;
  }
  const int count = recvmmsg(fd, messages, slots, 0, NULL);
  calls++;
  if (count < 0 && errno != EAGAIN) fail("recvmmsg");
  if (count > 0) take(count);
  return count;
}

int main(int argc, char** argv) {
  if (argc != 6) return 2;
  slots = atoi(argv[2]), slot_size = atoi(argv[3]), gro = atoi(argv[4]);
  if (slots > MOST) return 2;
  char* memory = malloc((size_t)slots * slot_size);
  memset(memory, 1, (size_t)slots * slot_size);
  for (int i = 0; i < slots; i++) {
    iov[i] = (struct iovec){memory + (size_t)i * slot_size, slot_size};
    messages[i].msg_hdr = (struct msghdr){.msg_name = &from[i], .msg_iov = &iov[i], .msg_iovlen = 1};
    if (gro) messages[i].msg_hdr.msg_control = &control[i];
  }
  alarm(300);
  int epoll;
  fd = listen_on(argv[1], atoi(argv[5]), &epoll);
  if (gro) set_option(fd, IPPROTO_UDP, UDP_GRO, 1);

  double start = 0;
  long drops = 0;
  char command[64];
  for (;;) {
    struct epoll_event events[2];
    const int ready = epoll_wait(epoll, events, 2, -1);
    for (int i = 0; i < ready; i++) {
      if (events[i].data.fd == 1) {
        wakes++;
        while (receive() == slots) continue;
        continue;
      }
      read_command(command, sizeof command);
      if (!strncmp(command, "begin", 5)) {
        datagrams = bytes = sum = calls = wakes = 0;
        drops = drops_of(fd);
        start = cpu();
        printf("{}\n");
      } else {
        while (receive() > 0) continue;
        printf("{\"datagrams\":%ld,\"bytes\":%ld,\"sum\":%ld,\"calls\":%ld,\"wakes\":%ld,\"drops\":%ld,\"cpu\":%f}\n",
               datagrams, bytes, sum, calls, wakes, drops_of(fd) - drops, cpu() - start);
      }
      fflush(stdout);
    }
  }
}
