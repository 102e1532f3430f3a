// The watches of one environment: readiness on its event loop. epoll(7), uv_poll_t
//
// libuv watches an epoll of ours, in which the watched descriptors are. It would stop a handle whose descriptor reports an error, end the process over one
// that was closed behind its back, and has no edge-triggered mode, without which an error that nobody reads would keep the loop turning.
//
// Of the first sockets for datagrams it watches a duplicate instead, which nobody closes, for as long as they report no error: that saves each wake-up the
// second epoll, which is an eighth of what one costs that brings a few datagrams.
#pragma once

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include <node_api.h>
#include <uv.h>

#include "poll_handle.h"

class Watches final : private PollHandle::Owner {
 public:
  // `on_ready` is called with the number of a watch and what it is ready for. Returns null where there can be none, with the error number in `error`.
  static Watches* Open(napi_env env, napi_value on_ready, Watches** owner, int* error);

  // Returns its number, or a negated error number. The numbers are never used again.
  int64_t Add(int fd, int events);

  // These have no effect on a number that is no watch, or no longer.
  void Change(int64_t id, int events);
  // Returns whether it does.
  bool Coalesce(int64_t id, int microseconds);
  void Ref(int64_t id, bool on);
  void Close(int64_t id);

 private:
  struct Watch {
    int fd;
    int events = 0;
    bool ref = true;
    // As the epoll has it.
    bool added = false;
    bool edge = false;
    // Of a socket for datagrams, of which libuv may watch a duplicate until it reports an error: by which it is known to be the one that it was. 0 for others.
    uint64_t cookie = 0;
    PollHandle* direct = nullptr;
    // Microseconds from one call to the next, by the clock and not by readiness, which nobody asks about meanwhile; 0 for readiness.
    int period = 0;
  };

  explicit Watches(napi_env env, Watches** owner) : env_(env), owner_(owner) {}

  void OnReady(PollHandle* handle, bool error, int events) override;
  void OnClosed() override;
  static void OnEnd(napi_async_cleanup_hook_handle hook, void* data);

  void Harvest();
  void Tick();
  void Deliver(int64_t id, uint32_t happened);
  void Call(int64_t id, int events);
  int Register(int64_t id, Watch& watch);
  bool Direct(int64_t id, Watch& watch);
  void EndDirect(Watch& watch);
  bool IsDeaf(Watch& watch);
  bool OpenClock();
  void SetClock();
  void EndCoalescing(int64_t id, Watch& watch);
  void Count(int refs);

  napi_env env_;
  Watches** owner_;
  napi_async_cleanup_hook_handle hook_ = nullptr;
  // For the draining of ticks and microtasks. That of AsyncLocalStorage is each callback's own affair: Node-API does not carry it in all versions of Node.
  napi_async_context context_ = nullptr;
  napi_ref on_ready_ = nullptr;
  uv_loop_t* loop_ = nullptr;
  PollHandle* poll_ = nullptr;
  // A timerfd, from the first watch that goes by it; and in which period it ticks, that of the most impatient one.
  PollHandle* clock_ = nullptr;
  int period_ = 0;
  std::vector<int64_t> coalesced_;
  std::vector<int64_t> due_;
  int epoll_ = -1;
  // Watched directly; and all handles that are not closed yet.
  int directs_ = 0;
  int handles_ = 0;
  int refs_ = 0;
  int64_t next_ = 1;
  std::unordered_map<int64_t, Watch> watches_;
};
