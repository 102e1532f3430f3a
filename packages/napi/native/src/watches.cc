#include "watches.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/epoll.h>
#include <unistd.h>

namespace {

// As in core's watch.ts.
constexpr int kReadable = 1;
constexpr int kWritable = 2;
constexpr int kError = 4;

// In one turn of the loop; others have their turn in the next, in which the kernel begins with them.
constexpr int kMost = 128;

int Told(uint32_t happened) {
  return (happened & EPOLLIN ? kReadable : 0) | (happened & EPOLLOUT ? kWritable : 0) | (happened & EPOLLERR ? kError : 0);
}

}  // namespace

Watches* Watches::Open(napi_env env, napi_value on_ready, Watches** owner, int* error) {
  uv_loop_t* loop;
  if (napi_get_uv_event_loop(env, &loop) != napi_ok) {
    *error = ENOTSUP;
    return nullptr;
  }
  std::unique_ptr<Watches> watches(new Watches(env, owner));
  watches->epoll_ = epoll_create1(EPOLL_CLOEXEC);
  if (watches->epoll_ < 0) {
    *error = errno;
    return nullptr;
  }
  const int status = uv_poll_init(loop, &watches->poll_, watches->epoll_);
  if (status != 0) {
    close(watches->epoll_);
    *error = -status;
    return nullptr;
  }
  watches->poll_.data = watches.get();
  uv_poll_start(&watches->poll_, UV_READABLE, OnPoll);
  uv_unref(reinterpret_cast<uv_handle_t*>(&watches->poll_));
  napi_add_async_cleanup_hook(env, OnEnd, watches.get(), &watches->hook_);
  napi_value name;
  napi_create_string_utf8(env, "sendto.watch", NAPI_AUTO_LENGTH, &name);
  napi_async_init(env, nullptr, name, &watches->context_);
  napi_create_reference(env, on_ready, 1, &watches->on_ready_);
  return watches.release();
}

// The loop goes on until the handle is closed: only then may its memory go.
void Watches::OnEnd(napi_async_cleanup_hook_handle, void* data) {
  auto* watches = static_cast<Watches*>(data);
  *watches->owner_ = nullptr;
  napi_delete_reference(watches->env_, watches->on_ready_);
  napi_async_destroy(watches->env_, watches->context_);
  uv_close(reinterpret_cast<uv_handle_t*>(&watches->poll_), [](uv_handle_t* handle) {
    auto* watches = static_cast<Watches*>(handle->data);
    napi_remove_async_cleanup_hook(watches->hook_);
    delete watches;
  });
  close(watches->epoll_);
}

int64_t Watches::Add(int fd, int events) {
  const int flags = fcntl(fd, F_GETFL);
  if (flags < 0) return -errno;
  if ((flags & O_NONBLOCK) == 0) return -EINVAL;

  const int64_t id = next_++;
  Watch watch{fd};
  // Whether the descriptor can be watched is told now, even if it begins paused.
  watch.events = events != 0 ? events : kError;
  const int error = Register(id, watch);
  if (error != 0) return -error;
  watch.events = events;
  if (events == 0) Register(id, watch);

  watches_.emplace(id, watch);
  Count(+1);
  return id;
}

void Watches::Change(int64_t id, int events) {
  const auto found = watches_.find(id);
  if (found == watches_.end()) return;
  Watch& watch = found->second;
  if (watch.events == events && !watch.edge) return;
  watch.events = events;
  watch.edge = false;
  Register(id, watch);
}

void Watches::Ref(int64_t id, bool on) {
  const auto found = watches_.find(id);
  if (found == watches_.end() || found->second.ref == on) return;
  found->second.ref = on;
  Count(on ? +1 : -1);
}

void Watches::Close(int64_t id) {
  const auto found = watches_.find(id);
  if (found == watches_.end()) return;
  Watch watch = found->second;
  watches_.erase(found);
  if (watch.ref) Count(-1);
  watch.events = 0;
  Register(id, watch);
}

void Watches::OnPoll(uv_poll_t* handle, int, int) {
  auto* watches = static_cast<Watches*>(handle->data);
  epoll_event ready[kMost];
  const int count = epoll_wait(watches->epoll_, ready, kMost, 0);
  for (int i = 0; i < count; i++) watches->Deliver(static_cast<int64_t>(ready[i].data.u64), ready[i].events);
}

void Watches::Deliver(int64_t id, uint32_t happened) {
  // One that was delivered before it may have closed this watch, or changed it.
  const auto found = watches_.find(id);
  if (found == watches_.end()) return;
  Watch& watch = found->second;
  const int events = Told(happened) & watch.events;
  // Errors and hang-ups are reported unasked, for as long as they last. Where that is all, only what comes anew is to wake the loop.
  const bool edge = events == 0;
  if (watch.edge != edge && watch.events != 0) {
    watch.edge = edge;
    Register(id, watch);
  }
  if (events != 0) Call(id, events);
}

void Watches::Call(int64_t id, int events) {
  napi_handle_scope handles;
  if (napi_open_handle_scope(env_, &handles) != napi_ok) return;
  napi_callback_scope callback;
  if (napi_open_callback_scope(env_, nullptr, context_, &callback) == napi_ok) {
    napi_value on_ready, receiver, arguments[2], error;
    napi_get_reference_value(env_, on_ready_, &on_ready);
    napi_get_undefined(env_, &receiver);
    napi_create_int64(env_, id, &arguments[0]);
    napi_create_int32(env_, events, &arguments[1]);
    napi_call_function(env_, receiver, on_ready, 2, arguments, nullptr);
    bool thrown = false;
    napi_is_exception_pending(env_, &thrown);
    if (thrown && napi_get_and_clear_last_exception(env_, &error) == napi_ok) napi_fatal_exception(env_, error);
    napi_close_callback_scope(env_, callback);
  }
  napi_close_handle_scope(env_, handles);
}

// Has the epoll know what the watch wants. Returns an error number, or 0.
int Watches::Register(int64_t id, Watch& watch) {
  epoll_event event{};
  event.data.u64 = static_cast<uint64_t>(id);
  event.events = (watch.events & kReadable ? EPOLLIN : 0u) | (watch.events & kWritable ? EPOLLOUT : 0u) |
                 (watch.edge ? static_cast<uint32_t>(EPOLLET) : 0u);
  const bool add = watch.events != 0;
  if (!add && !watch.added) return 0;
  // Only what is not there at all reports no errors.
  const int operation = !add ? EPOLL_CTL_DEL : watch.added ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
  watch.added = add;
  return epoll_ctl(epoll_, operation, watch.fd, &event) == 0 ? 0 : errno;
}

// The handle keeps the loop alive for as long as one of the watches does.
void Watches::Count(int refs) {
  refs_ += refs;
  auto* handle = reinterpret_cast<uv_handle_t*>(&poll_);
  if (refs_ > 0) uv_ref(handle);
  else uv_unref(handle);
}
