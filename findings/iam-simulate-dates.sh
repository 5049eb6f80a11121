#!/usr/bin/env bash
# @cloud-copilot/iam-simulate compares seconds since 1970 with milliseconds, and takes a year for a moment of 1970.
#
# Expected: date operators take the forms of ISO 8601 that the W3C lists (a year alone is the shortest) and seconds
#           since 1970, and compare one with the other, as AWS documents.
# Happens:  a number is taken as it is, an ISO date as milliseconds since 1970. So every date of this century is later
#           than any number of seconds: DateLessThan with a moment of 2027 in seconds is not met today, and
#           aws:EpochTime is earlier than 2020. `2027` is a number too.
# Versions: @cloud-copilot/iam-simulate 0.1.173, Node 20. Seen on 2026-12-01: the lines at the end.
# Means:    policies that expire seem to have expired, or never to. Before asking, write all dates in the form of the
#           key that they are compared with: seconds for aws:EpochTime, ISO for all others.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-audit --no-fund --ignore-scripts --prefix . @cloud-copilot/iam-simulate@0.1.173
cat > ask.mjs <<'JS'
import { runSimulation } from '@cloud-copilot/iam-simulate'

const account = '123456789012'

async function ask(title, elements, contextVariables) {
  const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...elements }
  if (statement.NotResource) delete statement.Resource
  const simulation = {
    request: {
      principal: `arn:aws:iam::${account}:user/ann`,
      action: 's3:GetObject',
      resource: { resource: 'arn:aws:s3:::bucket/key', accountId: account },
      contextVariables
    },
    identityPolicies: [{ name: 'policy', policy: { Version: '2012-10-17', Statement: [statement] } }],
    serviceControlPolicies: [],
    resourceControlPolicies: []
  }
  const found = await runSimulation(simulation, { simulationMode: 'Strict' })
  console.log(title.padEnd(58), found.overallResult ?? JSON.stringify(found.errors))
}

const date = (operator, key, value) => ({ Condition: { [operator]: { [key]: value } } })
const now = { 'aws:CurrentTime': '2026-12-01T00:00:00Z', 'aws:EpochTime': '1796083200' }
const in2027 = date('DateLessThan', 'aws:CurrentTime', '2027-01-01T00:00:00Z')
await ask('CurrentTime before 2027-01-01T00:00:00Z', in2027, now)
await ask('CurrentTime before 1798761600 (2027)', date('DateLessThan', 'aws:CurrentTime', '1798761600'), now)
await ask('CurrentTime before 2027-01', date('DateLessThan', 'aws:CurrentTime', '2027-01'), now)
await ask('CurrentTime before 2027', date('DateLessThan', 'aws:CurrentTime', '2027'), now)
const in2020 = date('DateGreaterThan', 'aws:EpochTime', '2020-01-01T00:00:00Z')
await ask('EpochTime after 2020-01-01T00:00:00Z', in2020, now)
await ask('EpochTime after 1577836800 (2020)', date('DateGreaterThan', 'aws:EpochTime', '1577836800'), now)
JS
node ask.mjs > seen

diff -u --label expected --label seen - seen <<'EXPECTED' && echo "as described"
CurrentTime before 2027-01-01T00:00:00Z                    Allowed
CurrentTime before 1798761600 (2027)                       ImplicitlyDenied
CurrentTime before 2027-01                                 Allowed
CurrentTime before 2027                                    ImplicitlyDenied
EpochTime after 2020-01-01T00:00:00Z                       ImplicitlyDenied
EpochTime after 1577836800 (2020)                          Allowed
EXPECTED
