// Preloaded into a program: the one of apps/ that HANG names stops before its first line.
if (process.argv[1]?.endsWith(`${process.env.HANG}/dist/main.js`)) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}
