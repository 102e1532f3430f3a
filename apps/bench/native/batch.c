// batch MODE ROUNDS: the yardstick of `npm run bench:batches`, and in C what src/batch-contender.ts is in TypeScript. Prints nanoseconds of CPU time per datagram.
#define _GNU_SOURCE
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
#ifndef UDP_GRO
#define UDP_GRO 104
#endif

// Many sockets, since the buffer of one holds few datagrams, and to look at the clock costs as much as several.
enum { SOCKETS = 8, SLOTS = 64, CALLS = 8, SMALL = 64, SEGMENT = 1200, SEGMENTS = 50, LARGEST = 65535 };

static double cpu(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e9 + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e3;
}

static struct mmsghdr out[SLOTS], in[SLOTS];
static struct iovec out_iov[SLOTS], in_iov[SLOTS];
static struct sockaddr_in to[SOCKETS], from[SLOTS];
static char data[SLOTS][2048], large_out[LARGEST], large_in[LARGEST];
static union {
  struct cmsghdr header;
  char bytes[64];
} control, received;
static int sender, receivers[SOCKETS];

static void batches(void) {
  for (int i = 0; i < SLOTS; i++) {
    out_iov[i] = (struct iovec){data[i], SMALL};
    in_iov[i] = (struct iovec){data[i], sizeof data[i]};
    out[i].msg_hdr = (struct msghdr){.msg_name = &to[0], .msg_namelen = sizeof to[0], .msg_iov = &out_iov[i], .msg_iovlen = 1};
    in[i].msg_hdr = (struct msghdr){.msg_name = &from[i], .msg_iov = &in_iov[i], .msg_iovlen = 1};
  }
}

static void send_all(void) {
  for (int socket = 0; socket < SOCKETS; socket++) {
    for (int k = 0; k < SLOTS; k++) out[k].msg_hdr.msg_name = &to[socket];
    for (int i = 0; i < CALLS; i++) {
      if (sendmmsg(sender, out, SLOTS, 0) != SLOTS) exit(1);
    }
  }
}

static void receive_all(void) {
  for (int i = 0; i < SOCKETS * CALLS; i++) {
    for (int k = 0; k < SLOTS; k++) {
      in[k].msg_hdr.msg_namelen = sizeof from[k];
      in[k].msg_hdr.msg_flags = 0;
    }
    if (recvmmsg(receivers[i / CALLS], in, SLOTS, MSG_WAITFORONE, NULL) != SLOTS) exit(1);
  }
}

static void send_each(void) {
  for (int socket = 0; socket < SOCKETS; socket++) {
    for (int i = 0; i < CALLS * SLOTS; i++) {
      if (sendto(sender, data[0], SMALL, 0, (struct sockaddr*)&to[socket], sizeof to[socket]) != SMALL) exit(1);
    }
  }
}

static void receive_each(void) {
  for (int i = 0; i < SOCKETS * CALLS * SLOTS; i++) {
    socklen_t length = sizeof from[0];
    if (recvfrom(receivers[i / CALLS / SLOTS], data[0], sizeof data[0], 0, (struct sockaddr*)&from[0], &length) != SMALL) exit(1);
  }
}

static void offload(void) {
  // Pages that nobody has written to are one page of zeros, which no real program sends.
  memset(large_out, 1, sizeof large_out);
  const int on = 1;
  setsockopt(receivers[0], IPPROTO_UDP, UDP_GRO, &on, sizeof on);
  control.header = (struct cmsghdr){.cmsg_len = CMSG_LEN(2), .cmsg_level = IPPROTO_UDP, .cmsg_type = UDP_SEGMENT};
  *(uint16_t*)CMSG_DATA(&control.header) = SEGMENT;
  out_iov[0] = (struct iovec){large_out, SEGMENT * SEGMENTS};
  in_iov[0] = (struct iovec){large_in, LARGEST};
  out[0].msg_hdr.msg_control = &control;
  out[0].msg_hdr.msg_controllen = CMSG_SPACE(2);
}

static void offload_once(void) {
  if (sendmmsg(sender, out, 1, 0) != 1) exit(1);
  in[0].msg_hdr.msg_namelen = sizeof from[0];
  in[0].msg_hdr.msg_control = &received;
  in[0].msg_hdr.msg_controllen = sizeof received;
  if (recvmmsg(receivers[0], in, 1, MSG_WAITFORONE, NULL) != 1 || in[0].msg_len != SEGMENT * SEGMENTS) exit(1);
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const char* mode = argv[1];
  const int rounds = atoi(argv[2]);
  const int buffer = 1 << 20;
  sender = socket(AF_INET, SOCK_DGRAM, 0);
  for (int i = 0; i < SOCKETS; i++) {
    socklen_t length = sizeof to[i];
    to[i] = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    receivers[i] = socket(AF_INET, SOCK_DGRAM, 0);
    setsockopt(receivers[i], SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    if (bind(receivers[i], (struct sockaddr*)&to[i], length) < 0) return 1;
    if (getsockname(receivers[i], (struct sockaddr*)&to[i], &length) < 0) return 1;
  }
  batches();
  const int offload_mode = !strcmp(mode, "offload"), recvfrom_mode = !strcmp(mode, "recvfrom");
  const int receive_mode = recvfrom_mode || !strcmp(mode, "receive"), sendto_mode = !strcmp(mode, "sendto");
  if (offload_mode) offload();

  double spent = 0;
  for (int round = -rounds / 4; round < rounds; round++) {
    const double start = cpu();
    for (int i = 0; offload_mode && i < SOCKETS * CALLS; i++) offload_once();
    if (sendto_mode) send_each();
    else if (!offload_mode) send_all();
    const double middle = cpu();
    if (recvfrom_mode) receive_each();
    else if (!offload_mode) receive_all();
    // The first rounds, with a negative number, warm up.
    if (round >= 0) spent += receive_mode ? cpu() - middle : middle - start;
  }
  printf("%f\n", spent / rounds / SOCKETS / CALLS / (offload_mode ? SEGMENTS : SLOTS));
  return 0;
}
