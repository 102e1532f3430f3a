// stream ADDRESS PORT MODE SIZE BATCH RATE [connected]: sends to a receiver. Command: send COUNT.
// MODE plain: sendmmsg(2) of BATCH datagrams; joined: UDP_SEGMENT with as many that could lie anywhere; segments: the same in one piece. RATE: so many datagrams a second, 0 for as fast as it goes.
#include "yardstick.h"

enum { MOST = 1024 };

static struct mmsghdr messages[MOST];
static struct iovec iov[MOST];
static union {
  struct cmsghdr header;
  char bytes[CMSG_SPACE(2)];
} control;
static struct sockaddr_in to, *name = &to;
static socklen_t name_length = sizeof to;
static char* data;
static int fd, size;

static int send_plain(int count) {
  for (int i = 0; i < count; i++) {
    iov[i] = (struct iovec){data + (size_t)i * size, size};
    messages[i].msg_hdr = (struct msghdr){.msg_name = name, .msg_namelen = name_length, .msg_iov = &iov[i], .msg_iovlen = 1};
  }
  const int sent = sendmmsg(fd, messages, count, 0);
  if (sent < 0) fail("sendmmsg");
  return sent;
}

// In one piece, or as datagrams that could lie anywhere.
static int send_joined(int count, int pieces) {
  for (int i = 0; i < pieces; i++) iov[i] = (struct iovec){data + (size_t)i * size, pieces == 1 ? (size_t)count * size : size};
  struct msghdr message = {.msg_name = name, .msg_namelen = name_length, .msg_iov = iov, .msg_iovlen = pieces};
  control.header = (struct cmsghdr){.cmsg_len = CMSG_LEN(2), .cmsg_level = IPPROTO_UDP, .cmsg_type = UDP_SEGMENT};
  *(uint16_t*)CMSG_DATA(&control.header) = size;
  message.msg_control = &control;
  message.msg_controllen = sizeof control;
  if (sendmsg(fd, &message, 0) < 0) fail("sendmsg");
  return count;
}

int main(int argc, char** argv) {
  if (argc != 7 && argc != 8) return 2;
  const int plain = !strcmp(argv[3], "plain"), joined = !strcmp(argv[3], "joined"), batch = atoi(argv[5]);
  const double rate = atof(argv[6]);
  size = atoi(argv[4]);
  if (batch > MOST) return 2;
  to = address_of(argv[1], atoi(argv[2]));
  // Pages that nobody has written to are one page of zeros, which no real program sends; and receivers add up the ones.
  data = malloc((size_t)batch * size);
  memset(data, 1, (size_t)batch * size);
  fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (argc == 8) {
    if (connect(fd, (struct sockaddr*)&to, sizeof to) < 0) fail("connect");
    name = NULL, name_length = 0;
  }
  alarm(300);

  printf("{}\n");
  fflush(stdout);
  char command[64];
  for (;;) {
    read_command(command, sizeof command);
    const long count = atol(command + 5);
    long sent = 0, calls = 0;
    const double start = cpu(), begun = now();
    while (sent < count) {
      const int next = count - sent < batch ? count - sent : batch;
      while (rate > 0 && now() < begun + sent * 1e9 / rate) continue;
      sent += plain ? send_plain(next) : send_joined(next, joined ? next : 1);
      calls++;
    }
    printf("{\"datagrams\":%ld,\"calls\":%ld,\"cpu\":%f,\"wall\":%f}\n", sent, calls, cpu() - start, now() - begun);
    fflush(stdout);
  }
}
