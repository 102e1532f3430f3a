import { darwin } from '../../src/platform/darwin/index.js'
import { freebsd } from '../../src/platform/freebsd/index.js'
import { linux } from '../../src/platform/linux/index.js'
import type { Platform } from '../../src/platform/platform.js'
import { win32 } from '../../src/platform/win32/index.js'

export const platforms: Readonly<Record<string, Platform>> = {
  linux: linux(true),
  'linux, big-endian': linux(false),
  darwin: darwin(),
  freebsd: freebsd(),
  win32: win32(),
}
