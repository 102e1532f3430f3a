// What the addon keeps for each environment (the main thread, each worker).
#pragma once

#include <cerrno>
#include <unordered_set>

#include <napi.h>
#include <sys/socket.h>

#include "watches.h"

// Arguments and results of the calls that count nanoseconds. JavaScript stores them here before it calls, and loads them after: each one that Node-API has to
// read or make costs more than the store and the load together. The layout is that of src/registers.ts.
struct Registers {
  double name;
  int32_t fd;
  int32_t flags;
  int32_t name_length;
  int32_t from;
  int32_t count;
  int32_t result;

  // A call's result as the contract has it, for JavaScript to load: what the call returned, or the negated errno.
  napi_value Store(int64_t returned) {
    result = static_cast<int32_t>(returned < 0 ? -errno : returned);
    return nullptr;
  }

  // Null for what is no address at all. Any other the kernel reads, and answers EFAULT if it is not the process's own.
  const sockaddr* Name() const {
    const bool exact = name >= 0 && name < 0x1p53;
    return exact ? reinterpret_cast<const sockaddr*>(static_cast<uintptr_t>(name)) : nullptr;
  }
};

// The bytes of a Uint8Array, valid until the call returns, and in a later one for as long as JavaScript knows that they have not moved.
struct View {
  uint8_t* data = nullptr;
  size_t size = 0;
};

// The memory of core's NameBuffer: a socklen_t and, right behind it, a sockaddr.
struct NameBuffer {
  sockaddr* name = nullptr;
  socklen_t* length = nullptr;
  size_t capacity = 0;

  // The kernel writes as many bytes as the length promises.
  bool WasReset() const { return length == nullptr || *length <= capacity; }
};

// The memory of the last call of a kind. A program uses the same buffer over and over, and to read a view costs more than all else that the addon does.
struct Last {
  View data;
  NameBuffer name;
};

class Environment {
 public:
  Environment(Napi::Env env, const Napi::Object& exports);
  // Closes what this environment opened and did not close.
  ~Environment();

  void Opened(int fd) { open_.insert(fd); }
  void Closed(int fd) { open_.erase(fd); }

  // Null before the first watch and once the environment ends.
  Watches* watches() const { return watches_; }
  Watches* OpenWatches(napi_env env, napi_value on_ready, int* error) {
    if (watches_ == nullptr) watches_ = Watches::Open(env, on_ready, &watches_, error);
    return watches_;
  }

  Registers* registers() const { return registers_; }

  Last sent;
  Last received;

 private:
  std::unordered_set<int> open_;
  Watches* watches_ = nullptr;
  Registers* registers_;
  // Keeps their memory, of which JavaScript could let go.
  Napi::Reference<Napi::ArrayBuffer> registers_memory_;
};
