"use strict";

/*
 * Loaded by Node before jsii's kernel (see node.py). It changes five files while they are loaded, each only if it looks
 * as expected; any other file, and any other Node program, is loaded as ever.
 */

const fs = require("node:fs");
const path = require("node:path");
const { Writable } = require("node:stream");

const loadAsEver = require.extensions[".js"];

const changes = [
  [/[\\/]@cdktf[\\/]provider-[^\\/]+[\\/]lib[\\/]index\.js$/, requireOnFirstUse],
  [/[\\/]cdktf[\\/]lib[\\/]private[\\/]fs\.js$/, requireArchiverOnFirstUse],
  [/[\\/]cdktf[\\/]lib[\\/]tokens[\\/]private[\\/]stack-trace\.js$/, withoutCreationStacks],
  [/[\\/]cdktf[\\/]lib[\\/]terraform-stack\.js$/, withOneSearchForTheBackend],
  [/[\\/]bin[\\/]jsii-runtime\.js$/, serveInThisProcess],
];

require.extensions[".js"] = function (module, filename) {
  for (const [pattern, change] of changes) {
    if (pattern.test(filename) && change(module, filename)) return;
  }
  loadAsEver(module, filename);
};

/*
 * The index of a provider's bindings requires one file for each resource, ~1,500 of them, of which an app uses a dozen:
 * each is required when it is first asked for.
 */
const REQUIRES = /^exports\.(\w+) = require\("(\.\/[\w.-]+)"\);$/;
const NOTHING_ELSE =
  /^(|"use strict";|\/\*\*| \*.*|\/\/.*|(exports\.\w+ = )+void 0;|Object\.defineProperty\(exports, "__esModule", \{ value: true \}\);)$/;

function requireOnFirstUse(module, filename) {
  const files = new Map();
  for (const line of fs.readFileSync(filename, "utf8").split("\n")) {
    const match = REQUIRES.exec(line);
    if (match) files.set(match[1], match[2]);
    else if (!NOTHING_ELSE.test(line)) return false;
  }
  Object.defineProperty(module.exports, "__esModule", { value: true });
  for (const [name, file] of files) {
    Object.defineProperty(module.exports, name, {
      configurable: true,
      enumerable: true,
      get() {
        const value = module.require(file);
        Object.defineProperty(module.exports, name, { configurable: true, enumerable: true, writable: true, value });
        return value;
      },
    });
  }
  return true;
}

/*
 * Half of the time that cdktf takes to load goes into a library that makes ZIP files, for directories given as assets; and
 * those are made in a process of their own.
 */
const ARCHIVER = 'const archiver = require("archiver");';

function requireArchiverOnFirstUse(module, filename) {
  const source = fs.readFileSync(filename, "utf8");
  if (source.split(ARCHIVER).length !== 2) return false;
  module._compile(source.replace(ARCHIVER, 'const archiver = (...args) => require("archiver")(...args);'), filename);
  return true;
}

/*
 * Each token (`role.arn`) notes where it was made, for the text of an error. Seen from Python that is always inside jsii;
 * for a thousand accounts it takes seconds.
 */
function withoutCreationStacks(module, filename) {
  loadAsEver(module, filename);
  if (typeof module.exports.captureStackTrace === "function") module.exports.captureStackTrace = () => [];
  return true;
}

/*
 * A stack that is referred to from another is searched for its backend from end to end, once for each such stack: with a
 * thousand accounts, a thousand times a thousand. The backend found first stays the backend.
 */
function withOneSearchForTheBackend(module, filename) {
  loadAsEver(module, filename);
  const stack = module.exports.TerraformStack?.prototype;
  const search = stack?.ensureBackendExists;
  if (typeof search !== "function") return true;
  const found = new WeakMap();
  stack.ensureBackendExists = function () {
    if (!found.has(this)) found.set(this, search.call(this));
    return found.get(this);
  };
  return true;
}

/*
 * jsii's runtime only starts a second Node, hands messages on to it and wraps what it prints. The program of the second
 * is run in the first instead, which halves the way of each message: it talks on standard input and output where the
 * second has a channel 3, and wraps what it prints itself.
 */
const CHANNEL = "readFD:3,writeFD:3";
const SYMLINKS = "--preserve-symlinks"; // jsii links packages into place, and looks for this option before it does

function serveInThisProcess(module, filename) {
  const program = path.resolve(path.dirname(filename), "..", "lib", "program.js");
  const expected = `"${SYMLINKS}",(0,s.resolve)(__dirname,"..","lib","program.js")`;
  if (module.id !== "." || process.platform === "win32") return false;
  if (!(process.env.NODE_OPTIONS ?? "").includes(SYMLINKS)) return false;
  if (!fs.existsSync(program) || !fs.readFileSync(filename, "utf8").includes(expected)) return false;
  const source = fs.readFileSync(program, "utf8");
  if (source.split(CHANNEL).length !== 2) return false;

  for (const name of ["stdout", "stderr"]) wrapOutput(name);
  process.execArgv.push(SYMLINKS);
  module._compile(source.replace(CHANNEL, "readFD:0,writeFD:1"), program);
  return true;
}

function wrapOutput(name) {
  const value = new Writable({
    write(chunk, encoding, done) {
      fs.writeSync(2, JSON.stringify({ [name]: Buffer.from(chunk, encoding).toString("base64") }) + "\n");
      done();
    },
  });
  Object.defineProperty(process, name, { configurable: true, enumerable: true, value });
}
