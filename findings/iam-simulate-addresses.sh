#!/usr/bin/env bash
# To @cloud-copilot/iam-simulate, 0.0.0.0/0 is one address, and no IPv6 address differs from an IPv4 address.
#
# Expected: IpAddress 0.0.0.0/0 is met by every IPv4 address, NotIpAddress 203.0.113.5 by every other address, those of
#           IPv6 among them; an IPv6 address is the same however it is written.
# Happens:  0.0.0.0/0 is met by 0.0.0.0 alone: the mask is a shift by 32 bits, which in JavaScript shifts by none. A
#           single IPv4 address is "not" met by no IPv6 address, though its range /32 is; IPv6 addresses without a
#           prefix are compared as text.
# Versions: @cloud-copilot/iam-simulate 0.1.173, Node 20. Seen on 2026-12-01: the lines at the end.
# Means:    a Deny for all addresses but some is found to deny too little or too much. Before asking, write 0.0.0.0/0 as
#           0.0.0.0/1 and 128.0.0.0/1, and every single address as /32 or /128.
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

const ip = (operator, range) => ({ Condition: { [operator]: { 'aws:SourceIp': range } } })
const from = (address) => ({ 'aws:SourceIp': address })
await ask('in 0.0.0.0/0: 198.51.100.7', ip('IpAddress', '0.0.0.0/0'), from('198.51.100.7'))
await ask('in 0.0.0.0/0: 0.0.0.0', ip('IpAddress', '0.0.0.0/0'), from('0.0.0.0'))
const halves = ['0.0.0.0/1', '128.0.0.0/1']
await ask('in 0.0.0.0/1 and 128.0.0.0/1: 198.51.100.7', ip('IpAddress', halves), from('198.51.100.7'))
await ask('not 203.0.113.5: 2001:db8::1', ip('NotIpAddress', '203.0.113.5'), from('2001:db8::1'))
await ask('not 203.0.113.5/32: 2001:db8::1', ip('NotIpAddress', '203.0.113.5/32'), from('2001:db8::1'))
await ask('is 2001:db8:0:0::5: 2001:db8::5', ip('IpAddress', '2001:db8:0:0::5'), from('2001:db8::5'))
await ask('in 2001:db8:0:0::5/128: 2001:db8::5', ip('IpAddress', '2001:db8:0:0::5/128'), from('2001:db8::5'))
JS
node ask.mjs > seen

diff -u --label expected --label seen - seen <<'EXPECTED' && echo "as described"
in 0.0.0.0/0: 198.51.100.7                                 ImplicitlyDenied
in 0.0.0.0/0: 0.0.0.0                                      Allowed
in 0.0.0.0/1 and 128.0.0.0/1: 198.51.100.7                 Allowed
not 203.0.113.5: 2001:db8::1                               ImplicitlyDenied
not 203.0.113.5/32: 2001:db8::1                            Allowed
is 2001:db8:0:0::5: 2001:db8::5                            ImplicitlyDenied
in 2001:db8:0:0::5/128: 2001:db8::5                        Allowed
EXPECTED
