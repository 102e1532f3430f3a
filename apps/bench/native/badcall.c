// badcall COUNT: nanoseconds of CPU time for a sendto(2) on descriptor -1.
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
  if (argc != 2) return 2;
  const int count = atoi(argv[1]);
  const struct sockaddr_in to = {.sin_family = AF_INET};
  char data[64] = {0};
  const double start = cpu();
  for (int i = 0; i < count; i++) {
    if (sendto(-1, data, sizeof data, 0, (const struct sockaddr*)&to, sizeof to) >= 0) return 1;
  }
  printf("%f\n", (cpu() - start) / count);
  return 0;
}
