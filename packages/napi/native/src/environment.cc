#include "environment.h"

#include <unistd.h>

Environment::Environment(Napi::Env env, const Napi::Object& exports) {
  auto memory = Napi::ArrayBuffer::New(env, sizeof(Registers));
  registers_ = static_cast<Registers*>(memory.Data());
  registers_memory_ = Napi::Persistent(memory);
  Napi::Object(exports).Set("registers", memory);
}

Environment::~Environment() {
  for (int fd : open_) close(fd);
}
