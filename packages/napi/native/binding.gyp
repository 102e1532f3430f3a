{
  'targets': [
    {
      'target_name': 'sendto',
      'sources': [
        'src/addon.cc',
        'src/datagrams.cc',
        'src/environment.cc',
        'src/interfaces.cc',
        'src/messages.cc',
        'src/names.cc',
        'src/options.cc',
        'src/poll.cc',
        'src/socket.cc',
        'src/watch.cc',
      ],
      'conditions': [
        ['OS=="linux"', {'sources': ['src/poll_handle.cc', 'src/watches.cc']}, {'sources': ['src/watches_elsewhere.cc']}],
      ],
      'include_dirs': ["<!(node -p \"require('node-addon-api').include_dir\")"],
      # Node-API 8 is in every Node that the packages support: one binary serves them all.
      'defines': ['NAPI_VERSION=8', 'NODE_ADDON_API_DISABLE_CPP_EXCEPTIONS'],
      'cflags_cc': ['-std=c++17', '-Wall', '-Wextra', '-Wno-unused-parameter', '-fvisibility=hidden'],
    },
  ],
}
