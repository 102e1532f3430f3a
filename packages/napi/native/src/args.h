// Reads the arguments of a call. Core has checked their meaning; what is checked again here is what would break memory.
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <string>

#include <napi.h>
#include <sys/socket.h>

#include "environment.h"

// Straight from Node-API: next to a system call of a microsecond, Napi::CallbackInfo is a twentieth.
class Args {
 public:
  // `count` is how many arguments the call has: Node-API fills in those that are missing.
  Args(napi_env env, napi_callback_info info, size_t count = kMost) : env_(env) {
    void* data;
    napi_get_cb_info(env, info, &count, values_, nullptr, &data);
    environment_ = static_cast<Environment*>(data);
  }

  // All that a call without arguments asks for.
  static Environment& EnvironmentOf(napi_env env, napi_callback_info info) {
    void* data;
    napi_get_cb_info(env, info, nullptr, nullptr, nullptr, &data);
    return *static_cast<Environment*>(data);
  }

  int32_t Int(size_t index) {
    int32_t value = 0;
    if (napi_get_value_int32(env_, values_[index], &value) != napi_ok) Refuse(index, "an integer");
    return value;
  }

  View Bytes(size_t index) {
    View view;
    if (!Read(index, &view)) Refuse(index, "a Uint8Array");
    return view;
  }

  NameBuffer Name(size_t index) {
    const View memory = Bytes(index);
    const bool aligned = reinterpret_cast<uintptr_t>(memory.data) % alignof(socklen_t) == 0;
    if (memory.size >= sizeof(socklen_t) && aligned) {
      auto* length = reinterpret_cast<socklen_t*>(memory.data);
      const NameBuffer name{reinterpret_cast<sockaddr*>(length + 1), length, memory.size - sizeof(socklen_t)};
      if (Check(index, name)) return name;
      return {};
    }
    Refuse(index, kReset);
    return {};
  }

  bool Check(size_t index, const NameBuffer& name) {
    if (name.WasReset()) return true;
    Refuse(index, kReset);
    return false;
  }

  // The first of at least `count` structs.
  template <typename T>
  T* Struct(size_t index, int64_t count) {
    const View memory = Bytes(index);
    if (count >= 0 && memory.size / sizeof(T) >= static_cast<size_t>(count)) return reinterpret_cast<T*>(memory.data);
    Refuse(index, "long enough for what it is to hold");
    return nullptr;
  }

  NameBuffer NameOrNull(size_t index) { return IsNull(index) ? NameBuffer{} : Name(index); }

  Environment& environment() const { return *environment_; }
  Registers& registers() const { return *environment_->registers(); }

  napi_value operator[](size_t index) const { return values_[index]; }

  // False once an argument was refused: a TypeError is pending then, and no call may be made.
  bool Ok() const { return ok_; }

  // The first refusal counts.
  [[gnu::cold, gnu::noinline]] void Refuse(size_t index, const char* expected) {
    if (!ok_) return;
    ok_ = false;
    auto error = Napi::TypeError::New(env_, "Argument " + std::to_string(index) + " must be " + expected);
    error.Set("code", Napi::String::New(env_, "ERR_INVALID_ARG_TYPE"));
    error.ThrowAsJavaScriptException();
  }

  // A call's result as the contract has it: what the call returned, or the negated errno.
  napi_value Result(int64_t result) const { return Result(result, result < 0 ? errno : 0); }

  // The same for what is refused here, as the kernel would.
  napi_value Result(int64_t result, int error) const {
    napi_value value;
    napi_create_int32(env_, static_cast<int32_t>(result < 0 ? -error : result), &value);
    return value;
  }

 private:
  // No call has more.
  static constexpr size_t kMost = 4;
  static constexpr const char* kReset = "the memory of a NameBuffer that was reset";

  bool IsNull(size_t index) const { return Napi::Value(env_, values_[index]).IsNull(); }

  bool Read(size_t index, View* view) {
    napi_typedarray_type type;
    void* data;
    size_t size;
    const auto status = napi_get_typedarray_info(env_, values_[index], &type, &size, &data, nullptr, nullptr);
    if (status != napi_ok || type != napi_uint8_array) return false;
    *view = {static_cast<uint8_t*>(data), size};
    return true;
  }

  napi_env env_;
  Environment* environment_;
  napi_value values_[kMost];
  bool ok_ = true;
};
