// socket(2), close(2)
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
