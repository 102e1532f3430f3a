// bind(2), connect(2), getsockname(2), getpeername(2)
#include <sys/socket.h>

#include "args.h"
#include "calls.h"

napi_value Bind(napi_env env, napi_callback_info info) {
  Args args(env, info);
  const int fd = args.Int(0);
  const View name = args.Bytes(1);
  if (!args.Ok()) return nullptr;
  return args.Result(bind(fd, reinterpret_cast<const sockaddr*>(name.data), name.size));
}

napi_value Connect(napi_env env, napi_callback_info info) {
  Args args(env, info);
  const int fd = args.Int(0);
  const View name = args.Bytes(1);
  if (!args.Ok()) return nullptr;
  return args.Result(connect(fd, reinterpret_cast<const sockaddr*>(name.data), name.size));
}

napi_value Getsockname(napi_env env, napi_callback_info info) {
  Args args(env, info);
  const int fd = args.Int(0);
  const NameBuffer name = args.Name(1);
  if (!args.Ok()) return nullptr;
  return args.Result(getsockname(fd, name.name, name.length));
}

napi_value Getpeername(napi_env env, napi_callback_info info) {
  Args args(env, info);
  const int fd = args.Int(0);
  const NameBuffer name = args.Name(1);
  if (!args.Ok()) return nullptr;
  return args.Result(getpeername(fd, name.name, name.length));
}
