// The calls, each as core's Backend describes it.
#pragma once

#include <node_api.h>

napi_value Socket(napi_env env, napi_callback_info info);
napi_value Dup(napi_env env, napi_callback_info info);
napi_value Adopt(napi_env env, napi_callback_info info);
napi_value Shutdown(napi_env env, napi_callback_info info);
napi_value SetNonblocking(napi_env env, napi_callback_info info);
napi_value Queued(napi_env env, napi_callback_info info);
napi_value Close(napi_env env, napi_callback_info info);

napi_value Bind(napi_env env, napi_callback_info info);
napi_value Connect(napi_env env, napi_callback_info info);
napi_value Getsockname(napi_env env, napi_callback_info info);
napi_value Getpeername(napi_env env, napi_callback_info info);

napi_value Sendto(napi_env env, napi_callback_info info);
napi_value SendtoAgain(napi_env env, napi_callback_info info);
napi_value Recvfrom(napi_env env, napi_callback_info info);
napi_value RecvfromAgain(napi_env env, napi_callback_info info);

napi_value Sendmsg(napi_env env, napi_callback_info info);
napi_value Recvmsg(napi_env env, napi_callback_info info);
napi_value Sendmmsg(napi_env env, napi_callback_info info);
napi_value Recvmmsg(napi_env env, napi_callback_info info);

napi_value Poll(napi_env env, napi_callback_info info);

napi_value WatchOpen(napi_env env, napi_callback_info info);
napi_value WatchAdd(napi_env env, napi_callback_info info);
napi_value WatchChange(napi_env env, napi_callback_info info);
napi_value WatchCoalesce(napi_env env, napi_callback_info info);
napi_value WatchRef(napi_env env, napi_callback_info info);
napi_value WatchClose(napi_env env, napi_callback_info info);

napi_value IfNametoindex(napi_env env, napi_callback_info info);
napi_value IfIndextoname(napi_env env, napi_callback_info info);

napi_value Getsockopt(napi_env env, napi_callback_info info);
napi_value Setsockopt(napi_env env, napi_callback_info info);
