// io_uring(7) by its three system calls: a ring, buffers that the kernel picks from, and a receive that goes on by itself.
// What io_uring_prep_recvmsg_multishot(3), io_uring_register_buf_ring(3) and io_uring_setup(2) describe; it takes Linux 6.0.
#include <linux/io_uring.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "yardstick.h"

// Linux 6.0 and 6.1; the values are those of include/uapi/linux/io_uring.h in Linux 6.1.
#ifndef IORING_SETUP_SINGLE_ISSUER
#define IORING_SETUP_SINGLE_ISSUER (1U << 12)
#endif
#ifndef IORING_SETUP_DEFER_TASKRUN
#define IORING_SETUP_DEFER_TASKRUN (1U << 13)
#endif

enum { COMMAND = 1 << 20, RECEIVE, ENTRIES = 256, COMPLETIONS = 4096, GROUP = 0 };

static struct {
  int fd;
  unsigned *sq_tail, *sq_array, sq_mask, *cq_head, *cq_tail, cq_mask, waiting;
  struct io_uring_sqe* sqes;
  struct io_uring_cqe* cqes;
} ring;

static struct {
  struct io_uring_buf_ring* ring;
  char* memory;
  unsigned count, size, tail;
} buffers;

// Where the kernel writes in a buffer: what it tells, the name, control data, and the payload. io_uring_recvmsg_validate(3)
static struct msghdr template;

static void open_ring(void) {
  struct io_uring_params params = {
      .flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_CQSIZE, .cq_entries = COMPLETIONS};
  ring.fd = syscall(SYS_io_uring_setup, ENTRIES, &params);
  if (ring.fd < 0) fail("io_uring_setup");
  const size_t size = params.sq_off.array + params.sq_entries * sizeof(unsigned);
  const size_t completions = params.cq_off.cqes + params.cq_entries * sizeof(struct io_uring_cqe);
  const int access = PROT_READ | PROT_WRITE, flags = MAP_SHARED | MAP_POPULATE;
  // One mapping for both queues: IORING_FEAT_SINGLE_MMAP, Linux 5.4.
  char* queues = mmap(NULL, size > completions ? size : completions, access, flags, ring.fd, IORING_OFF_SQ_RING);
  ring.sqes = mmap(NULL, params.sq_entries * sizeof(struct io_uring_sqe), access, flags, ring.fd, IORING_OFF_SQES);
  if (queues == MAP_FAILED || (void*)ring.sqes == MAP_FAILED) fail("mmap");
  ring.sq_tail = (unsigned*)(queues + params.sq_off.tail);
  ring.sq_mask = *(unsigned*)(queues + params.sq_off.ring_mask);
  ring.sq_array = (unsigned*)(queues + params.sq_off.array);
  ring.cq_head = (unsigned*)(queues + params.cq_off.head);
  ring.cq_tail = (unsigned*)(queues + params.cq_off.tail);
  ring.cq_mask = *(unsigned*)(queues + params.cq_off.ring_mask);
  ring.cqes = (struct io_uring_cqe*)(queues + params.cq_off.cqes);
}

// Submits what is prepared, and waits for so many completions.
static void enter(unsigned wait) {
  for (;;) {
    const int submitted = syscall(SYS_io_uring_enter, ring.fd, ring.waiting, wait, IORING_ENTER_GETEVENTS, NULL, 0);
    if (submitted >= 0) {
      ring.waiting -= submitted;
      return;
    }
    if (errno != EINTR) fail("io_uring_enter");
  }
}

// An entry that leaves with the next `enter`.
static struct io_uring_sqe* prepare(int operation, int fd, unsigned user_data) {
  if (ring.waiting == ENTRIES) enter(0);
  const unsigned tail = *ring.sq_tail, index = tail & ring.sq_mask;
  struct io_uring_sqe* entry = &ring.sqes[index];
  *entry = (struct io_uring_sqe){.opcode = operation, .fd = fd, .user_data = user_data};
  ring.sq_array[index] = index;
  __atomic_store_n(ring.sq_tail, tail + 1, __ATOMIC_RELEASE);
  ring.waiting++;
  return entry;
}

static void give_back(unsigned id) {
  struct io_uring_buf* buffer = &buffers.ring->bufs[buffers.tail & (buffers.count - 1)];
  buffer->addr = (uintptr_t)(buffers.memory + (size_t)id * buffers.size);
  buffer->len = buffers.size;
  buffer->bid = id;
  __atomic_store_n(&buffers.ring->tail, (uint16_t)++buffers.tail, __ATOMIC_RELEASE);
}

// `count` is a power of two.
static void open_buffers(unsigned count, unsigned payload, int with_control) {
  template = (struct msghdr){.msg_namelen = sizeof(struct sockaddr_in), .msg_controllen = with_control ? 64 : 0};
  const unsigned before = sizeof(struct io_uring_recvmsg_out) + template.msg_namelen + template.msg_controllen;
  buffers.count = count;
  buffers.size = (before + payload + 63) / 64 * 64;
  const int access = PROT_READ | PROT_WRITE, flags = MAP_PRIVATE | MAP_ANONYMOUS;
  buffers.ring = mmap(NULL, count * sizeof(struct io_uring_buf), access, flags, -1, 0);
  buffers.memory = mmap(NULL, (size_t)count * buffers.size, access, flags, -1, 0);
  if ((void*)buffers.ring == MAP_FAILED || buffers.memory == MAP_FAILED) fail("mmap");
  memset(buffers.memory, 1, (size_t)count * buffers.size);
  struct io_uring_buf_reg group = {.ring_addr = (uintptr_t)buffers.ring, .ring_entries = count, .bgid = GROUP};
  if (syscall(SYS_io_uring_register, ring.fd, IORING_REGISTER_PBUF_RING, &group, 1) < 0) fail("io_uring_register");
  for (unsigned i = 0; i < count; i++) give_back(i);
}

// The next datagrams of a socket, a completion each, until the kernel says that there are no more to come by this (without IORING_CQE_F_MORE).
static void prepare_receive(int fd) {
  struct io_uring_sqe* entry = prepare(IORING_OP_RECVMSG, fd, RECEIVE);
  entry->addr = (uintptr_t)&template;
  entry->len = 1;
  entry->ioprio = IORING_RECV_MULTISHOT;
  entry->flags = IOSQE_BUFFER_SELECT;
  entry->buf_group = GROUP;
}

// What a completion brought, and the number of its buffer; NULL where it brought none, which is no error where buffers had run out.
static struct io_uring_recvmsg_out* received(const struct io_uring_cqe* completion, unsigned* id) {
  if (completion->res < 0) {
    if (completion->res == -ENOBUFS) return NULL;
    errno = -completion->res;
    fail("recvmsg");
  }
  *id = completion->flags >> IORING_CQE_BUFFER_SHIFT;
  return (struct io_uring_recvmsg_out*)(buffers.memory + (size_t)*id * buffers.size);
}

static char* name_in(struct io_uring_recvmsg_out* out) { return (char*)(out + 1); }

static char* control_in(struct io_uring_recvmsg_out* out) { return name_in(out) + template.msg_namelen; }

static char* payload_in(struct io_uring_recvmsg_out* out) { return control_in(out) + template.msg_controllen; }

// Says so once there is a command to read.
static void prepare_command(void) {
  struct io_uring_sqe* entry = prepare(IORING_OP_POLL_ADD, 0, COMMAND);
  entry->poll32_events = POLLIN;
}
