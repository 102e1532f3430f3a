import type { Platform } from '../platform/platform.js'

/** How every `sockaddr` begins: with a family of 16 bits, or (BSD) with a length and a family of 8 bits each. */

export function setFamily(platform: Platform, view: DataView, family: number, length: number): void {
  if (platform.layouts.sockaddrHasLength) {
    view.setUint8(0, length)
    view.setUint8(1, family)
  } else {
    view.setUint16(0, family, platform.littleEndian)
  }
}

export function getFamily(platform: Platform, view: DataView): number {
  return platform.layouts.sockaddrHasLength ? view.getUint8(1) : view.getUint16(0, platform.littleEndian)
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
