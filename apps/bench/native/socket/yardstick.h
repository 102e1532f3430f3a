// What the yardsticks share: times, addresses, and the lines by which src/harness/program.ts talks to them.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
#ifndef UDP_GRO
#define UDP_GRO 104
#endif

enum { LARGEST = 65535 };

static double cpu(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e9 + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e3;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

static void fail(const char* call) {
  perror(call);
  exit(1);
}

static struct sockaddr_in address_of(const char* text, int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  if (inet_pton(AF_INET, text, &address.sin_addr) != 1) fail("inet_pton");
  return address;
}

static void set_option(int fd, int level, int option, int value) {
  if (setsockopt(fd, level, option, &value, sizeof value) < 0) fail("setsockopt");
}

// A socket on a free port, which is printed once it is said to be ready.
static int bound_to(const char* address, int receive_buffer, int flags, int* port) {
  struct sockaddr_in own = address_of(address, 0);
  socklen_t length = sizeof own;
  const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | flags, 0);
  set_option(fd, SOL_SOCKET, SO_RCVBUF, receive_buffer);
  if (bind(fd, (struct sockaddr*)&own, length) < 0) fail("bind");
  if (getsockname(fd, (struct sockaddr*)&own, &length) < 0) fail("getsockname");
  *port = ntohs(own.sin_port);
  return fd;
}

static void ready_on(int port) {
  printf("{\"port\":%d}\n", port);
  fflush(stdout);
}

// A non-blocking socket on a free port, which is printed, and an epoll that waits for it (`data.fd` 1) and for commands (0).
static int listen_on(const char* address, int receive_buffer, int* epoll) {
  int port;
  const int fd = bound_to(address, receive_buffer, SOCK_NONBLOCK, &port);
  *epoll = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event commands = {.events = EPOLLIN, .data.fd = 0}, datagrams = {.events = EPOLLIN, .data.fd = 1};
  if (epoll_ctl(*epoll, EPOLL_CTL_ADD, 0, &commands) < 0) fail("epoll_ctl");
  if (epoll_ctl(*epoll, EPOLL_CTL_ADD, fd, &datagrams) < 0) fail("epoll_ctl");
  ready_on(port);
  return fd;
}

// How many messages the kernel has dropped at the socket since it was opened; what it had joined counts once.
static long drops_of(int fd) {
  uint32_t info[SK_MEMINFO_VARS];
  socklen_t length = sizeof info;
  if (getsockopt(fd, SOL_SOCKET, SO_MEMINFO, info, &length) < 0) fail("getsockopt");
  return info[SK_MEMINFO_DROPS];
}

// Reads one command; ends the program when nobody is there to give another. It comes by itself: the next is sent when this one was answered.
static void read_command(char* command, size_t size) {
  const ssize_t length = read(0, command, size - 1);
  if (length <= 0) exit(0);
  command[length] = 0;
}
