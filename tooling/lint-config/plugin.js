import { dirname, relative, resolve, sep } from "node:path";

/**
 * @typedef {{ type: string, source?: any, value?: any }} Node
 * @typedef {{ cwd: string, filename: string, report(problem: { node: Node, message: string }): void }} Context
 */

/** What the sources of each package may import beside themselves. A package without a row may import anything. */
const arrows = [
  { files: /^packages\/core\/src\//, allowed: [] },
  { files: /^packages\/(backend-[^/]+|layers|optim)\/src\//, allowed: ["@nn/core"] },
  { files: /^packages\/data\/src\//, allowed: ["@nn/core", "papaparse"] },
  { files: /^packages\/io\/src\//, allowed: ["@nn/core", "fflate"] },
  {
    files: /^packages\/train\/src\//,
    allowed: ["@nn/core", "@nn/optim", "@nn/data", "@nn/io", "asciichart", "cli-progress"],
  },
  { files: /^packages\/conformance\/src\//, allowed: ["@nn/core", "vitest"] },
];
const nameless = /^packages\/(core|layers|optim|data|train|io)\/src\//;
const backendNames = new Set(["cpu", "wasm", "webgpu"]);

/** @param {Context} context */
const pathOf = (context) => relative(context.cwd, context.filename).split(sep).join("/");
/** @param {string} path */
const memberOf = (path) => path.match(/^(packages|apps|tooling)\/[^/]+/)?.[0];

/**
 * Calls `check(specifier, node)` for every import and re-export, static, dynamic or in a type.
 * @param {(specifier: string, node: Node) => void} check
 */
function eachImport(check) {
  /** @param {Node} node */
  const visit = (node) => {
    const specifier = node.source?.value;
    if (typeof specifier === "string") check(specifier, node);
  };
  return {
    ImportDeclaration: visit,
    ExportNamedDeclaration: visit,
    ExportAllDeclaration: visit,
    ImportExpression: visit,
    TSImportType: visit,
  };
}

/** Packages import only what the table above allows. */
const arrowsRule = {
  /** @param {Context} context */
  create(context) {
    const path = pathOf(context);
    const allowed = arrows.find(({ files }) => files.test(path))?.allowed;
    if (allowed === undefined) return {};
    return eachImport((specifier, node) => {
      if (specifier.startsWith(".") || allowed.includes(specifier)) return;
      const may = allowed.length === 0 ? "nothing outside itself" : `only ${allowed.join(", ")}`;
      context.report({ node, message: `${memberOf(path)} imports ${may}, not "${specifier}"` });
    });
  },
};

/** A relative import stays inside its own package. */
const packageLines = {
  /** @param {Context} context */
  create(context) {
    const path = pathOf(context);
    const member = memberOf(path);
    if (member === undefined) return {};
    return eachImport((specifier, node) => {
      if (!specifier.startsWith(".")) return;
      const target = relative(context.cwd, resolve(dirname(context.filename), specifier))
        .split(sep)
        .join("/");
      if (target === member || target.startsWith(`${member}/`)) return;
      context.report({ node, message: `import another package by its name, not by the path "${specifier}"` });
    });
  },
};

/** Code above the backends asks for capabilities and never for a backend's name. */
const backendNamesRule = {
  /** @param {Context} context */
  create(context) {
    if (!nameless.test(pathOf(context))) return {};
    /** @param {Node} node @param {unknown} value */
    const check = (node, value) => {
      if (typeof value === "string" && backendNames.has(value.toLowerCase())) {
        context.report({ node, message: `ask the backend for a capability, not for the name "${value}"` });
      }
    };
    return {
      /** @param {Node} node */
      Literal: (node) => check(node, node.value),
      /** @param {Node} node */
      TemplateElement: (node) => check(node, node.value.cooked),
    };
  },
};

export default {
  meta: { name: "nn" },
  rules: { arrows: arrowsRule, "package-lines": packageLines, "backend-names": backendNamesRule },
};
