// sendto(2), recvfrom(2)
//
// Each without arguments too: with the memory of the call before. src/last.ts says when that is still where it was.
#include <sys/socket.h>

#include "args.h"
#include "calls.h"
#include "kernel.h"

napi_value Sendto(napi_env env, napi_callback_info info) {
  Args args(env, info, 1);
  View& data = args.environment().sent.data;
  if (args.Given() > 0) {
    const View given = args.Bytes(0);
    if (!args.Ok()) return nullptr;
    data = given;
  }
  const Registers& in = args.registers();
  return args.Store(kernel::sendto(in.fd, data.data, data.size, in.flags, in.Name(), in.name_length));
}

napi_value Recvfrom(napi_env env, napi_callback_info info) {
  Args args(env, info, 2);
  Last& last = args.environment().received;
  if (args.Given() > 0) {
    const Last given{args.Bytes(0), args.NameOrNull(1)};
    if (!args.Ok()) return nullptr;
    last = given;
  } else if (!args.Check(1, last.name)) {
    return nullptr;
  }
  const Registers& in = args.registers();
  return args.Store(kernel::recvfrom(in.fd, last.data.data, last.data.size, in.flags, last.name.name, last.name.length));
}
