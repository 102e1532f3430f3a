#include "watches.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace {

// As in core's watch.ts.
constexpr int kReadable = 1;
constexpr int kWritable = 2;
constexpr int kError = 4;

// In one turn of the loop; others have their turn in the next, in which the kernel begins with them.
constexpr int kMost = 128;

// Each takes a descriptor more. A program with many sockets gets several of them by one wake-up, and shares its cost anyway.
constexpr int kMostDirect = 16;

// As libuv says it.
static_assert(kReadable == UV_READABLE && kWritable == UV_WRITABLE);

int Told(uint32_t happened) {
  return (happened & EPOLLIN ? kReadable : 0) | (happened & EPOLLOUT ? kWritable : 0) | (happened & EPOLLERR ? kError : 0);
}

// No other socket ever has the same; 0 for what is none. It costs each wake-up less than fstat(2).
uint64_t CookieOf(int fd) {
  uint64_t cookie = 0;
  socklen_t length = sizeof cookie;
  return getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &length) == 0 ? cookie : 0;
}

bool IsForDatagrams(int fd) {
  int type = 0;
  socklen_t length = sizeof type;
  return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0 && (type == SOCK_DGRAM || type == SOCK_RAW);
}

}  // namespace

Watches* Watches::Open(napi_env env, napi_value on_ready, Watches** owner, int* error) {
  std::unique_ptr<Watches> watches(new Watches(env, owner));
  if (napi_get_uv_event_loop(env, &watches->loop_) != napi_ok) {
    *error = ENOTSUP;
    return nullptr;
  }
  watches->epoll_ = epoll_create1(EPOLL_CLOEXEC);
  if (watches->epoll_ < 0) {
    *error = errno;
    return nullptr;
  }
  watches->poll_ = PollHandle::Open(watches->loop_, watches->epoll_, 0, watches.get(), error);
  if (watches->poll_ == nullptr) return nullptr;
  watches->handles_ = 1;
  watches->poll_->Want(UV_READABLE);
  napi_add_async_cleanup_hook(env, OnEnd, watches.get(), &watches->hook_);
  napi_value name;
  napi_create_string_utf8(env, "sendto.watch", NAPI_AUTO_LENGTH, &name);
  napi_async_init(env, nullptr, name, &watches->context_);
  napi_create_reference(env, on_ready, 1, &watches->on_ready_);
  return watches.release();
}

void Watches::OnEnd(napi_async_cleanup_hook_handle, void* data) {
  auto* watches = static_cast<Watches*>(data);
  *watches->owner_ = nullptr;
  napi_delete_reference(watches->env_, watches->on_ready_);
  napi_async_destroy(watches->env_, watches->context_);
  for (auto& [id, watch] : watches->watches_) watches->EndDirect(watch);
  if (watches->clock_ != nullptr) watches->clock_->Close();
  watches->poll_->Close();
}

// The environment's loop goes on until the last handle is closed.
void Watches::OnClosed() {
  if (--handles_ > 0) return;
  napi_remove_async_cleanup_hook(hook_);
  delete this;
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
  // These report no hang-up alone, which libuv takes for something to read.
  if (IsForDatagrams(fd)) watch.cookie = CookieOf(fd);
  Register(id, watch);

  watches_.emplace(id, watch);
  Count(+1);
  return id;
}

void Watches::Change(int64_t id, int events) {
  const auto found = watches_.find(id);
  if (found == watches_.end()) return;
  Watch& watch = found->second;
  if (watch.events == events && !watch.edge && watch.period == 0) return;
  watch.events = events;
  watch.edge = false;
  if (watch.period != 0) EndCoalescing(id, watch);
  Register(id, watch);
}

bool Watches::Coalesce(int64_t id, int microseconds) {
  const auto found = watches_.find(id);
  if (found == watches_.end()) return false;
  Watch& watch = found->second;
  // Without a cookie nobody could tell that the descriptor is still the one that it was.
  if (watch.cookie == 0 || (watch.events & kReadable) == 0 || (clock_ == nullptr && !OpenClock())) return false;
  if (watch.period == 0) coalesced_.push_back(id);
  watch.period = microseconds;
  Register(id, watch);
  SetClock();
  return true;
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
  if (found->second.period != 0) EndCoalescing(id, found->second);
  Watch watch = found->second;
  watches_.erase(found);
  if (watch.ref) Count(-1);
  EndDirect(watch);
  watch.events = 0;
  Register(id, watch);
}

void Watches::OnReady(PollHandle* handle, bool error, int events) {
  if (handle == poll_) {
    Harvest();
    return;
  }
  if (handle == clock_) {
    Tick();
    return;
  }
  const auto found = watches_.find(handle->id());
  if (found == watches_.end()) return;
  Watch& watch = found->second;
  if (IsDeaf(watch)) return;
  if (!error) {
    if ((events & watch.events) != 0) Call(handle->id(), events & watch.events);
    return;
  }
  EndDirect(watch);
  watch.cookie = 0;
  Register(handle->id(), watch);
}

void Watches::Harvest() {
  epoll_event ready[kMost];
  const int count = epoll_wait(epoll_, ready, kMost, 0);
  for (int i = 0; i < count; i++) Deliver(static_cast<int64_t>(ready[i].data.u64), ready[i].events);
}

void Watches::Tick() {
  uint64_t ticks;
  if (read(clock_->fd(), &ticks, sizeof ticks) < 0) return;
  due_ = coalesced_;
  for (const int64_t id : due_) {
    // One that was called before it may have closed this watch, or changed it.
    const auto found = watches_.find(id);
    if (found == watches_.end() || found->second.period == 0) continue;
    if (IsDeaf(found->second)) EndCoalescing(id, found->second);
    else Call(id, kReadable);
  }
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

// Has libuv or the epoll know what the watch wants. Returns an error number, or 0.
int Watches::Register(int64_t id, Watch& watch) {
  const int events = watch.period == 0 ? watch.events : 0;
  const bool direct = Direct(id, watch);
  if (direct) watch.direct->Want(events & (kReadable | kWritable));
  epoll_event event{};
  event.data.u64 = static_cast<uint64_t>(id);
  event.events = (events & kReadable ? EPOLLIN : 0u) | (events & kWritable ? EPOLLOUT : 0u) |
                 (watch.edge ? static_cast<uint32_t>(EPOLLET) : 0u);
  const bool add = !direct && events != 0;
  if (!add && !watch.added) return 0;
  // Only what is not there at all reports no errors.
  const int operation = !add ? EPOLL_CTL_DEL : watch.added ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
  watch.added = add;
  return epoll_ctl(epoll_, operation, watch.fd, &event) == 0 ? 0 : errno;
}

// Whether libuv watches a duplicate, from now on if it did not. It cannot tell of errors alone, nor of those that are there.
bool Watches::Direct(int64_t id, Watch& watch) {
  if (watch.direct != nullptr) {
    if (watch.events != kError) return true;
    if (!IsDeaf(watch)) EndDirect(watch);
    return false;
  }
  if (watch.cookie == 0 || directs_ == kMostDirect || (watch.events & (kReadable | kWritable)) == 0) return false;
  const int duplicate = IsDeaf(watch) ? -1 : fcntl(watch.fd, F_DUPFD_CLOEXEC, 0);
  if (duplicate < 0) return false;
  int error;
  watch.direct = PollHandle::Open(loop_, duplicate, id, this, &error);
  if (watch.direct == nullptr) return false;
  directs_++;
  handles_++;
  return true;
}

// A descriptor that was closed behind the back of its watch is no longer heard of, whatever has its number now.
bool Watches::IsDeaf(Watch& watch) {
  if (CookieOf(watch.fd) == watch.cookie) return false;
  EndDirect(watch);
  watch.fd = -1;
  watch.cookie = 0;
  return true;
}

bool Watches::OpenClock() {
  const int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  if (fd < 0) return false;
  int error;
  clock_ = PollHandle::Open(loop_, fd, 0, this, &error);
  if (clock_ == nullptr) return false;
  handles_++;
  return true;
}

void Watches::SetClock() {
  int period = 0;
  for (const int64_t id : coalesced_) {
    const int each = watches_.at(id).period;
    if (period == 0 || each < period) period = each;
  }
  if (period == period_) return;
  period_ = period;
  const timespec time{period / 1000000, period % 1000000 * 1000};
  const itimerspec timer{time, time};
  timerfd_settime(clock_->fd(), 0, &timer, nullptr);
  clock_->Want(period != 0 ? UV_READABLE : 0);
}

void Watches::EndCoalescing(int64_t id, Watch& watch) {
  watch.period = 0;
  coalesced_.erase(std::find(coalesced_.begin(), coalesced_.end(), id));
  SetClock();
}

void Watches::EndDirect(Watch& watch) {
  if (watch.direct == nullptr) return;
  watch.direct->Close();
  watch.direct = nullptr;
  directs_--;
}

// The handle keeps the loop alive for as long as one of the watches does.
void Watches::Count(int refs) {
  refs_ += refs;
  poll_->Ref(refs_ > 0);
}
