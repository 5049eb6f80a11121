"use strict";

/*
 * Loaded by Node before cdktf-cli (see __main__.py). A third of the time that cdktf-cli takes to start goes into the library
 * of `cdktf convert`, with TypeScript and Prettier in it: it is loaded when it is first used. Only if it looks as
 * expected; otherwise, and in any other Node program, everything is loaded as ever.
 */

const fs = require("node:fs");

const loadAsEver = require.extensions[".js"];
const CONVERT = /[\\/]@cdktf[\\/]hcl2cdk[\\/]lib[\\/]index\.js$/;
const NAMES = /^((?:exports\.\w+ = )+)void 0;$/m;

require.extensions[".js"] = function (module, filename) {
  if (!CONVERT.test(filename) || !loadOnFirstUse(module, filename)) loadAsEver(module, filename);
};

function loadOnFirstUse(module, filename) {
  const names = NAMES.exec(fs.readFileSync(filename, "utf8"))?.[1].match(/(?<=exports\.)\w+/g);
  if (!names) return false;
  const { exports } = module;
  const load = () => {
    for (const name of names) delete exports[name];
    loadAsEver(module, filename);
  };
  Object.defineProperty(exports, "__esModule", { configurable: true, value: true });
  for (const name of names) {
    const get = () => (load(), exports[name]);
    Object.defineProperty(exports, name, { configurable: true, enumerable: true, get });
  }
  return true;
}
