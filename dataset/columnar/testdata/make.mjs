// Writes table.parquet and table.arrow with other people's writers:
//   npm install hyparquet-writer apache-arrow && node make.mjs
import { writeFileSync } from 'node:fs'
import { parquetWriteBuffer } from 'hyparquet-writer'
import * as arrow from 'apache-arrow'

const float = [0.1, -2.5e-7, null, 1e300, 5]
const single = [0.1, 16777217, 3.4e38, null, -0.25]
const half = [0.1, 65504, null, -0, 6e-8]
const whole = [9007199254740993n, -1n, 0n, null, 7n]
const short = [1, -2, 3, null, 5]
const yes = [true, false, null, true, true]
const text = ['a;b', 'c,"d"', '', null, 'é\nf']
const at = [0, 1700000000123, -1, null, 951782400000]

writeFileSync('table.parquet', Buffer.from(parquetWriteBuffer({ columnData: [
  { name: 'float', data: float, type: 'DOUBLE' },
  { name: 'single', data: single, type: 'FLOAT' },
  { name: 'half', data: half, type: 'FLOAT16' },
  { name: 'whole', data: whole, type: 'INT64' },
  { name: 'short', data: short, type: 'INT32' },
  { name: 'yes', data: yes, type: 'BOOLEAN' },
  { name: 'te;xt', data: text, type: 'STRING' },
  { name: 'at', data: at.map(v => v === null ? null : new Date(v)), type: 'TIMESTAMP' },
  { name: 'list', data: [[1, 2], [], null, [3], [4]] },
] })))

const column = (values, type) => arrow.vectorFromArray(values, type)
const table = new arrow.Table({
  float: column(float, new arrow.Float64()),
  single: column(single, new arrow.Float32()),
  half: column(half, new arrow.Float16()),
  whole: column(whole, new arrow.Int64()),
  short: column(short, new arrow.Int32()),
  yes: column(yes, new arrow.Bool()),
  'te;xt': column(text, new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32())),
  at: column(at.map(v => v === null ? null : new Date(v)), new arrow.TimestampMillisecond('UTC')),
  list: column([[1, 2], [], null, [3], [4]], new arrow.List(new arrow.Field('item', new arrow.Float64()))),
})
writeFileSync('table.arrow', arrow.tableToIPC(table, 'file'))
