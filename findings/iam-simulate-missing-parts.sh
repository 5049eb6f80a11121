#!/usr/bin/env bash
# @cloud-copilot/iam-simulate: a shortened ARN in NotResource leaves out everything, and ForAnyValue undoes IfExists.
#
# Expected: NotResource is the opposite of Resource: what arn:aws:kms:* does not match, it applies to. A condition with
#           IfExists is met when the request lacks the key, as AWS documents for every operator.
# Happens:  with an ARN of fewer than six parts, a statement with NotResource applies to nothing, also not to an S3
#           object that Resource with the same ARN does not match. ForAnyValue:…IfExists is not met without the key.
# Versions: @cloud-copilot/iam-simulate 0.1.173, Node 20. Seen on 2026-12-01: the lines at the end.
# Means:    a guardrail "deny all but KMS" written so denies nothing here; what AWS does with it is not documented.
#           Write all six parts (arn:aws:kms:*:*:*), and two statements instead of ForAnyValue with IfExists.
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

const tags = (operator) => ({ Condition: { [operator]: { 'aws:TagKeys': ['a'] } } })
await ask('Resource arn:aws:kms:*', { Resource: 'arn:aws:kms:*' }, {})
await ask('NotResource arn:aws:kms:*', { NotResource: 'arn:aws:kms:*' }, {})
await ask('NotResource arn:aws:kms:*:*:*', { NotResource: 'arn:aws:kms:*:*:*' }, {})
await ask('StringEqualsIfExists, no key', { Condition: { StringEqualsIfExists: { 'aws:UserAgent': 'a' } } }, {})
await ask('ForAllValues:StringEqualsIfExists, no key', tags('ForAllValues:StringEqualsIfExists'), {})
await ask('ForAnyValue:StringEqualsIfExists, no key', tags('ForAnyValue:StringEqualsIfExists'), {})
JS
node ask.mjs > seen

diff -u --label expected --label seen - seen <<'EXPECTED' && echo "as described"
Resource arn:aws:kms:*                                     ImplicitlyDenied
NotResource arn:aws:kms:*                                  ImplicitlyDenied
NotResource arn:aws:kms:*:*:*                              Allowed
StringEqualsIfExists, no key                               Allowed
ForAllValues:StringEqualsIfExists, no key                  Allowed
ForAnyValue:StringEqualsIfExists, no key                   ImplicitlyDenied
EXPECTED
