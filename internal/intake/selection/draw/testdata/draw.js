// The draw, written from the published rule alone, on Node's own crypto. Reads one
// JSON case a line and writes the seed and the assignments of each, a line a case.
'use strict'
const { createHash, createHmac } = require('node:crypto')
const { createInterface } = require('node:readline')

const lp = (x) => {
  const bytes = Buffer.isBuffer(x) ? x : Buffer.from(x, 'utf8')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}
const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest()
const rows = (csv) => csv.trimEnd().split('\n').slice(1).filter(Boolean).map((line) => line.split(','))

function draw(c) {
  const H = sha256(lp(c.candidates), lp(c.examiners), lp(c.conflicts))
  const S = sha256(Buffer.from('muster/draw/v1'), Buffer.from([0]), lp(c.name), H,
    ...c.secrets.map((s) => lp(Buffer.from(s, 'hex'))), lp(c.public))
  const key = (...parts) => createHmac('sha256', S).update(Buffer.concat(parts)).digest()
  const capacity = new Map(rows(c.examiners).map(([id, n]) => [id, Number(n)]))
  const conflicts = new Set(rows(c.conflicts).map((pair) => pair.join(',')))
  const order = rows(c.candidates).map(([id]) => ({ id, key: key(Buffer.from('c'), lp(id)) }))
    .sort((a, b) => Buffer.compare(a.key, b.key))
  const assigned = order.map(({ id }) => {
    const liked = [...capacity.keys()].map((e) => ({ e, key: key(Buffer.from('a'), lp(id), lp(e)) }))
      .sort((a, b) => Buffer.compare(a.key, b.key))
      .find(({ e }) => capacity.get(e) > 0 && !conflicts.has(`${id},${e}`))
    if (liked) capacity.set(liked.e, capacity.get(liked.e) - 1)
    return [id, liked ? liked.e : '']
  })
  return { h: H.toString('hex'), s: S.toString('hex'), assigned }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  process.stdout.write(JSON.stringify(draw(JSON.parse(line))) + '\n')
})
