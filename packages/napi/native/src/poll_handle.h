// A descriptor that libuv watches, which belongs to its handle. uv_poll_t
#pragma once

#include <cstdint>

#include <uv.h>

class PollHandle {
 public:
  class Owner {
   public:
    // `error`: libuv has stopped the handle, since the descriptor reports an error condition.
    virtual void OnReady(PollHandle* handle, bool error, int events) = 0;
    // It is no more, and its memory about to go.
    virtual void OnClosed() = 0;

   protected:
    ~Owner() = default;
  };

  // Closes the descriptor if it cannot be watched, and returns null with the error number in `error`. The handle does not keep the loop alive.
  static PollHandle* Open(uv_loop_t* loop, int fd, int64_t id, Owner* owner, int* error);

  // What the owner knows it by.
  int64_t id() const { return id_; }

  int fd() const { return fd_; }

  // A sum of UV_READABLE and UV_WRITABLE; 0 stops it.
  void Want(int events);

  void Ref(bool on);

  // It tells nothing from now on. To be called once.
  void Close();

 private:
  PollHandle(int fd, int64_t id, Owner* owner) : fd_(fd), id_(id), owner_(owner) {}

  static void OnPoll(uv_poll_t* poll, int status, int events);

  uv_poll_t poll_;
  const int fd_;
  const int64_t id_;
  Owner* const owner_;
};
