// blocking receive ADDRESS SLOTS SLOT_SIZE GRO RECEIVE_BUFFER | blocking stream ADDRESS PORT MODE SIZE BATCH RATE [connected] | blocking echo ADDRESS RECEIVE_BUFFER:
// receive.c, stream.c and echo.c by sendto(2) and recvfrom(2), a datagram each, on sockets that block. Commands are looked for where nothing has come for a while.
#include <poll.h>

#include "yardstick.h"

// Microseconds, after which a receive returns and commands are looked for.
enum { PAUSE = 2000 };

static char data[LARGEST];

static int has_command(void) {
  struct pollfd commands = {.fd = 0, .events = POLLIN};
  return poll(&commands, 1, 0) > 0;
}

static void receive(int fd, int answers) {
  const struct timeval pause = {.tv_usec = PAUSE};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &pause, sizeof pause);
  long datagrams = 0, bytes = 0, sum = 0, drops = 0;
  double start = 0;
  char command[64];
  for (;;) {
    struct sockaddr_in from;
    socklen_t length = sizeof from;
    const ssize_t size = recvfrom(fd, data, sizeof data, 0, (struct sockaddr*)&from, &length);
    if (size >= 0) {
      datagrams++, bytes += size, sum += data[0];
      if (answers && sendto(fd, data, size, 0, (struct sockaddr*)&from, length) != size) fail("sendto");
      continue;
    }
    if (errno != EAGAIN && errno != EINTR) fail("recvfrom");
    if (!has_command()) continue;
    read_command(command, sizeof command);
    if (!strncmp(command, "begin", 5)) {
      datagrams = bytes = sum = 0;
      drops = drops_of(fd);
      start = cpu();
      printf("{}\n");
    } else {
      printf("{\"datagrams\":%ld,\"bytes\":%ld,\"sum\":%ld,\"calls\":%ld,\"drops\":%ld,\"cpu\":%f}\n", datagrams, bytes, sum,
             datagrams, drops_of(fd) - drops, cpu() - start);
    }
    fflush(stdout);
  }
}

static void stream(const struct sockaddr_in* to, int size, int connected) {
  const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (connected && connect(fd, (const struct sockaddr*)to, sizeof *to) < 0) fail("connect");
  const struct sockaddr* name = connected ? NULL : (const struct sockaddr*)to;
  const socklen_t length = connected ? 0 : sizeof *to;
  printf("{}\n");
  fflush(stdout);
  char command[64];
  for (;;) {
    read_command(command, sizeof command);
    const long count = atol(command + 5);
    const double start = cpu(), begun = now();
    for (long sent = 0; sent < count; sent++) {
      if (sendto(fd, data, size, 0, name, length) != size) fail("sendto");
    }
    printf("{\"datagrams\":%ld,\"calls\":%ld,\"cpu\":%f,\"wall\":%f}\n", count, count, cpu() - start, now() - begun);
    fflush(stdout);
  }
}

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  memset(data, 1, sizeof data);
  alarm(300);
  if (!strcmp(argv[1], "stream")) {
    if (argc != 8 && argc != 9) return 2;
    const struct sockaddr_in to = address_of(argv[2], atoi(argv[3]));
    stream(&to, atoi(argv[5]), argc == 9);
  }
  int port;
  const int fd = bound_to(argv[2], atoi(argv[argc - 1]), 0, &port);
  ready_on(port);
  receive(fd, !strcmp(argv[1], "echo"));
  return 0;
}
