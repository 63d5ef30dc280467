import { expect, test } from "vitest";
import { parseHeaders } from "../../tools/serve/headers.mjs";
import { caddy, nginx } from "../../tools/serve/host-config.mjs";

const rules = parseHeaders('/*\n  A: one "x"\n/b/*\n  A: two\n/\n  C: three\n');

test("nginx gets a location for each path, each with all of its headers", () => {
  const config = nginx(rules, "/base/");
  expect(config).toContain('location /base/ {\n  add_header A "one \\"x\\"" always;\n}');
  expect(config).toContain('location /base/b/ {\n  add_header A "one \\"x\\", two" always;\n}');
  expect(config).toContain(
    'location = /base/ {\n  add_header A "one \\"x\\"" always;\n  add_header C "three" always;\n}',
  );
  expect(config).toContain("error_page 404 /base/404.html;");
});

test("Caddy gets one line for each header, added to those before", () => {
  expect(caddy(rules, "/base/")).toContain(
    'header /base/* +A "one \\"x\\""\nheader /base/b/* +A "two"\nheader /base/ +C "three"',
  );
});
