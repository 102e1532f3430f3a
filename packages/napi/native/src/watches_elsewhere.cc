// Where there is no epoll there are no watches yet: core does not ask for any without the capability.
#include "watches.h"

#include <cerrno>

Watches* Watches::Open(napi_env, napi_value, Watches**, int* error) {
  *error = ENOTSUP;
  return nullptr;
}

int64_t Watches::Add(int, int) { return -ENOTSUP; }
void Watches::Change(int64_t, int) {}
bool Watches::Coalesce(int64_t, int) { return false; }
void Watches::Ref(int64_t, bool) {}
void Watches::Close(int64_t) {}
