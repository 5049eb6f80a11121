#!/usr/bin/env bash
# In @cloud-copilot/iam-simulate, ${*} is an asterisk to StringLike, and four characters to StringEquals.
#
# Expected: ${*}, ${?} and ${$} are policy variables with one value each, wherever variables are replaced: StringEquals
#           replaces ${aws:username}, so it replaces ${*}.
# Happens:  only operators with wildcards replace the three; the others compare them as they are written.
# Versions: @cloud-copilot/iam-simulate 0.1.173, Node 20. Seen on 2026-12-01: the lines at the end.
# Means:    a StringNotEquals with an escape never exempts what it names. Before asking, write the character itself
#           where the operator knows no wildcards.
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

const text = (operator, value) => ({ Condition: { [operator]: { 'aws:UserAgent': value } } })
const agent = (value) => ({ 'aws:UserAgent': value, 'aws:username': 'ann' })
await ask('StringLike ${*}: *', text('StringLike', '${*}'), agent('*'))
await ask('StringLike ${*}: x', text('StringLike', '${*}'), agent('x'))
await ask('StringEquals ${*}: *', text('StringEquals', '${*}'), agent('*'))
await ask('StringEquals ${*}: ${*}', text('StringEquals', '${*}'), agent('${*}'))
await ask('StringNotEquals ${$}5: $5', text('StringNotEquals', '${$}5'), agent('$5'))
await ask('StringEquals ${aws:username}: ann', text('StringEquals', '${aws:username}'), agent('ann'))
JS
node ask.mjs > seen

diff -u --label expected --label seen - seen <<'EXPECTED' && echo "as described"
StringLike ${*}: *                                         Allowed
StringLike ${*}: x                                         ImplicitlyDenied
StringEquals ${*}: *                                       ImplicitlyDenied
StringEquals ${*}: ${*}                                    Allowed
StringNotEquals ${$}5: $5                                  Allowed
StringEquals ${aws:username}: ann                          Allowed
EXPECTED
