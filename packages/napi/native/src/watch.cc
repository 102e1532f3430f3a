// Readiness on the event loop: `watch` and what can be done with one
#include "args.h"
#include "calls.h"
#include "watches.h"

namespace {

// Not for -errno alone: the number of a watch may be a large one.
napi_value Number(napi_env env, int64_t number) {
  napi_value value;
  napi_create_int64(env, number, &value);
  return value;
}

int64_t Id(napi_env env, Args& args) {
  int64_t id = 0;
  if (napi_get_value_int64(env, args[0], &id) != napi_ok) args.Refuse(0, "an integer");
  return id;
}

}  // namespace

// Opens the watches of this environment, or returns the negated error number.
napi_value WatchOpen(napi_env env, napi_callback_info info) {
  Args args(env, info);
  napi_valuetype type = napi_undefined;
  napi_typeof(env, args[0], &type);
  if (type != napi_function) args.Refuse(0, "a function");
  if (!args.Ok()) return nullptr;
  int error = 0;
  const Watches* watches = args.environment().OpenWatches(env, args[0], &error);
  return Number(env, watches == nullptr ? -error : 0);
}

napi_value WatchAdd(napi_env env, napi_callback_info info) {
  Args args(env, info);
  const int fd = args.Int(0);
  const int events = args.Int(1);
  if (!args.Ok()) return nullptr;
  Watches* watches = args.environment().watches();
  return Number(env, watches == nullptr ? -EBADF : watches->Add(fd, events));
}

napi_value WatchChange(napi_env env, napi_callback_info info) {
  Args args(env, info);
  const int64_t id = Id(env, args);
  const int events = args.Int(1);
  if (!args.Ok()) return nullptr;
  if (Watches* watches = args.environment().watches()) watches->Change(id, events);
  return nullptr;
}

napi_value WatchCoalesce(napi_env env, napi_callback_info info) {
  Args args(env, info);
  const int64_t id = Id(env, args);
  const int microseconds = args.Int(1);
  if (args.Ok() && microseconds <= 0) args.Refuse(1, "a positive number");
  if (!args.Ok()) return nullptr;
  Watches* watches = args.environment().watches();
  return Number(env, watches != nullptr && watches->Coalesce(id, microseconds));
}

napi_value WatchRef(napi_env env, napi_callback_info info) {
  Args args(env, info);
  const int64_t id = Id(env, args);
  const int on = args.Int(1);
  if (!args.Ok()) return nullptr;
  if (Watches* watches = args.environment().watches()) watches->Ref(id, on != 0);
  return nullptr;
}

napi_value WatchClose(napi_env env, napi_callback_info info) {
  Args args(env, info);
  const int64_t id = Id(env, args);
  if (!args.Ok()) return nullptr;
  if (Watches* watches = args.environment().watches()) watches->Close(id);
  return nullptr;
}
