// socket(2), dup(2), shutdown(2), close(2), and what fcntl(2) and ioctl(2) do for sockets
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "args.h"
#include "calls.h"

napi_value Socket(napi_env env, napi_callback_info info) {
  Args args(env, info);
  const int domain = args.Int(0);
  const int type = args.Int(1);
  const int protocol = args.Int(2);
  if (!args.Ok()) return nullptr;
  const int fd = socket(domain, type, protocol);
  if (fd >= 0) args.environment().Opened(fd);
  return args.Result(fd);
}

napi_value Close(napi_env env, napi_callback_info info) {
  Args args(env, info);
  const int fd = args.Int(0);
  if (!args.Ok()) return nullptr;
  // Forgotten first: whatever close says, the number is no longer ours.
  args.environment().Closed(fd);
  return args.Result(close(fd));
}

napi_value Dup(napi_env env, napi_callback_info info) {
  Args args(env, info);
  const int fd = args.Int(0);
  if (!args.Ok()) return nullptr;
  const int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
  if (copy >= 0) args.environment().Opened(copy);
  return args.Result(copy);
}

napi_value Adopt(napi_env env, napi_callback_info info) {
  Args args(env, info);
  const int fd = args.Int(0);
  if (!args.Ok()) return nullptr;
  const int result = fcntl(fd, F_SETFD, FD_CLOEXEC);
  if (result == 0) args.environment().Opened(fd);
  return args.Result(result);
}

napi_value Shutdown(napi_env env, napi_callback_info info) {
  Args args(env, info);
  const int fd = args.Int(0);
  const int how = args.Int(1);
  if (!args.Ok()) return nullptr;
  return args.Result(shutdown(fd, how));
}

napi_value SetNonblocking(napi_env env, napi_callback_info info) {
  Args args(env, info);
  const int fd = args.Int(0);
  int on = args.Int(1);
  if (!args.Ok()) return nullptr;
  return args.Result(ioctl(fd, FIONBIO, &on));
}

napi_value Queued(napi_env env, napi_callback_info info) {
  Args args(env, info);
  const int fd = args.Int(0);
  const int request = args.Int(1);
  int bytes = 0;
  if (!args.Ok()) return nullptr;
  // Other requests would read or write something else than an int.
  if (request != FIONREAD && request != TIOCOUTQ) return args.Result(-1, EINVAL);
  const int result = ioctl(fd, request, &bytes);
  return args.Result(result < 0 ? result : bytes);
}
