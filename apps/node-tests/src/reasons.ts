/** Why tests of Node's fail on the drop-in, and are to: by name. */
export const reasons: Readonly<Record<string, string>> = {}
