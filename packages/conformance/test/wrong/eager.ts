import { reference } from '../reference.js'

reference.load()

export default reference
