/** Why tests of Node's fail on the drop-in, and are to: by name. */
export const reasons: Readonly<Record<string, string>> = {
  'test-dgram-send-queue-info':
    'its flag --test-udp-no-try-send has libuv queue what it could have sent, to be counted; here it leaves at once, as without the flag',
}
