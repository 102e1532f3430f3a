import { conformance } from '@sendto/conformance/vitest'
import napi from '@sendto/napi'

conformance({ backend: napi, module: new URL('../dist/index.js', import.meta.url).href })
