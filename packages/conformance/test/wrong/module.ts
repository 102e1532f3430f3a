import { defects, wrong } from './index.js'

const name = new URL(import.meta.url).searchParams.get('defect')
const defect = defects[name ?? '']
if (defect === undefined) throw new Error(`no defect is called ${name}`)

/** The backend with the defect that the address of this module names: `module.js?defect=never%20closes`. */
export default wrong(defect)
