// The addon: a table of calls for each environment that loads it.
#include <utility>

#include <napi.h>

#include "args.h"
#include "calls.h"
#include "environment.h"

namespace {

napi_value Address(napi_env env, napi_callback_info info) {
  Args args(env, info);
  const View view = args.Bytes(0);
  if (!args.Ok()) return nullptr;
  return Napi::BigInt::New(env, static_cast<uint64_t>(reinterpret_cast<uintptr_t>(view.data)));
}

constexpr std::pair<const char*, napi_callback> kCalls[] = {
    {"address", Address},
    {"socket", Socket},
    {"dup", Dup},
    {"adopt", Adopt},
    {"shutdown", Shutdown},
    {"setNonblocking", SetNonblocking},
    {"queued", Queued},
    {"close", Close},
    {"bind", Bind},
    {"connect", Connect},
    {"getsockname", Getsockname},
    {"getpeername", Getpeername},
    {"sendto", Sendto},
    {"sendtoAgain", SendtoAgain},
    {"recvfrom", Recvfrom},
    {"recvfromAgain", RecvfromAgain},
    {"sendmsg", Sendmsg},
    {"recvmsg", Recvmsg},
    {"sendmmsg", Sendmmsg},
    {"recvmmsg", Recvmmsg},
    {"poll", Poll},
    {"watchOpen", WatchOpen},
    {"watch", WatchAdd},
    {"watchChange", WatchChange},
    {"watchCoalesce", WatchCoalesce},
    {"watchRef", WatchRef},
    {"watchClose", WatchClose},
    {"if_nametoindex", IfNametoindex},
    {"if_indextoname", IfIndextoname},
    {"getsockopt", Getsockopt},
    {"setsockopt", Setsockopt},
};

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  auto* environment = new Environment(env, exports);
  env.SetInstanceData(environment);
  for (const auto& [name, call] : kCalls) {
    napi_value function;
    napi_create_function(env, name, NAPI_AUTO_LENGTH, call, environment, &function);
    exports.Set(name, Napi::Value(env, function));
  }
  return exports;
}

}  // namespace

NODE_API_MODULE(sendto, Init)
