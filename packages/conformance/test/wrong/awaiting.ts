import { reference } from '../reference.js'

await null

export default reference
