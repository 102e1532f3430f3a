import answer from './answer.js'

/** One of them never begins. */
export default function failing(socket, shard) {
  if (shard.index === shard.data) throw new Error('never begins')
  answer(socket, shard)
}
