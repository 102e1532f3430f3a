// The yardstick of `npm run bench:calls`: the loop of src/contender.ts in C. Prints nanoseconds of CPU time per sendto(2).
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>

static double cpu(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e9 + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e3;
}

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const int bursts = atoi(argv[1]), burst = atoi(argv[2]), size = atoi(argv[3]);
  char* data = calloc(1, size);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof to;
  const int receiver = socket(AF_INET, SOCK_DGRAM, 0), sender = socket(AF_INET, SOCK_DGRAM, 0);
  if (bind(receiver, (struct sockaddr*)&to, length) < 0 || getsockname(receiver, (struct sockaddr*)&to, &length) < 0) {
    return 1;
  }

  double spent = 0;
  for (int i = -bursts / 10; i < bursts; i++) {
    const double start = cpu();
    for (int k = 0; k < burst; k++) {
      if (sendto(sender, data, size, 0, (struct sockaddr*)&to, sizeof to) != size) return 1;
    }
    // The first bursts, with a negative number, warm the caches up.
    if (i >= 0) spent += cpu() - start;
    for (int k = 0; k < burst; k++) {
      if (recv(receiver, data, size, MSG_DONTWAIT) != size) return 1;
    }
  }
  printf("%f\n", spent / bursts / burst);
  return 0;
}
