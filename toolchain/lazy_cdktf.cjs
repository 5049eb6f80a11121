"use strict";

/*
 * Loaded by Node before cdktf-cli (see __main__.py). Half of the time that cdktf-cli takes to start goes into three
 * libraries for HCL: that of `cdktf convert`, with TypeScript and Prettier in it, and two parsers in Go, compiled to
 * WebAssembly. Each is loaded when it is first used. Only if it looks as expected; otherwise, and in any other Node
 * program, everything is loaded as ever.
 */

const fs = require("node:fs");

const loadAsEver = require.extensions[".js"];
const LIBRARIES = /[\\/]@cdktf[\\/](hcl2cdk[\\/]lib|hcl2json[\\/]lib|hcl-tools[\\/]src)[\\/]index\.js$/;
const NAMES = /^((?:exports\.\w+ = )+)void 0;$/m;

require.extensions[".js"] = function (module, filename) {
  if (!LIBRARIES.test(filename) || !loadOnFirstUse(module, filename)) loadAsEver(module, filename);
};

function loadOnFirstUse(module, filename) {
  const names = NAMES.exec(fs.readFileSync(filename, "utf8"))?.[1].match(/(?<=exports\.)\w+/g);
  if (!names) return false;
  const { exports } = module;
  let loaded = false;
  const load = () => {
    if (loaded) return; // another module may keep a getter
    loaded = true;
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
