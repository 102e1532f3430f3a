import { conformance } from '@sendto/conformance/vitest'
import koffi from '@sendto/koffi'

conformance({ backend: koffi, module: new URL('../dist/index.js', import.meta.url).href })
