/** Why a goal may be missed, by work: what the profiles show (`npm run bench:profile`). */
export const reasons: Readonly<Record<string, string>> = {
  calls:
    'What remains of `recvfrom` is the crossing: an addon’s function that takes no argument, makes the call and returns nothing costs 1.12 to 1.14 x C, one of koffi with its six arguments 1.32 to 1.38 x C (throwaway functions in the same loop). C gains from having one thread, too: with a second one, as Node always has, its `recvfrom` takes 413 ns in place of 361, since glibc then pays for cancellation points, which the addon goes around.',
  receive:
    'The processes run event loops: `libuv` asks `epoll_pwait` and reads what has come since, so that a wake-up brings fewer datagrams than a call of C brings. An addon that receives on libuv’s loop without any JavaScript took 1.24 x C where the sender goes as fast as it can, and 1.17 x C at 50,000 a second (a throwaway addon, medians of 7 rounds beside C): the goal lies below what a turn of that loop costs. Over koffi each wake-up takes an epoll and an immediate more. As fast as it goes, this receiver is never asleep, whatever a turn costs: C sleeps half of the time.',
  turns:
    'On the sending side most of what is ours goes into the callbacks, one tick each, and the copy into the memory that leaves joined; on the receiving side into the copy that the program owns, the message and the `rinfo` object, and their collection. 64 datagrams of 1200 bytes are more than one message of 65,507 bytes, so that a turn takes two calls.',
  'from-c':
    'Nothing comes joined from such a sender: about half of the time is the kernel’s own `recvmmsg`; the rest is a view, a copy, an `rinfo` object and a drained tick queue for each message.',
  echo: 'Both ends sleep between two datagrams, and what runs after a sleep runs in cold caches. An addon that answers on libuv’s loop without any JavaScript took 55.0 µs beside 51.9 of C and 53.7 of Bun (a throwaway addon, medians of 7 rounds): Bun, which has a loop of its own, is out of reach on Node’s.',
  server:
    'Ticks and microtasks drain between two messages, as Node has it, so that the answer to each leaves alone, by a `sendto` of its own: nothing but the receiving half is batched (`strace` counts 55 `sendto` for one `recvmmsg`).',
}
