// The calls, each as core's Backend describes it.
#pragma once

#include <node_api.h>

napi_value Socket(napi_env env, napi_callback_info info);
napi_value Close(napi_env env, napi_callback_info info);

napi_value Bind(napi_env env, napi_callback_info info);
napi_value Getsockname(napi_env env, napi_callback_info info);

napi_value Sendto(napi_env env, napi_callback_info info);
napi_value Recvfrom(napi_env env, napi_callback_info info);

napi_value Getsockopt(napi_env env, napi_callback_info info);
napi_value Setsockopt(napi_env env, napi_callback_info info);
