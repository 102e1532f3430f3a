#include "poll_handle.h"

#include <memory>
#include <unistd.h>

PollHandle* PollHandle::Open(uv_loop_t* loop, int fd, int64_t id, Owner* owner, int* error) {
  std::unique_ptr<PollHandle> handle(new PollHandle(fd, id, owner));
  const int status = uv_poll_init(loop, &handle->poll_, fd);
  if (status != 0) {
    close(fd);
    *error = -status;
    return nullptr;
  }
  handle->poll_.data = handle.get();
  handle->Ref(false);
  return handle.release();
}

void PollHandle::Want(int events) {
  if (events == 0) uv_poll_stop(&poll_);
  else uv_poll_start(&poll_, events, OnPoll);
}

void PollHandle::Ref(bool on) {
  auto* handle = reinterpret_cast<uv_handle_t*>(&poll_);
  if (on) uv_ref(handle);
  else uv_unref(handle);
}

// Its memory may go only when the loop has let go of it, which is in its next turn.
void PollHandle::Close() {
  uv_close(reinterpret_cast<uv_handle_t*>(&poll_), [](uv_handle_t* closed) {
    std::unique_ptr<PollHandle> handle(static_cast<PollHandle*>(closed->data));
    handle->owner_->OnClosed();
  });
  close(fd_);
}

void PollHandle::OnPoll(uv_poll_t* poll, int status, int events) {
  auto* handle = static_cast<PollHandle*>(poll->data);
  handle->owner_->OnReady(handle, status < 0, events);
}
