/** The flags of `bind`, as `UDP` of Node's udp_wrap has them from libuv. */
export const ipv6OnlyFlag = 1
export const reuseAddressFlag = 4
export const reusePortFlag = 64
