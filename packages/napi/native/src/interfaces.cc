// if_nametoindex(3), if_indextoname(3)
#include <net/if.h>

#include "args.h"
#include "calls.h"

napi_value IfNametoindex(napi_env env, napi_callback_info info) {
  Args args(env, info);
  char name[IF_NAMESIZE + 1];
  size_t length = 0;
  if (napi_get_value_string_utf8(env, args[0], name, sizeof name, &length) != napi_ok) args.Refuse(0, "a string");
  if (!args.Ok()) return nullptr;
  // One that was cut off would be another's.
  if (length >= IF_NAMESIZE) return args.Result(-1, ENODEV);
  const unsigned index = if_nametoindex(name);
  return args.Result(index == 0 ? -1 : static_cast<int64_t>(index));
}

napi_value IfIndextoname(napi_env env, napi_callback_info info) {
  Args args(env, info);
  const int index = args.Int(0);
  if (!args.Ok()) return nullptr;
  char name[IF_NAMESIZE];
  if (if_indextoname(index, name) == nullptr) return args.Result(-1);
  return Napi::String::New(env, name);
}
