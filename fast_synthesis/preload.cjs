"use strict";

/*
 * Loaded by Node before jsii's kernel (see node.py). It changes five files while they are loaded, each only if it
 * looks as expected. Other files and other Node programs are loaded unchanged.
 */

const fs = require("node:fs");
const path = require("node:path");
const { Writable } = require("node:stream");

const loadUnchanged = require.extensions[".js"];

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
  loadUnchanged(module, filename);
};

/*
 * The index of a provider's bindings requires one file for each resource, ~1,500 of them, of which an app uses a
 * dozen. Each is now required on its first use.
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
 * Half of cdktf's loading time goes into a library that makes ZIP files of assets that are directories. This library
 * is now required when it is used.
 */
const ARCHIVER = 'const archiver = require("archiver");';

function requireArchiverOnFirstUse(module, filename) {
  const source = fs.readFileSync(filename, "utf8");
  if (source.split(ARCHIVER).length !== 2) return false;
  module._compile(source.replace(ARCHIVER, 'const archiver = (...args) => require("archiver")(...args);'), filename);
  return true;
}

/*
 * Each token (`role.arn`) records where it was made, for error messages. From Python that is always inside jsii, and
 * for a thousand accounts it takes seconds.
 */
function withoutCreationStacks(module, filename) {
  loadUnchanged(module, filename);
  if (typeof module.exports.captureStackTrace === "function") module.exports.captureStackTrace = () => [];
  return true;
}

/*
 * cdktf searches the whole stack for its backend at each reference from another stack: with a thousand accounts, a
 * thousand times a thousand objects. The first result is now kept.
 */
function withOneSearchForTheBackend(module, filename) {
  loadUnchanged(module, filename);
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
 * jsii's runtime only starts a second Node, forwards messages to it and wraps its output. The program of the second
 * now runs in the first, which halves the way of each message: it uses standard input and output instead of channel 3,
 * and wraps its own output.
 */
const CHANNEL = "readFD:3,writeFD:3";
const SYMLINKS = "--preserve-symlinks"; // jsii links packages only when this option is set

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
