import { memo, type ReactNode, useMemo } from "react";
import { type MarkupKind, parseMarkup } from "@turnout/contract/markup";
import type { InlineNode, MarkupNode } from "@turnout/contract/markup/nodes";
import "./markup-view.css";

/**
 * Renders markup as elements, never as HTML. Changed text is rendered anew: in a page that the browser translates, an
 * element inserted between texts that the translator has replaced would not find its place.
 */
export const Markup = memo(function Markup({ text, kind }: { text: string; kind: MarkupKind }) {
  const nodes = useMemo(() => parseMarkup(text, { kind }), [text, kind]);
  return (
    <div key={text} className="markup">
      {nodes.map(block)}
    </div>
  );
});

function block(node: MarkupNode, key: number): ReactNode {
  switch (node.type) {
    case "paragraph":
      return (
        <p key={key} dir="auto">
          {node.children.map(inline)}
        </p>
      );
    case "heading":
      // The page's own headings are h1 and h2: headings in markup are below them.
      return node.level === 2 ? (
        <h3 key={key} dir="auto">
          {node.children.map(inline)}
        </h3>
      ) : (
        <h4 key={key} dir="auto">
          {node.children.map(inline)}
        </h4>
      );
    case "list": {
      const items = node.items.map((item, at) => (
        <li key={at} value={item.number ?? undefined}>
          {item.children.map(inline)}
        </li>
      ));
      return node.ordered ? (
        <ol key={key} dir="auto">
          {items}
        </ol>
      ) : (
        <ul key={key} dir="auto">
          {items}
        </ul>
      );
    }
    case "quote":
      return <blockquote key={key}>{node.children.map(block)}</blockquote>;
  }
}

function inline(node: InlineNode, key: number): ReactNode {
  switch (node.type) {
    case "text":
      return node.text;
    case "break":
      return <br key={key} />;
    case "bold":
      return <strong key={key}>{node.children.map(inline)}</strong>;
    case "italic":
      return <em key={key}>{node.children.map(inline)}</em>;
    case "code":
      return <code key={key}>{node.text}</code>;
    case "link":
      return (
        <a key={key} href={node.href} target="_blank" rel="noopener noreferrer nofollow">
          {node.children.map(inline)}
        </a>
      );
  }
}
