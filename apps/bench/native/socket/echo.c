// echo ADDRESS RECEIVE_BUFFER: sends back what comes, on epoll(7). Commands: begin, tell.
#include "yardstick.h"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  static char data[LARGEST];
  memset(data, 1, sizeof data);
  alarm(300);
  int epoll;
  const int fd = listen_on(argv[1], atoi(argv[2]), &epoll);
  long datagrams = 0, wakes = 0;
  double start = 0;
  char command[64];
  for (;;) {
    struct epoll_event events[2];
    const int ready = epoll_wait(epoll, events, 2, -1);
    for (int i = 0; i < ready; i++) {
      if (events[i].data.fd == 1) {
        struct sockaddr_in from;
        socklen_t length = sizeof from;
        wakes++;
        const ssize_t size = recvfrom(fd, data, sizeof data, 0, (struct sockaddr*)&from, &length);
        if (size < 0) continue;
        datagrams++;
        if (sendto(fd, data, size, 0, (struct sockaddr*)&from, length) != size) fail("sendto");
        continue;
      }
      read_command(command, sizeof command);
      if (!strncmp(command, "begin", 5)) {
        datagrams = wakes = 0;
        start = cpu();
        printf("{}\n");
      } else {
        printf("{\"datagrams\":%ld,\"wakes\":%ld,\"cpu\":%f}\n", datagrams, wakes, cpu() - start);
      }
      fflush(stdout);
    }
  }
}
