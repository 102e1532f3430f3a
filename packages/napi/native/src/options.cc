// getsockopt(2), setsockopt(2)
#include <sys/socket.h>

#include "args.h"
#include "calls.h"

napi_value Getsockopt(napi_env env, napi_callback_info info) {
  Args args(env, info);
  const int fd = args.Int(0);
  const int level = args.Int(1);
  const int option = args.Int(2);
  const View value = args.Bytes(3);
  if (!args.Ok()) return nullptr;
  socklen_t length = value.size;
  const int result = getsockopt(fd, level, option, value.data, &length);
  return args.Result(result < 0 ? result : static_cast<int64_t>(length));
}

napi_value Setsockopt(napi_env env, napi_callback_info info) {
  Args args(env, info);
  const int fd = args.Int(0);
  const int level = args.Int(1);
  const int option = args.Int(2);
  const View value = args.Bytes(3);
  if (!args.Ok()) return nullptr;
  return args.Result(setsockopt(fd, level, option, value.data, value.size));
}
