// ping ADDRESS PORT SIZE: round trips to an echo server, one at a time, waited for in recv(2). Command: ping COUNT MILLISECONDS, whichever is over first.
#include "yardstick.h"

enum { MOST = 4000000 };

static int ascending(const void* a, const void* b) {
  const float x = *(const float*)a, y = *(const float*)b;
  return (x > y) - (x < y);
}

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  static float times[MOST];
  static char data[LARGEST], answer[LARGEST];
  const struct sockaddr_in to = address_of(argv[1], atoi(argv[2]));
  const int size = atoi(argv[3]);
  const struct timeval patience = {.tv_sec = 1};
  memset(data, 1, sizeof data);
  const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (connect(fd, (const struct sockaddr*)&to, sizeof to) < 0) fail("connect");
  alarm(300);

  printf("{}\n");
  fflush(stdout);
  char command[64];
  for (;;) {
    read_command(command, sizeof command);
    long count = 0, wanted = 0, milliseconds = 0, lost = 0, wrong = 0;
    if (sscanf(command, "ping %ld %ld", &wanted, &milliseconds) != 2) return 2;
    if (wanted > MOST) wanted = MOST;
    const double begun = now(), end = begun + milliseconds * 1e6;
    for (double start = begun; count < wanted && start < end;) {
      // An answer that comes too late must not pass for the next one.
      *(int32_t*)data = count;
      if (send(fd, data, size, 0) != size) fail("send");
      ssize_t length;
      do length = recv(fd, answer, sizeof answer, 0);
      while (length == size && *(int32_t*)answer != count);
      if (length < 0) lost++;
      else if (length != size || memcmp(answer, data, size)) wrong++;
      const double over = now();
      times[count++] = over - start;
      start = over;
    }
    const double wall = now() - begun;
    qsort(times, count, sizeof times[0], ascending);
    printf("{\"datagrams\":%ld,\"lost\":%ld,\"wrong\":%ld,\"wall\":%f,\"p50\":%f,\"p90\":%f,\"p99\":%f,\"p999\":%f}\n", count,
           lost, wrong, wall, times[count / 2], times[count * 9 / 10], times[count * 99 / 100], times[count * 999 / 1000]);
    fflush(stdout);
  }
}
