/** Why a goal may be missed, by work: what the profiles show (`npm run bench:profile`). */
export const reasons: Readonly<Record<string, string>> = {
  calls:
    'A call of one datagram costs the kernel half a microsecond (`recvfrom`) to a microsecond (`sendto`); crossing into it from JavaScript, and making the result, adds 0.15 to 0.2 µs to either, which is a larger part of the cheaper one.',
  receive:
    'The processes run event loops: `libuv` asks `epoll_pwait` and reads what has come since, so that a wake-up brings fewer datagrams than a call of C brings, and each datagram is looked at by JavaScript.',
  turns:
    'On the sending side most of what is ours goes into the callbacks, one tick each, and the copy into the memory that leaves joined; on the receiving side into the copy that the program owns, the message and the `rinfo` object, and their collection. 64 datagrams of 1200 bytes are more than one message of 65,507 bytes, so that a turn takes two calls.',
  'from-c':
    'Nothing comes joined from such a sender: about half of the time is the kernel’s own `recvmmsg`; the rest is a view, a copy, an `rinfo` object and a drained tick queue for each message.',
  server:
    'Ticks and microtasks drain between two messages, as Node has it, so that the answer to each leaves alone, by a `sendto` of its own: nothing but the receiving half is batched (`strace` counts 55 `sendto` for one `recvmmsg`).',
}
