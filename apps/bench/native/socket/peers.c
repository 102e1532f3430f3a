// peers ADDRESS PORT SIZE PEERS: so many peers, each of which sends a request when the one before was answered. Command: ask MILLISECONDS.
#include "yardstick.h"

enum { MOST = 4096, PATIENCE = 200000000 };

static int fds[MOST];
static int32_t numbers[MOST];
static double asked[MOST];

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  static char data[LARGEST], answer[LARGEST];
  const struct sockaddr_in to = address_of(argv[1], atoi(argv[2]));
  const int size = atoi(argv[3]), peers = atoi(argv[4]);
  if (peers > MOST) return 2;
  memset(data, 1, sizeof data);
  const int epoll = epoll_create1(EPOLL_CLOEXEC);
  for (int i = 0; i < peers; i++) {
    fds[i] = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fds[i] < 0 || connect(fds[i], (const struct sockaddr*)&to, sizeof to) < 0) fail("connect");
    struct epoll_event readable = {.events = EPOLLIN, .data.u32 = i};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fds[i], &readable) < 0) fail("epoll_ctl");
  }
  alarm(300);

  printf("{}\n");
  fflush(stdout);
  char command[64];
  for (;;) {
    read_command(command, sizeof command);
    long requests = 0, answers = 0, late = 0, lost = 0, wrong = 0, milliseconds = 0, open = 0;
    if (sscanf(command, "ask %ld", &milliseconds) != 1) return 2;
    const double start = cpu(), begun = now(), end = begun + milliseconds * 1e6;
    double over = 0, looked = begun, last = begun;
    // Who asked last hears no answer of the time before.
    for (int i = 0; i < peers; i++) {
      *(int32_t*)data = ++numbers[i];
      asked[i] = now();
      if (send(fds[i], data, size, 0) != size) fail("send");
      requests++, open++;
    }
    while (open > 0) {
      struct epoll_event events[256];
      const int ready = epoll_wait(epoll, events, 256, 50);
      const double time = now();
      for (int k = 0; k < ready; k++) {
        const int i = events[k].data.u32;
        const ssize_t length = recv(fds[i], answer, sizeof answer, 0);
        if (length < 0) continue;
        const int32_t number = *(int32_t*)answer;
        *(int32_t*)data = number;
        if (length != size || memcmp(answer, data, size)) wrong++;
        if (number != numbers[i] || asked[i] == 0) {
          late++;
          continue;
        }
        answers++, open--;
        asked[i] = 0;
        last = time;
        if (time >= end) continue;
        *(int32_t*)data = ++numbers[i];
        asked[i] = time;
        if (send(fds[i], data, size, 0) != size) fail("send");
        requests++, open++;
      }
      if (time - looked < 50e6) continue;
      looked = time;
      for (int i = 0; i < peers; i++) {
        if (asked[i] == 0 || time - asked[i] < PATIENCE) continue;
        lost++, open--;
        asked[i] = 0;
        if (time >= end) continue;
        *(int32_t*)data = ++numbers[i];
        asked[i] = time;
        if (send(fds[i], data, size, 0) != size) fail("send");
        requests++, open++;
      }
    }
    over = last - begun;
    printf("{\"requests\":%ld,\"answers\":%ld,\"late\":%ld,\"lost\":%ld,\"wrong\":%ld,\"wall\":%f,\"cpu\":%f}\n", requests, answers, late,
           lost, wrong, over, cpu() - start);
    fflush(stdout);
  }
}
