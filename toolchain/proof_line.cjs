"use strict";

/*
 * Loaded by Node before cdktf-cli when it deploys. What the app writes to its stderr goes into cdktf-cli's log, whose
 * folder our environment names, and the terminal is redrawn meanwhile. So the app gets a pipe of its own,
 * ORGCTL_PROOF_LINE, and what it says there is printed when it has ended. Node's `console` is cdktf-cli's while it
 * redraws.
 */

const children = require("node:child_process");

const PIPE = 3;
const { spawn } = children;

children.spawn = function (command, args, options) {
  if (!options?.env?.CDKTF_OUTDIR || options.stdio) return spawn.apply(this, arguments);
  children.spawn = spawn; // the app runs once
  const env = { ...options.env, ORGCTL_PROOF_LINE: String(PIPE) };
  const child = spawn.call(this, command, args, { ...options, env, stdio: ["pipe", "pipe", "pipe", "pipe"] });
  let said = "";
  child.stdio[PIPE].setEncoding("utf8").on("data", (text) => (said += text));
  child.on("close", (status) => status === 0 && said && console.error(said.trimEnd()));
  return child;
};
