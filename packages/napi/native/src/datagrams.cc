// sendto(2), recvfrom(2)
#include <sys/socket.h>

#include "args.h"
#include "calls.h"

napi_value Sendto(napi_env env, napi_callback_info info) {
  Args args(env, info, 1);
  const View data = args.Bytes(0);
  if (!args.Ok()) return nullptr;
  const Registers& in = args.registers();
  return args.Result(sendto(in.fd, data.data, data.size, in.flags, in.Name(), in.name_length));
}

napi_value Recvfrom(napi_env env, napi_callback_info info) {
  Args args(env, info);
  const int fd = args.Int(0);
  const View data = args.Bytes(1);
  const int flags = args.Int(2);
  const NameBuffer name = args.NameOrNull(3);
  if (!args.Ok()) return nullptr;
  return args.Result(recvfrom(fd, data.data, data.size, flags, name.name, name.length));
}
