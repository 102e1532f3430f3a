// poll(2)
#include <poll.h>

#include "args.h"
#include "calls.h"

napi_value Poll(napi_env env, napi_callback_info info) {
  Args args(env, info);
  const View set = args.Bytes(0);
  const int count = args.Int(1);
  const int timeout = args.Int(2);
  if (!args.Ok()) return nullptr;
  if (count < 0 || set.size / sizeof(pollfd) < static_cast<size_t>(count)) return args.Result(-1, EINVAL);
  return args.Result(poll(reinterpret_cast<pollfd*>(set.data), count, timeout));
}
