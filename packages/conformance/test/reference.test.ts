import { conformance } from '@sendto/conformance/vitest'
import { modest } from './modest.js'
import { reference } from './reference.js'

const built = new URL('../dist/test/', import.meta.url)

conformance({ backend: reference, module: new URL('reference.js', built).href })
conformance({ backend: modest, module: new URL('modest.js', built).href })
