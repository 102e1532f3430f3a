// send PORT COUNT SIZE: the yardstick of `npm run bench:calls`, and in C what src/contender.ts is in TypeScript. Prints nanoseconds of CPU time per sendto(2).
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>

static double cpu(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e9 + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e3;
}

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const int port = atoi(argv[1]), count = atoi(argv[2]), size = atoi(argv[3]);
  const struct sockaddr_in to = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  char* data = calloc(1, size);
  const int fd = socket(AF_INET, SOCK_DGRAM, 0);
  double start = 0;
  // The first half warms up.
  for (int i = 0; i < 2 * count; i++) {
    if (i == count) start = cpu();
    if (sendto(fd, data, size, 0, (const struct sockaddr*)&to, sizeof to) != size) return 1;
  }
  printf("%f\n", (cpu() - start) / count);
  return 0;
}
