// What a binding cannot do without: a function that reads the arguments of sendto(2) and does nothing else, for Node-API and for koffi.
#include <cstddef>
#include <cstdint>

#include <node_api.h>

namespace {

napi_value Bare(napi_env env, napi_callback_info info) {
  size_t count = 4;
  napi_value args[4], result;
  int32_t fd, flags;
  napi_typedarray_type type;
  void *data, *name;
  size_t size, length;
  napi_get_cb_info(env, info, &count, args, nullptr, nullptr);
  napi_get_value_int32(env, args[0], &fd);
  napi_get_typedarray_info(env, args[1], &type, &size, &data, nullptr, nullptr);
  napi_get_value_int32(env, args[2], &flags);
  napi_get_typedarray_info(env, args[3], &type, &length, &name, nullptr, nullptr);
  napi_create_int32(env, -1, &result);
  return result;
}

napi_value Init(napi_env env, napi_value exports) {
  napi_value bare;
  napi_create_function(env, "bare", NAPI_AUTO_LENGTH, Bare, nullptr, &bare);
  napi_set_named_property(env, exports, "bare", bare);
  return exports;
}

}  // namespace

extern "C" intptr_t bare(int fd, const void* data, size_t size, int flags, uintptr_t name, uint32_t length) { return -1; }

NAPI_MODULE(bare, Init)
