// unix ROLE PATH SIZE: Unix datagrams with recv(2) and send(2). receive: on epoll(7); commands: begin, tell. send: waits where there is no room; command: send COUNT.
#include <sys/un.h>

#include "yardstick.h"

static char data[LARGEST];

static void receive(int fd, int epoll) {
  long datagrams = 0, bytes = 0, sum = 0;
  double start = 0;
  char command[64];
  for (;;) {
    struct epoll_event events[2];
    const int ready = epoll_wait(epoll, events, 2, -1);
    for (int i = 0; i < ready; i++) {
      if (events[i].data.fd == 1) {
        for (ssize_t size; (size = recv(fd, data, sizeof data, 0)) >= 0; datagrams++) bytes += size, sum += data[0];
        continue;
      }
      read_command(command, sizeof command);
      if (!strncmp(command, "begin", 5)) {
        datagrams = bytes = sum = 0;
        start = cpu();
        printf("{}\n");
      } else {
        printf("{\"datagrams\":%ld,\"bytes\":%ld,\"sum\":%ld,\"cpu\":%f}\n", datagrams, bytes, sum, cpu() - start);
      }
      fflush(stdout);
    }
  }
}

static void stream(int fd, int size) {
  printf("{}\n");
  fflush(stdout);
  char command[64];
  for (;;) {
    read_command(command, sizeof command);
    const long count = atol(command + 5);
    const double start = cpu(), begun = now();
    for (long sent = 0; sent < count; sent++) {
      if (send(fd, data, size, 0) != size) fail("send");
    }
    printf("{\"datagrams\":%ld,\"cpu\":%f,\"wall\":%f}\n", count, cpu() - start, now() - begun);
    fflush(stdout);
  }
}

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  struct sockaddr_un name = {.sun_family = AF_UNIX};
  strncpy(name.sun_path, argv[2], sizeof name.sun_path - 1);
  memset(data, 1, sizeof data);
  alarm(300);
  if (!strcmp(argv[1], "send")) {
    const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (connect(fd, (struct sockaddr*)&name, sizeof name) < 0) fail("connect");
    stream(fd, atoi(argv[3]));
  }
  const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (bind(fd, (struct sockaddr*)&name, sizeof name) < 0) fail("bind");
  const int epoll = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event commands = {.events = EPOLLIN, .data.fd = 0}, datagrams = {.events = EPOLLIN, .data.fd = 1};
  epoll_ctl(epoll, EPOLL_CTL_ADD, 0, &commands);
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &datagrams) < 0) fail("epoll_ctl");
  printf("{\"port\":0}\n");
  fflush(stdout);
  receive(fd, epoll);
  return 0;
}
