// sendto(2), recvfrom(2)
//
// Each has a twin without arguments, with the memory of the call before: src/last.ts says when that is still where it was.
#include <sys/socket.h>

#include "args.h"
#include "calls.h"
#include "kernel.h"

namespace {

napi_value Send(const Environment& environment) {
  Registers& registers = *environment.registers();
  const View& data = environment.sent.data;
  return registers.Store(
      kernel::sendto(registers.fd, data.data, data.size, registers.flags, registers.Name(), registers.name_length));
}

napi_value Receive(const Environment& environment) {
  Registers& registers = *environment.registers();
  const auto& [data, name] = environment.received;
  return registers.Store(
      kernel::recvfrom(registers.fd, data.data, data.size, registers.flags, name.name, name.length));
}

}  // namespace

napi_value Sendto(napi_env env, napi_callback_info info) {
  Args args(env, info, 1);
  const View given = args.Bytes(0);
  if (!args.Ok()) return nullptr;
  args.environment().sent.data = given;
  return Send(args.environment());
}

napi_value SendtoAgain(napi_env env, napi_callback_info info) { return Send(Args::EnvironmentOf(env, info)); }

napi_value Recvfrom(napi_env env, napi_callback_info info) {
  Args args(env, info, 2);
  const Last given{args.Bytes(0), args.NameOrNull(1)};
  if (!args.Ok()) return nullptr;
  args.environment().received = given;
  return Receive(args.environment());
}

napi_value RecvfromAgain(napi_env env, napi_callback_info info) {
  Environment& environment = Args::EnvironmentOf(env, info);
  if (environment.received.name.WasReset()) return Receive(environment);
  Args(env, info, 0).Check(1, environment.received.name);
  return nullptr;
}
