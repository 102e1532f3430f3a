/** `napi    server  listening on 127.0.0.1:8080` */
export function line(backend, who, text) {
  return `${backend.padEnd(7)} ${who.padEnd(7)} ${text}`
}
