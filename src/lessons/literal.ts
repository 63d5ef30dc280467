/** The value of an attribute as an author writes it: plain text, or an expression of literals only. */

interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly name?: string;
  readonly operator?: string;
  readonly argument?: Node;
  readonly elements?: readonly (Node | null)[];
  readonly properties?: readonly { readonly key?: Node; readonly value?: Node }[];
  readonly expressions?: readonly Node[];
  readonly quasis?: readonly { readonly value: { readonly cooked: string } }[];
}
interface Expression {
  readonly data?: { readonly estree?: { readonly body: readonly { readonly expression?: Node }[] } };
}

/** What stands where a computation stands; a name of its own, so that no literal is taken for it. */
export const COMPUTED = Symbol("computed");

function evaluate(node: Node | null | undefined): unknown {
  switch (node?.type) {
    case "Literal":
      return node.value;
    case "UnaryExpression": {
      const value = evaluate(node.argument);
      return node.operator === "-" && typeof value === "number" ? -value : COMPUTED;
    }
    case "TemplateLiteral":
      return node.expressions?.length === 0 ? node.quasis?.[0]?.value.cooked : COMPUTED;
    case "ArrayExpression":
      return (node.elements ?? []).map(evaluate);
    case "ObjectExpression":
      return Object.fromEntries(
        (node.properties ?? []).map(({ key, value }) => [String(key?.name ?? key?.value), evaluate(value)]),
      );
    default:
      return COMPUTED;
  }
}

/** `value` of an attribute of the syntax tree; parts that are computed are `COMPUTED`. */
export function literal(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return evaluate((value as Expression).data?.estree?.body[0]?.expression);
}
