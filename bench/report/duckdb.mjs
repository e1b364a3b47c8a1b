// Counts the report's figures with DuckDB. Started by the measurement: the first argument is the folder of the CSV files; then each
// line of input is a period as JSON, and each line of output says how long the queries took and what they answered.
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { DuckDBInstance, version } from '@duckdb/node-api'

const folder = process.argv[2]
const text = (name) => readFileSync(new URL(`sql/${name}.sql`, import.meta.url), 'utf8')
const connection = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect()

const began = performance.now()
await connection.run(readFileSync(`${folder}/types.sql`, 'utf8'))
await connection.run(text('tables'))
for (const table of ['contacts', 'actions', 'enrolments', 'protections']) {
  await connection.run(`INSERT INTO ${table} SELECT * FROM read_csv('${folder}/${table}.csv', header = true) ORDER BY day`)
}
const queries = ['persons', 'gross', 'actions', 'provinces', 'enrolments']
const prepared = {}
for (const name of queries) prepared[name] = await connection.prepare(text(name).replaceAll('$1', '$1::DATE').replaceAll('$2', '$2::DATE'))
const tell = (line) => process.stdout.write(JSON.stringify(line, (_, v) => (typeof v === 'bigint' ? Number(v) : v)) + '\n')
tell({ version: version(), load: performance.now() - began, memory: process.memoryUsage().rss })

for await (const line of createInterface({ input: process.stdin })) {
  const { from, to, do: statements } = JSON.parse(line)
  if (statements) {
    for (const statement of statements) await connection.run(statement)
    tell({})
    continue
  }
  const cpu = process.cpuUsage()
  const start = performance.now()
  const answers = {}
  for (const name of queries) {
    if (prepared[name].parameterCount > 0) prepared[name].bindVarchar(1, from)
    prepared[name].bindVarchar(2, to)
    answers[name] = await (await prepared[name].runAndReadAll()).getRows()
  }
  const wall = performance.now() - start
  const used = process.cpuUsage(cpu)
  for (const name of queries) answers[name] = answers[name].map((row) => row.map((v) => (v === null ? '' : String(v))))
  tell({ wall, cpu: (used.user + used.system) / 1000, memory: process.memoryUsage().rss, answers })
}
