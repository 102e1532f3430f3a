// sendmsg(2), recvmsg(2), sendmmsg(2), recvmmsg(2)
//
// The headers are core's own memory (Message, VectorMemory), which no program can write to: the pointers in it are trusted.
#include <sys/socket.h>

#include "args.h"
#include "calls.h"

napi_value Sendmsg(napi_env env, napi_callback_info info) {
  Args args(env, info);
  const int fd = args.Int(0);
  auto* header = args.Struct<msghdr>(1, 1);
  const int flags = args.Int(2);
  if (!args.Ok()) return nullptr;
  return args.Result(sendmsg(fd, header, flags));
}

napi_value Recvmsg(napi_env env, napi_callback_info info) {
  Args args(env, info);
  const int fd = args.Int(0);
  auto* header = args.Struct<msghdr>(1, 1);
  const int flags = args.Int(2);
  if (!args.Ok()) return nullptr;
  return args.Result(recvmsg(fd, header, flags));
}

napi_value Sendmmsg(napi_env env, napi_callback_info info) {
  Args args(env, info, 1);
  const Registers& in = args.registers();
  auto* headers = args.Struct<mmsghdr>(0, static_cast<int64_t>(in.from) + in.count);
  if (!args.Ok()) return nullptr;
  if (in.from < 0 || in.count < 0) return args.Result(-1, EINVAL);
  return args.Result(sendmmsg(in.fd, headers + in.from, in.count, in.flags));
}

napi_value Recvmmsg(napi_env env, napi_callback_info info) {
  Args args(env, info, 1);
  const Registers& in = args.registers();
  auto* headers = args.Struct<mmsghdr>(0, static_cast<int64_t>(in.from) + in.count);
  if (!args.Ok()) return nullptr;
  if (in.from < 0 || in.count < 0) return args.Result(-1, EINVAL);
  return args.Result(recvmmsg(in.fd, headers + in.from, in.count, in.flags, nullptr));
}
