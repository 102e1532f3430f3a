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
  Args args(env, info, 2);
  const View data = args.Bytes(0);
  const NameBuffer name = args.NameOrNull(1);
  if (!args.Ok()) return nullptr;
  const Registers& in = args.registers();
  return args.Result(recvfrom(in.fd, data.data, data.size, in.flags, name.name, name.length));
}
