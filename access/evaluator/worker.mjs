// Evaluates requests with @cloud-copilot/iam-simulate, one line of JSON each.
//
// In:  {"documents": {"<id>": {...}}, "requests": [{...}]}     documents are kept for later lines
// Out: {"answers": [{"result": "Allowed"}, ...]}               in the order of the requests, or {"error": "..."}
//
// A request names documents by id; `reasons` requests the statements that decided.

import { createInterface } from 'node:readline'
import {
  createValidatedPolicy,
  validateIdentityPolicy,
  validateResourceControlPolicy,
  validateResourcePolicy,
  validateServiceControlPolicy
} from '@cloud-copilot/iam-policy'
import { getDenialReasons, getGrantReasons, isWildcardOnlyAction, runSimulation } from '@cloud-copilot/iam-simulate'

// The evaluator knows keys with a part of their own only after a slash (aws:PrincipalTag/team), and would drop
// kms:EncryptionContext:<name> from a request. So both policies and requests get such a key instead.
const known = (text) => text.replace(/kms:EncryptionContext:/gi, 'aws:PrincipalTag/kms:EncryptionContext:')
const knownIn = (document) => JSON.parse(known(JSON.stringify(document)))

const validators = {
  identity: validateIdentityPolicy,
  resource: validateResourcePolicy,
  scp: validateServiceControlPolicy,
  rcp: validateResourceControlPolicy
}
const documents = new Map()
const validated = new Map()

function policy(kind, id) {
  const key = `${kind} ${id}`
  if (!validated.has(key)) {
    if (!documents.has(id)) throw new Error(`no document ${id}`)
    validated.set(key, createValidatedPolicy(documents.get(id), validators[kind]))
  }
  return validated.get(key)
}

const named = (kind) => (id) => ({ name: id, policy: policy(kind, id) })
const levels = (kind, tree) => tree.map(([target, ids]) => ({ orgIdentifier: target, policies: ids.map(named(kind)) }))

async function simulation(request) {
  const [service, action] = request.action.split(':')
  const anyResource = await isWildcardOnlyAction(service, action).catch(() => false)
  return {
    request: {
      principal: request.principal === '*' ? { type: 'Anonymous' } : request.principal,
      action: request.action,
      resource: { resource: anyResource ? '*' : request.resource, accountId: request.account },
      contextVariables: Object.fromEntries(Object.entries(request.context).map(([key, value]) => [known(key), value]))
    },
    identityPolicies: request.identity.map(named('identity')),
    permissionBoundaryPolicies: request.boundary ? [named('identity')(request.boundary)] : undefined,
    serviceControlPolicies: levels('scp', request.scps),
    resourceControlPolicies: levels('rcp', request.rcps),
    resourcePolicy: request.policy ? policy('resource', request.policy) : undefined
  }
}

// The result of one layer: the statements that match, and those that match but for their conditions.
function said(kind, level, analysis) {
  const named = (one) => ({ policy: one.policyId, statement: one.statement.index() })
  const nearly = (one) =>
    one.actionMatch && one.resourceMatch && one.principalMatch !== 'NoMatch' && one.conditionMatch !== 'Match'
  return {
    kind,
    level,
    result: analysis.result,
    denies: analysis.denyStatements.map(named),
    allows: analysis.allowStatements.map(named),
    nearly: analysis.unmatchedStatements.filter(nearly).map(named)
  }
}

function layers(analysis) {
  const single = [
    ['identity', analysis.identityAnalysis],
    ['pb', analysis.permissionBoundaryAnalysis],
    ['resource', analysis.resourceAnalysis]
  ]
  const tree = [
    ['scp', analysis.scpAnalysis],
    ['rcp', analysis.rcpAnalysis]
  ]
  return [
    ...single.filter(([, one]) => one).map(([kind, one]) => said(kind, null, one)),
    ...tree.flatMap(([kind, one]) => (one?.ouAnalysis ?? []).map((ou) => said(kind, ou.orgIdentifier, ou)))
  ]
}

async function answer(request) {
  const found = await runSimulation(await simulation(request), { simulationMode: 'Strict' })
  if (found.resultType === 'error') return { error: found.errors }
  const several = found.resultType === 'wildcard' ? found.results : [found.result]
  const analyses = several.map((one) => one.analysis)
  const reply = { result: found.overallResult }
  if (request.reasons) {
    reply.denials = analyses.flatMap(getDenialReasons)
    reply.grants = analyses.flatMap(getGrantReasons)
    reply.layers = layers(analyses.find((one) => one.result !== 'Allowed') ?? analyses[0])
  }
  return reply
}

async function reply(line) {
  const message = JSON.parse(line)
  for (const [id, document] of Object.entries(message.documents ?? {})) documents.set(id, knownIn(document))
  const answers = []
  for (const request of message.requests) {
    answers.push(await answer(request).catch((error) => ({ error: { message: String(error.message ?? error) } })))
  }
  return { answers }
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const said = await reply(line).catch((error) => ({ error: String(error.message ?? error) }))
  process.stdout.write(JSON.stringify(said) + '\n')
}
